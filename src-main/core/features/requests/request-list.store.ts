import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { RequestRow } from '../../../../shared/contract/requests.ts';
import type { InboxQuery } from '../../../../shared/contract/request-desk.ts';
import { containsText } from '../../store/contains-text.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader } from '../../store/tables.ts';
import { findPredecessors } from './predecessors.ts';
import { idKey, listed, type ListedRecord, toRequestRow } from './requests.store.ts';

export interface RequestQuery extends InboxQuery {
  readonly offset: number;
  readonly limit: number;
}

/** Each is the first column of an index whose second one is the id. */
const sortColumns = {
  receivedAt: 'received_at',
  commonName: 'name_key',
  keyGroupId: 'group_key',
  state: 'state',
  partner: 'partner_key',
  ids: 'ids_key',
  claimedBy: 'claimed_by',
  verdict: 'verdict',
} as const;

/** How many fit, and one page of them. `me`: name of whoever asks. */
export async function listRequests(
  db: Reader,
  gather: GatherKeys,
  query: RequestQuery,
  me = '',
): Promise<{ total: number; rows: RequestRow[] }> {
  const conditions = conditionsOf(query, me);
  const isWhole = conditions.length === 0 && (query.claims ?? '') === '';
  const { total, rows } = isWhole ? await pageByIndex(db, query) : await pageByKeys(db, gather, query, conditions);
  return { total, rows: await toRows(db, rows) };
}

/** Ids of all requests that fit, in order. */
export async function requestIdsOf(
  db: Reader,
  gather: GatherKeys,
  query: InboxQuery,
  me: string,
): Promise<readonly string[]> {
  return gatherIds(db, gather, query, conditionsOf(query, me));
}

/** Rows in the order of these ids; unknown ones are left out. */
export async function rowsOfIds(db: Reader, requestIds: readonly string[]): Promise<RequestRow[]> {
  return toRows(db, await recordsOf(db, requestIds));
}

async function toRows(db: Reader, rows: readonly ListedRecord[]): Promise<RequestRow[]> {
  const replaced = await findPredecessors(db, rows);
  const names = await partnerNames(db, rows);
  return rows.map((row) => toRequestRow(row, replaced.get(row.request_id)?.replaces, names.get(row.partner_id ?? '')));
}

/** Names of the partners that rows belong to. */
export async function partnerNames(
  db: Reader,
  rows: readonly Pick<ListedRecord, 'partner_id'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ partner_id }) => partner_id ?? []))];
  if (ids.length === 0) return new Map();
  const found = await db.selectFrom('partners').select(['partner_id', 'name']).where('partner_id', 'in', ids).execute();
  return new Map(found.map(({ partner_id, name }) => [partner_id, name]));
}

interface Condition {
  readonly sql: RawBuilder<SqlBool>;
  readonly words: unknown;
}

/** What a row of `requests` has to fit; a view without an answer, such as what nobody can be in, is a condition too. */
function conditionsOf(query: InboxQuery, me: string): readonly Condition[] {
  const conditions: Condition[] = [];
  const add = (condition: RawBuilder<SqlBool>, ...words: readonly unknown[]): void => {
    conditions.push({ sql: condition, words });
  };
  const { state, partnerId, purpose, filter } = query;
  const oneOf = (column: string, values: readonly string[]): RawBuilder<SqlBool> =>
    values.length === 0 ? sql<SqlBool>`0` : sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`;
  if (state !== undefined) add(sql`state = ${state}`, 'state', state);
  if (query.states !== undefined) add(oneOf('state', query.states), 'states', query.states);
  if (query.verdicts !== undefined) add(oneOf('verdict', query.verdicts), 'verdicts', query.verdicts);
  if (partnerId !== undefined) add(sql`partner_id = ${partnerId}`, 'partner', partnerId);
  if (purpose !== undefined) add(sql`purpose = ${purpose}`, 'purpose', purpose);
  const claimedBy = query.claimed === 'me' ? me : query.claimed === 'nobody' ? '' : query.claimedBy;
  if (claimedBy !== undefined) add(sql`claimed_by = ${claimedBy}`, 'claimed', claimedBy);
  if (filter !== undefined && filter !== '')
    add(sql<SqlBool>`${containsText(['search', 'sha256', 'spki_sha256'], filter)}`, 'filter', filter);
  return conditions;
}

interface ListedPage {
  readonly total: number;
  readonly rows: readonly ListedRecord[];
}

async function pageByIndex(db: Reader, { sort, descending, limit, offset }: RequestQuery): Promise<ListedPage> {
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  const direction = descending === true ? 'desc' : 'asc';
  // Ids first, out of the index alone: the rows that lie before the page are not read.
  const keys = await db
    .selectFrom('requests')
    .select('request_id')
    .orderBy(sortColumns[sort ?? 'receivedAt'], direction)
    .orderBy('request_id', direction)
    .limit(limit)
    .offset(offset)
    .execute();
  const ids = keys.map(({ request_id }) => request_id);
  return { total: n, rows: await recordsOf(db, ids) };
}

/** Filters are asked of every row in short parts; the keys found are kept while nothing changes. */
async function pageByKeys(
  db: Reader,
  gather: GatherKeys,
  query: RequestQuery,
  conditions: readonly Condition[],
): Promise<ListedPage> {
  const keys = await gatherIds(db, gather, query, conditions);
  return { total: keys.length, rows: await recordsOf(db, keys.slice(query.offset, query.offset + query.limit)) };
}

async function gatherIds(
  db: Reader,
  gather: GatherKeys,
  { sort, descending = false, claims }: InboxQuery,
  conditions: readonly Condition[],
): Promise<readonly string[]> {
  const column = sortColumns[sort ?? 'receivedAt'];
  // Few claim one id: an index has them, and only they are asked the rest.
  if (claims !== undefined && claims !== '') return claiming(db, claims, column, descending, conditions);
  return gather<string>({
    table: 'requests',
    key: 'request_id',
    column,
    descending,
    fits:
      conditions.length === 0
        ? sql<SqlBool>`1`
        : sql<SqlBool>`${sql.join(
            conditions.map((one) => one.sql),
            sql` and `,
          )}`,
    words: JSON.stringify(conditions.map(({ words }) => words)),
  });
}

async function claiming(
  db: Reader,
  claims: string,
  column: (typeof sortColumns)[keyof typeof sortColumns],
  descending: boolean,
  conditions: readonly Condition[],
): Promise<readonly string[]> {
  const direction = descending ? 'desc' : 'asc';
  let from = db
    .selectFrom('requests')
    .select('request_id')
    .where('request_id', 'in', (eb) =>
      eb.selectFrom('request_ids as i').select('i.request_id').where('i.id_key', '=', idKey(claims)),
    );
  for (const condition of conditions) from = from.where(condition.sql);
  const keys = await from.orderBy(column, direction).orderBy('request_id', direction).execute();
  return keys.map(({ request_id }) => request_id);
}

async function recordsOf(db: Reader, requestIds: readonly string[]): Promise<readonly ListedRecord[]> {
  if (requestIds.length === 0) return [];
  const found = await db.selectFrom('requests as r').select(listed).where('r.request_id', 'in', requestIds).execute();
  const byId = new Map(found.map((row) => [row.request_id, row]));
  return requestIds.flatMap((id) => byId.get(id) ?? []);
}
