import type { Selectable } from 'kysely';
import { RequestRow } from '../../../../shared/contract/requests.ts';
import { type OidProfile, StoredOidProfile } from '../../../../shared/contract/settings.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { DeskColumns } from './desk.tables.ts';
import type { RequestsTables } from './requests.tables.ts';

export type RequestRecord = Selectable<RequestsTables['requests']>;
export type ListedRecord = Omit<RequestRecord, 'der' | 'search' | 'oid_profile' | 'note'>;

/** Ids as they are compared: ASCII case alone is folded. */
export function idKey(id: string): string {
  return id.trim().toUpperCase();
}

/** What a row of the list is made of. */
export const listed = [
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
  'r.partner_id',
  'r.partner_key',
  'r.ids_key',
  'r.purpose',
  'r.claimed_by',
  'r.claimed_at',
  'r.verdict',
  'r.verdict_at',
  'r.ends_at',
  'r.aside_reason',
  'r.aside_by',
  'r.aside_at',
  'r.superseded_by',
  'r.callback_id',
  'r.renewal_reason',
] as const;

export async function findRequest(db: Reader, requestId: string): Promise<RequestRecord | undefined> {
  return db.selectFrom('requests').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

/** The newest that came in, for trying a policy on them. */
export async function newestRequests(
  db: Reader,
  last: number,
): Promise<readonly Pick<RequestRecord, 'request_id' | 'common_name' | 'subject' | 'state' | 'received_at'>[]> {
  return db
    .selectFrom('requests')
    .select(['request_id', 'common_name', 'subject', 'state', 'received_at'])
    .orderBy('received_at', 'desc')
    .orderBy('request_id', 'desc')
    .limit(last)
    .execute();
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

/** Columns of people's work and of the list; of all rows named. */
export async function updateDesk(
  trx: Trx,
  requestIds: readonly string[],
  change: Partial<Pick<RequestRecord, keyof DeskColumns | 'state' | 'reject_reason' | 'note'>>,
): Promise<void> {
  await trx.updateTable('requests').set(change).where('request_id', 'in', requestIds).execute();
}

export function profileOfRequest(row: { readonly oid_profile: string }): OidProfile {
  return StoredOidProfile.parse(JSON.parse(row.oid_profile));
}

/** A row as the contract tells it. `partnerName`: of its partner, where that is known. */
export function toRequestRow(row: ListedRecord, replaces: string | undefined, partnerName?: string): RequestRow {
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
    partner:
      row.partner_id === null || partnerName === undefined
        ? undefined
        : { partnerId: row.partner_id, name: partnerName },
    claimedBy: orAbsent(row.claimed_by),
    claimedAt: row.claimed_at ?? undefined,
    verdict: orAbsent(row.verdict),
    verdictAt: row.verdict_at ?? undefined,
    purpose: orAbsent(row.purpose),
    endsAt: orAbsent(row.ends_at),
    aside:
      row.aside_at === null ? undefined : { reason: row.aside_reason ?? '', by: row.aside_by ?? '', at: row.aside_at },
    supersededBy: row.superseded_by ?? undefined,
    callbackId: row.callback_id ?? undefined,
    renewalReason: row.renewal_reason ?? undefined,
  });
}

function orAbsent(text: string): string | undefined {
  return text === '' ? undefined : text;
}
