import { PartnerVersion } from '../../../../shared/contract/partners.ts';
import { partnerChanges } from '../../../../shared/domain/partner-changes.ts';
import type { Reader } from '../../store/tables.ts';
import { namedAuthorities } from './partner-views.ts';
import { factsOf } from './partners.store.ts';

/** Versions of a partner, the newest first, each with what it changed in the one before it. */
export async function historyOf(
  db: Reader,
  { partnerId, offset, limit }: { readonly partnerId: string; readonly offset: number; readonly limit: number },
  authorities: ReadonlyMap<string, string>,
): Promise<{ total: number; rows: PartnerVersion[] }> {
  const from = db.selectFrom('partner_versions').where('partner_id', '=', partnerId);
  const { n } = await from.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  // One more than the page: the last of it is compared with the one before.
  const rows = await from
    .selectAll()
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute();
  const told = rows.slice(0, limit).map((row, index) => {
    const older = rows[index + 1]?.facts ?? null;
    const before = older === null ? undefined : factsOf({ facts: older });
    const after = row.facts === null ? undefined : factsOf({ facts: row.facts });
    return PartnerVersion.parse({
      version: row.version,
      deed: row.deed,
      at: row.at,
      by: row.by,
      imported: row.imported === 1,
      changes: after === undefined ? [] : namedAuthorities(partnerChanges(before, after), authorities),
    });
  });
  return { total: n, rows: told };
}
