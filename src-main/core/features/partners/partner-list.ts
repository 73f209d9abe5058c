import { sql, type SqlBool } from 'kysely';
import type { PartnerRow } from '../../../../shared/contract/partners.ts';
import { containsText } from '../../store/contains-text.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader } from '../../store/tables.ts';
import { toPartnerRow } from './partners.store.ts';

export interface PartnerQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: string | undefined;
  readonly archived?: 'no' | 'yes' | 'all' | undefined;
  readonly unconfirmed?: boolean | undefined;
  readonly sort?: 'name' | 'platform' | 'changedAt' | undefined;
  readonly descending?: boolean | undefined;
}

const sortColumns = { name: 'name_key', platform: 'platform_key', changedAt: 'changed_at' } as const;

/** How many fit, and one page of them. */
export async function listPartners(
  db: Reader,
  gather: GatherKeys,
  { offset, limit, filter = '', archived = 'no', unconfirmed = false, sort = 'name', descending = false }: PartnerQuery,
): Promise<{ total: number; rows: PartnerRow[] }> {
  const text = filter.trim();
  const wanted = [
    ...(archived === 'all' ? [] : [sql<SqlBool>`archived = ${archived === 'yes' ? 1 : 0}`]),
    ...(unconfirmed ? [sql<SqlBool>`unconfirmed > 0`] : []),
    ...(text === '' ? [] : [containsText(['search'], text)]),
  ];
  const keys = await gather<string>({
    table: 'partners',
    key: 'partner_id',
    column: sortColumns[sort],
    descending,
    fits: wanted.length === 0 ? sql<SqlBool>`1` : sql<SqlBool>`${sql.join(wanted, sql` and `)}`,
    words: JSON.stringify([text, archived, unconfirmed]),
  });
  const page = keys.slice(offset, offset + limit);
  if (page.length === 0) return { total: keys.length, rows: [] };
  const found = await db.selectFrom('partners').selectAll().where('partner_id', 'in', page).execute();
  const byId = new Map(found.map((record) => [record.partner_id, record]));
  return { total: keys.length, rows: page.flatMap((id) => byId.get(id) ?? []).map(toPartnerRow) };
}
