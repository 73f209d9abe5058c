import { type SelectQueryBuilder, sql } from 'kysely';
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

export async function countEntries(reader: Reader, filter: AuditFilter): Promise<number> {
  const query = reader.selectFrom('audit_entries').select((eb) => eb.fn.countAll<number>().as('total'));
  return (await matching(query, filter).executeTakeFirstOrThrow()).total;
}

/** Newest first, by position. */
export async function findEntries(
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

function matching<O>(query: EntryQuery<O>, { filter, event, outcome, from, to }: AuditFilter): EntryQuery<O> {
  let found = query;
  if (event !== undefined) found = found.where('event', '=', event);
  if (outcome !== undefined) found = found.where('outcome', '=', outcome);
  if (from !== undefined) found = found.where('at', '>=', from);
  if (to !== undefined) found = found.where('at', '<=', to);
  // instr and not like: what a person types holds no wildcards.
  if (filter !== undefined && filter !== '') {
    found = found.where(sql<boolean>`instr(lower(entry), lower(${JSON.stringify(filter).slice(1, -1)})) > 0`);
  }
  return found;
}

function isEmpty(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value === undefined || value === '');
}
