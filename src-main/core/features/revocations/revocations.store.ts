import type { Selectable } from 'kysely';
import { RevocationReason, RevocationRow, RevocationState } from '../../../../shared/contract/revocations.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { RevocationsTables } from './revocations.tables.ts';

export type RevocationRecord = Selectable<RevocationsTables['revocations']>;

export async function findRevocation(
  db: Reader,
  authorityId: string,
  serial: string,
): Promise<RevocationRecord | undefined> {
  return db
    .selectFrom('revocations')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('serial', '=', serial)
    .executeTakeFirst();
}

/** What stands on the authority's list: held and revoked. */
export async function listedRevocations(db: Reader, authorityId: string): Promise<readonly RevocationRecord[]> {
  return db
    .selectFrom('revocations')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('state', 'in', ['held', 'revoked'])
    .execute();
}

/** Writes one standing over whatever there was. */
export async function putRevocation(trx: Trx, record: RevocationRecord): Promise<void> {
  const { state, reason, revoked_at, invalid_since, note, decided_at, decided_by, from_crl, certificate_id } = record;
  const change = { state, reason, revoked_at, invalid_since, note, decided_at, decided_by, from_crl, certificate_id };
  await trx
    .insertInto('revocations')
    .values(record)
    .onConflict((conflict) => conflict.columns(['authority_id', 'serial']).doUpdateSet(change))
    .execute();
}

export interface RevocationQuery {
  readonly offset: number;
  readonly limit: number;
  readonly authorityId?: string | undefined;
  readonly certificateId?: string | undefined;
}

/** The last decided first, with the names of authority and certificate. */
export async function listRevocations(db: Reader, { offset, limit, authorityId, certificateId }: RevocationQuery) {
  let from = db.selectFrom('revocations');
  if (authorityId !== undefined) from = from.where('revocations.authority_id', '=', authorityId);
  if (certificateId !== undefined) from = from.where('revocations.certificate_id', '=', certificateId);
  const { total } = await from.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const records = await from
    .selectAll()
    .orderBy('decided_at', 'desc')
    .orderBy('serial')
    .offset(offset)
    .limit(limit)
    .execute();
  return { total, records };
}

export async function countRevocations(
  db: Reader,
  authorityId: string,
): Promise<Readonly<Record<RevocationRow['state'], number>>> {
  const rows = await db
    .selectFrom('revocations')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where('authority_id', '=', authorityId)
    .groupBy('state')
    .execute();
  const of = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0;
  return { held: of('held'), revoked: of('revoked'), released: of('released') };
}

/** Standings that were decided after a moment. */
export async function countDecidedSince(db: Reader, authorityId: string, at: string): Promise<number> {
  const { n } = await db
    .selectFrom('revocations')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('authority_id', '=', authorityId)
    .where('decided_at', '>', at)
    .where('from_crl', '=', 0)
    .executeTakeFirstOrThrow();
  return n;
}

/** A record as the contract tells it. */
export function toRevocationRow(
  record: RevocationRecord,
  names: { readonly authorityName: string; readonly commonName?: string | undefined },
): RevocationRow {
  return RevocationRow.parse({
    authorityId: record.authority_id,
    ...names,
    serialNumber: record.serial,
    certificateId: record.certificate_id ?? undefined,
    state: RevocationState.parse(record.state),
    reason: RevocationReason.parse(record.reason),
    revokedAt: record.revoked_at,
    invalidSince: record.invalid_since ?? undefined,
    note: record.note,
    decidedAt: record.decided_at,
    decidedBy: record.decided_by,
    fromCrl: record.from_crl === 1,
  });
}
