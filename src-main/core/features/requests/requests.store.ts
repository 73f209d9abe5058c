import { type Selectable, type SqlBool, sql } from 'kysely';
import { RequestRow } from '../../../../shared/contract/requests.ts';
import { type OidProfile, StoredOidProfile } from '../../../../shared/contract/settings.ts';
import { containsText } from '../../store/contains-text.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { findPredecessors } from './predecessors.ts';
import type { RequestsTables } from './requests.tables.ts';

export type RequestRecord = Selectable<RequestsTables['requests']>;
type ListedRecord = Omit<RequestRecord, 'der' | 'search' | 'oid_profile' | 'note'>;

export interface RequestQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: string | undefined;
  readonly claims?: string | undefined;
  readonly state?: RequestRow['state'] | undefined;
  readonly sort?: 'receivedAt' | 'commonName' | 'keyGroupId' | 'state' | undefined;
  readonly descending?: boolean | undefined;
}

/** Ids as they are compared: ASCII case alone is folded. */
export function idKey(id: string): string {
  return id.trim().toUpperCase();
}

const sortColumns = {
  receivedAt: 'r.received_at',
  commonName: 'r.name_key',
  keyGroupId: 'r.group_key',
  state: 'r.state',
} as const;

const listed = [
  'r.request_id',
  'r.state',
  'r.sha256',
  'r.spki_sha256',
  'r.subject',
  'r.common_name',
  'r.name_key',
  'r.key_group_id',
  'r.group_key',
  'r.claims',
  'r.algorithm',
  'r.signature_valid',
  'r.errors',
  'r.warnings',
  'r.source',
  'r.received_at',
  'r.received_by',
  'r.reject_reason',
  'r.certificate_id',
] as const;

/** How many fit, and one page of them. */
export async function listRequests(
  db: Reader,
  gather: GatherKeys,
  query: RequestQuery,
): Promise<{ total: number; rows: RequestRow[] }> {
  const { total, rows } =
    query.filter === undefined || query.filter === ''
      ? await pageByIndex(db, query)
      : await pageByText(db, gather, query);
  const replaced = await findPredecessors(db, rows);
  return { total, rows: rows.map((row) => toRequestRow(row, replaced.get(row.request_id)?.replaces)) };
}

interface ListedPage {
  readonly total: number;
  readonly rows: readonly ListedRecord[];
}

async function pageByIndex(
  db: Reader,
  { claims, state, sort, descending, limit, offset }: RequestQuery,
): Promise<ListedPage> {
  let from = db.selectFrom('requests as r');
  if (state !== undefined) from = from.where('r.state', '=', state);
  if (claims !== undefined && claims !== '') {
    const wanted = idKey(claims);
    from = from.where('r.request_id', 'in', (eb) =>
      eb.selectFrom('request_ids as i').select('i.request_id').where('i.id_key', '=', wanted),
    );
  }
  const { n } = await from.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  const direction = descending === true ? 'desc' : 'asc';
  const rows = await from
    .select(listed)
    .orderBy(sortColumns[sort ?? 'receivedAt'], direction)
    .orderBy('r.request_id', direction)
    .limit(limit)
    .offset(offset)
    .execute();
  return { total: n, rows };
}

async function pageByText(db: Reader, gather: GatherKeys, query: RequestQuery): Promise<ListedPage> {
  const { filter = '', claims, state, sort, descending = false, limit, offset } = query;
  const keys = await gather<string>({
    table: 'requests',
    key: 'request_id',
    column: sortColumns[sort ?? 'receivedAt'].slice('r.'.length),
    descending,
    fits: sql<SqlBool>`${sql.join(
      [
        containsText(['search'], filter),
        ...(state === undefined ? [] : [sql`state = ${state}`]),
        ...(claims === undefined || claims === ''
          ? []
          : [
              sql`exists (select 1 from request_ids i where i.request_id = requests.request_id and i.id_key = ${idKey(claims)})`,
            ]),
      ],
      sql` and `,
    )}`,
    words: JSON.stringify([filter, claims, state]),
  });
  const page = keys.slice(offset, offset + limit);
  if (page.length === 0) return { total: keys.length, rows: [] };
  const found = await db.selectFrom('requests as r').select(listed).where('r.request_id', 'in', page).execute();
  const byId = new Map(found.map((row) => [row.request_id, row]));
  return { total: keys.length, rows: page.flatMap((id) => byId.get(id) ?? []) };
}

export async function findRequest(db: Reader, requestId: string): Promise<RequestRecord | undefined> {
  return db.selectFrom('requests').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

export async function findRequestByHash(db: Reader, sha256: string): Promise<RequestRecord | undefined> {
  return db.selectFrom('requests').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

export async function requestsInSigning(db: Reader): Promise<readonly { readonly request_id: string }[]> {
  return db.selectFrom('requests').select('request_id').where('state', '=', 'signing').execute();
}

/** Requests whose certificate may exist, and nobody has decided yet what to do about it. */
export async function countUnclearRequests(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'unclear')
    .executeTakeFirstOrThrow();
  return n;
}

/** Requests that claim an id in any letter case, for "who else claims it". */
export async function findClaimingRequests(
  db: Reader,
  id: string,
): Promise<readonly (ListedRecord & { readonly kind: string })[]> {
  return db
    .selectFrom('request_ids as i')
    .innerJoin('requests as r', 'r.request_id', 'i.request_id')
    .select([...listed, 'i.kind'])
    .where('i.id_key', '=', idKey(id))
    .orderBy('r.received_at', 'desc')
    .limit(500)
    .execute();
}

export async function insertRequest(
  trx: Trx,
  request: RequestRecord,
  ids: readonly (readonly [kind: string, id: string])[],
): Promise<void> {
  await trx.insertInto('requests').values(request).execute();
  for (const [kind, id] of ids) {
    await trx
      .insertInto('request_ids')
      .values({ id_key: idKey(id), kind, request_id: request.request_id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export async function updateRequest(
  trx: Trx,
  requestId: string,
  change: Partial<Pick<RequestRecord, 'state' | 'reject_reason' | 'note' | 'certificate_id'>>,
): Promise<void> {
  await trx.updateTable('requests').set(change).where('request_id', '=', requestId).execute();
}

export function profileOfRequest(row: { readonly oid_profile: string }): OidProfile {
  return StoredOidProfile.parse(JSON.parse(row.oid_profile));
}

/** A row as the contract tells it. */
export function toRequestRow(row: ListedRecord, replaces: string | undefined): RequestRow {
  return RequestRow.parse({
    requestId: row.request_id,
    state: row.state,
    sha256: row.sha256,
    spkiSha256: row.spki_sha256,
    subject: row.subject,
    commonName: row.common_name,
    keyGroupId: row.key_group_id ?? undefined,
    ...(JSON.parse(row.claims) as object), // written by requestRecord; parsed as a whole here
    algorithm: row.algorithm,
    signatureValid: row.signature_valid === 1,
    errors: row.errors,
    warnings: row.warnings,
    source: row.source,
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    replaces,
    certificateId: row.certificate_id ?? undefined,
    rejectReason: row.reject_reason ?? undefined,
  });
}
