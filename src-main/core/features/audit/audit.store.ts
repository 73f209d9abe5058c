import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader, Tables } from '../../store/tables.ts';

export interface AuditFilter {
  /** Text that occurs anywhere in the entry, whatever its case (ASCII). */
  readonly filter?: string | undefined;
  readonly event?: string | undefined;
  readonly outcome?: 'done' | 'refused' | undefined;
  /** ISO 8601 UTC, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface StoredEntry {
  readonly seq: number;
  readonly at: string;
  readonly event: string;
  readonly outcome: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly entry: string;
  readonly hash: string;
}

type EntryQuery<O> = SelectQueryBuilder<Tables, 'audit_entries', O>;

/** Newest first: how many there are, and those at these positions. */
export async function listEntries(
  reader: Reader,
  gather: GatherKeys,
  filter: AuditFilter,
  offset: number,
  limit: number,
): Promise<{ readonly total: number; readonly entries: readonly StoredEntry[] }> {
  const { filter: text, event, outcome, from, to } = filter;
  if (text === undefined || text === '')
    return {
      total: await countEntries(reader, filter),
      entries: await findEntries(reader, filter, offset, limit),
    };
  const keys = await gather<number>({
    table: 'audit_entries',
    key: 'seq',
    column: 'seq',
    descending: true,
    fits: sql<SqlBool>`${sql.join(conditions(filter), sql` and `)}`,
    words: JSON.stringify([text, event, outcome, from, to]),
  });
  const page = keys.slice(offset, offset + limit);
  if (page.length === 0) return { total: keys.length, entries: [] };
  const entries = await reader
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', 'in', page)
    .orderBy('seq', 'desc')
    .execute();
  return { total: keys.length, entries };
}

async function countEntries(reader: Reader, filter: AuditFilter): Promise<number> {
  const query = reader.selectFrom('audit_entries').select((eb) => eb.fn.countAll<number>().as('total'));
  return (await matching(query, filter).executeTakeFirstOrThrow()).total;
}

/** Newest first, by position. */
async function findEntries(
  reader: Reader,
  filter: AuditFilter,
  offset: number,
  limit: number,
): Promise<readonly StoredEntry[]> {
  if (isEmpty(filter)) {
    // Numbers have no gaps, so a position is a number: the last page costs as little as the first.
    const last = await lastSeq(reader);
    return reader
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '<=', last - offset)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
  }
  const query = reader.selectFrom('audit_entries').selectAll();
  return matching(query, filter).orderBy('seq', 'desc').offset(offset).limit(limit).execute();
}

/** Oldest first, from behind a number: for walking the chain. */
export async function nextEntries(reader: Reader, after: number, limit: number): Promise<readonly StoredEntry[]> {
  return reader.selectFrom('audit_entries').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
}

export async function lastSeq(reader: Reader): Promise<number> {
  const row = await reader.selectFrom('audit_entries').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row?.seq ?? 0;
}

export async function findEvents(reader: Reader): Promise<readonly string[]> {
  const rows = await reader.selectFrom('audit_entries').select('event').distinct().orderBy('event').execute();
  return rows.map((row) => row.event);
}

function matching<O>(query: EntryQuery<O>, filter: AuditFilter): EntryQuery<O> {
  return conditions(filter).reduce<EntryQuery<O>>((found, condition) => found.where(condition), query);
}

function conditions({ filter, event, outcome, from, to }: AuditFilter): readonly Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = [];
  if (event !== undefined) found.push(sql<SqlBool>`event = ${event}`);
  if (outcome !== undefined) found.push(sql<SqlBool>`outcome = ${outcome}`);
  if (from !== undefined) found.push(sql<SqlBool>`at >= ${from}`);
  if (to !== undefined) found.push(sql<SqlBool>`at <= ${to}`);
  // instr and not like: what a person types holds no wildcards.
  if (filter !== undefined && filter !== '')
    found.push(sql<SqlBool>`instr(lower(entry), lower(${JSON.stringify(filter).slice(1, -1)})) > 0`);
  return found;
}

function isEmpty(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value === undefined || value === '');
}
