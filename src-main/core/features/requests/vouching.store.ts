import type { Selectable } from 'kysely';
import type { Reader, Trx } from '../../store/tables.ts';
import type { VouchingTables } from './vouching.tables.ts';

export type OwnerRecord = Selectable<VouchingTables['request_owners']>;
export type ConfirmationRecord = Selectable<VouchingTables['request_confirmations']>;
export type ProofRecord = Selectable<VouchingTables['request_proofs']>;

export async function findOwner(db: Reader, requestId: string): Promise<OwnerRecord | undefined> {
  return db.selectFrom('request_owners').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

/** Partners of requests, as far as somebody chose one. */
export async function ownersOfRequests(
  db: Reader,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (requestIds.length === 0) return new Map();
  const rows = await db.selectFrom('request_owners').selectAll().where('request_id', 'in', requestIds).execute();
  return new Map(rows.map(({ request_id, partner_id }) => [request_id, partner_id]));
}

/** The newest first. */
export async function listConfirmations(db: Reader, requestId: string): Promise<readonly ConfirmationRecord[]> {
  return db
    .selectFrom('request_confirmations')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('confirmed_at', 'desc')
    .orderBy('confirmation_id', 'desc')
    .limit(100)
    .execute();
}

export async function findProof(db: Reader, requestId: string): Promise<ProofRecord | undefined> {
  return db.selectFrom('request_proofs').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

export async function setOwner(trx: Trx, owner: OwnerRecord): Promise<void> {
  await trx
    .insertInto('request_owners')
    .values(owner)
    .onConflict((conflict) => conflict.column('request_id').doUpdateSet(owner))
    .execute();
}

export async function dropOwner(trx: Trx, requestId: string): Promise<void> {
  await trx.deleteFrom('request_owners').where('request_id', '=', requestId).execute();
}

export async function insertConfirmation(trx: Trx, confirmation: ConfirmationRecord): Promise<void> {
  await trx.insertInto('request_confirmations').values(confirmation).execute();
}

export async function setProof(trx: Trx, proof: ProofRecord): Promise<void> {
  await trx
    .insertInto('request_proofs')
    .values(proof)
    .onConflict((conflict) => conflict.column('request_id').doUpdateSet(proof))
    .execute();
}
