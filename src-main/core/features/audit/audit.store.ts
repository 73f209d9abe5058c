import { type Expression, type SqlBool, sql } from 'kysely';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { auditContract } from '../../../../shared/contract/audit.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader } from '../../store/tables.ts';

/** What is asked of entries; times are ISO 8601 UTC, both inclusive. */
export type AuditFilter = Omit<InputOf<(typeof auditContract)['audit']['list']>, 'offset' | 'limit'>;

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

/** Newest first: how many there are, and those at these positions. */
export async function listEntries(
  reader: Reader,
  gather: GatherKeys,
  filter: AuditFilter,
  offset: number,
  limit: number,
): Promise<{ readonly total: number; readonly entries: readonly StoredEntry[] }> {
  if (conditions(filter).length === 0) {
    // Numbers have no gaps, so a position is a number: the last page costs as little as the first.
    const total = await lastSeq(reader);
    const entries = await reader
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '<=', total - offset)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return { total, entries };
  }
  const only = indexed(filter);
  if (only !== undefined) {
    const { total } = await reader
      .selectFrom('audit_entries')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .where(only.column, '=', only.value)
      .executeTakeFirstOrThrow();
    const entries = await reader
      .selectFrom('audit_entries')
      .selectAll()
      .where(only.column, '=', only.value)
      .orderBy('seq', 'desc')
      .offset(offset)
      .limit(limit)
      .execute();
    return { total, entries };
  }
  const keys = await fittingKeys(gather, filter);
  return { total: keys.length, entries: await entriesOf(reader, keys.slice(offset, offset + limit)) };
}

/** Numbers of all entries that fit, the newest first; the table is walked in short steps. */
export function fittingKeys(gather: GatherKeys, filter: AuditFilter): Promise<readonly number[]> {
  const all = conditions(filter);
  return gather<number>({
    table: 'audit_entries',
    key: 'seq',
    column: 'seq',
    descending: true,
    fits: all.length === 0 ? sql<SqlBool>`1` : sql<SqlBool>`${sql.join(all, sql` and `)}`,
    words: JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  });
}

/** The entries with these numbers, the newest first. */
export async function entriesOf(reader: Reader, seqs: readonly number[]): Promise<readonly StoredEntry[]> {
  if (seqs.length === 0) return [];
  return reader.selectFrom('audit_entries').selectAll().where('seq', 'in', seqs).orderBy('seq', 'desc').execute();
}

/** The one question that an index answers in the order of the list: this event alone, or this subject alone. */
function indexed(filter: AuditFilter): { readonly column: 'event' | 'subject'; readonly value: string } | undefined {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  const [only] = asked;
  if (only === undefined || asked.length > 1) return undefined;
  const [column, value] = only;
  return (column === 'event' || column === 'subject') && value !== undefined ? { column, value } : undefined;
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

function conditions(filter: AuditFilter): readonly Expression<SqlBool>[] {
  const { filter: text, group, event, outcome, actor, actorKind, subject, from, to } = filter;
  const found: Expression<SqlBool>[] = [];
  if (group !== undefined) found.push(sql<SqlBool>`substr(event, 1, ${group.length + 1}) = ${`${group}.`}`);
  if (event !== undefined) found.push(sql<SqlBool>`event = ${event}`);
  if (outcome !== undefined) found.push(sql<SqlBool>`outcome = ${outcome}`);
  if (actor !== undefined) found.push(sql<SqlBool>`actor = ${actor}`);
  if (actorKind !== undefined) {
    // Canonical JSON has its members in order, so every entry begins with who did it.
    const start = `{"actor":{"kind":"${actorKind}",`;
    found.push(sql<SqlBool>`substr(entry, 1, ${start.length}) = ${start}`);
  }
  // Most entries are about nothing that has an id: null fits no text, and is no answer either.
  if (subject !== undefined) found.push(sql<SqlBool>`ifnull(subject, '') = ${subject}`);
  if (from !== undefined) found.push(sql<SqlBool>`at >= ${from}`);
  if (to !== undefined) found.push(sql<SqlBool>`at <= ${to}`);
  // instr and not like: what a person types holds no wildcards.
  if (text !== undefined && text !== '')
    found.push(sql<SqlBool>`instr(lower(entry), lower(${JSON.stringify(text).slice(1, -1)})) > 0`);
  return found;
}
