import type { Selectable } from 'kysely';
import { IssuanceState } from '../../../../shared/contract/authorities.ts';
import { type OidProfile, StoredOidProfile } from '../../../../shared/contract/settings.ts';
import { countsAsIssued, type IssuanceState as State } from '../../../../shared/domain/issuance-state.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { AuthoritiesTables } from './authorities.tables.ts';

export type IssuanceRecord = Selectable<AuthoritiesTables['issuances']>;

/** `leaf`: for a request. `authority`: the certificate of an authority of ours. `cross`: of one by another's key. */
export type IssuanceRole = 'leaf' | 'authority' | 'cross';

export async function findIssuance(db: Reader, issuanceId: string): Promise<IssuanceRecord | undefined> {
  return db.selectFrom('issuances').selectAll().where('issuance_id', '=', issuanceId).executeTakeFirst();
}

/** The oldest first. */
export async function issuancesOfRequest(db: Reader, requestId: string): Promise<readonly IssuanceRecord[]> {
  return db
    .selectFrom('issuances')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('issuance_id')
    .execute();
}

/**
 * Whether the inventory holds a certificate of this authority with this serial number, whatever the issuance's own row
 * says: a row that was set back by other means must not give a second certificate.
 */
export async function isInInventory(db: Reader, { authority_id, serial }: IssuanceRecord): Promise<boolean> {
  const row = await db
    .selectFrom('certificates')
    .select('certificate_id')
    .where('serial', '=', serial)
    .where('issued_by', '=', authority_id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function issuancesInSigning(db: Reader): Promise<readonly IssuanceRecord[]> {
  return db.selectFrom('issuances').selectAll().where('state', '=', 'signing').execute();
}

/** Issuances of which nobody knows whether they were signed; they count as issued. */
export async function unclearIssuances(
  db: Reader,
  authorityId: string,
): Promise<readonly Pick<IssuanceRecord, 'serial' | 'ended_at' | 'signing_at' | 'created_at'>[]> {
  return db
    .selectFrom('issuances')
    .select(['serial', 'ended_at', 'signing_at', 'created_at'])
    .where('authority_id', '=', authorityId)
    .where('state', '=', 'unclear')
    .execute();
}

/** How many certificates each authority issued or may have issued; its own self-signed one is not counted. */
export async function countIssued(db: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('issuances')
    .select((eb) => ['authority_id', eb.fn.countAll<number>().as('n')])
    .where('state', 'in', [...countsAsIssued])
    .where((eb) =>
      eb.or([eb('subject_authority_id', 'is', null), eb('subject_authority_id', '!=', eb.ref('authority_id'))]),
    )
    .groupBy('authority_id')
    .execute();
  return new Map(rows.map(({ authority_id, n }) => [authority_id, n]));
}

/** Certificates of this authority's key by another key of ours, and of another's by this one. */
export async function crossCertificatesOf(db: Reader, authorityId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('issuances')
    .select('certificate_id')
    .where('role', '=', 'cross')
    .where((eb) => eb.or([eb('authority_id', '=', authorityId), eb('subject_authority_id', '=', authorityId)]))
    .orderBy('created_at')
    .limit(100)
    .execute();
  return rows.flatMap(({ certificate_id }) => certificate_id ?? []);
}

export async function insertIssuance(trx: Trx, issuance: IssuanceRecord): Promise<void> {
  await trx.insertInto('issuances').values(issuance).execute();
}

export async function updateIssuance(
  trx: Trx,
  issuanceId: string,
  change: Partial<Pick<IssuanceRecord, 'state' | 'signing_at' | 'ended_at' | 'certificate_id'>>,
): Promise<void> {
  await trx.updateTable('issuances').set(change).where('issuance_id', '=', issuanceId).execute();
}

/** Another one was prepared: what nobody signed is given up. */
export async function dropPrepared(trx: Trx, requestId: string, at: string): Promise<void> {
  await trx
    .updateTable('issuances')
    .set({ state: 'dropped', ended_at: at })
    .where('request_id', '=', requestId)
    .where('state', '=', 'prepared')
    .execute();
}

export function stateOf(row: { readonly state: string }): State {
  return IssuanceState.parse(row.state);
}

export function profileOf(row: { readonly oid_profile: string }): OidProfile {
  return StoredOidProfile.parse(JSON.parse(row.oid_profile));
}
