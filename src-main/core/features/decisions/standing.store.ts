import type { Selectable } from 'kysely';
import type { Reader, Trx } from '../../store/tables.ts';
import type { StandingTables } from './standing.tables.ts';

export type StandingUseRecord = Selectable<StandingTables['standing_uses']>;

/** Signatures that were made, or that may have been: an unclear one counts as issued. */
const COUNTED = ['signing', 'issued', 'unclear'];

function counted(db: Reader, standingId: string) {
  return db
    .selectFrom('standing_uses as u')
    .innerJoin('issuances as i', 'i.issuance_id', 'u.issuance_id')
    .where('u.standing_id', '=', standingId)
    .where('i.state', 'in', COUNTED);
}

export async function usesOf(
  db: Reader,
  standingId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: readonly StandingUseRecord[] }> {
  const { total } = await counted(db, standingId)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await counted(db, standingId)
    .selectAll('u')
    .orderBy('u.at', 'desc')
    .orderBy('u.issuance_id')
    .offset(offset)
    .limit(limit)
    .execute();
  return { total, rows };
}

/** Under which rule an issuance was claimed. */
export async function findUse(db: Reader, issuanceId: string): Promise<StandingUseRecord | undefined> {
  return db.selectFrom('standing_uses').selectAll().where('issuance_id', '=', issuanceId).executeTakeFirst();
}

/** A claim whose signature certainly did not happen may be made anew, under this or another rule. */
export async function putClaim(trx: Trx, use: Omit<StandingUseRecord, 'certificate_id'>): Promise<void> {
  const row = { ...use, certificate_id: null };
  await trx
    .insertInto('standing_uses')
    .values(row)
    .onConflict((conflict) => conflict.column('issuance_id').doUpdateSet(row))
    .execute();
}

/** Votes were enough after all: it is no use of a rule. */
export async function dropClaim(trx: Trx, issuanceId: string): Promise<void> {
  await trx
    .deleteFrom('standing_uses')
    .where('issuance_id', '=', issuanceId)
    .where('certificate_id', 'is', null)
    .execute();
}

export async function settleClaim(trx: Trx, issuanceId: string, certificateId: string): Promise<void> {
  await trx
    .updateTable('standing_uses')
    .set({ certificate_id: certificateId })
    .where('issuance_id', '=', issuanceId)
    .execute();
}

export async function findStop(db: Reader, standingId: string) {
  return db.selectFrom('standing_stops').selectAll().where('standing_id', '=', standingId).executeTakeFirst();
}

export async function insertStop(trx: Trx, stop: Selectable<StandingTables['standing_stops']>): Promise<void> {
  await trx.insertInto('standing_stops').values(stop).execute();
}

/** Certificates that were issued here for a key group, the newest first. */
export async function issuedOfGroup(db: Reader, keyGroupId: string, purpose: string) {
  return db
    .selectFrom('certificates as c')
    .innerJoin('issuances as i', 'i.issuance_id', 'c.issuance_id')
    .selectAll('c')
    .where('c.group_key', '=', keyGroupId.toLowerCase())
    .where('c.key_group_id', '=', keyGroupId)
    .where('c.is_ca', '=', 0)
    .where('i.purpose', '=', purpose)
    .orderBy('c.row', 'desc')
    .limit(100)
    .execute();
}

/** Requests of a key group that lie in the inbox with nobody's vote on them, the oldest first. */
export async function waitingOfGroup(db: Reader, keyGroupId: string) {
  return db
    .selectFrom('requests')
    .selectAll()
    .where('group_key', '=', keyGroupId.toLowerCase())
    .where('key_group_id', '=', keyGroupId)
    .where('state', 'in', ['received', 'prepared'])
    .orderBy('received_at')
    .limit(20)
    .execute();
}
