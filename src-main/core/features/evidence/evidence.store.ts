import type { Selectable } from 'kysely';
import type { Reader, Trx } from '../../store/tables.ts';
import { loadCertificate } from '../certificates/index.ts';
import type { EvidenceTables } from './evidence.tables.ts';

export type RejectionRecord = Selectable<EvidenceTables['request_rejections']>;

export async function findRejection(db: Reader, requestId: string): Promise<RejectionRecord | undefined> {
  return db.selectFrom('request_rejections').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

export async function putRejection(trx: Trx, rejection: RejectionRecord): Promise<void> {
  await trx
    .insertInto('request_rejections')
    .values(rejection)
    .onConflict((conflict) => conflict.column('request_id').doUpdateSet(rejection))
    .execute();
}

/** The newest end certificate over a key, as a renewal proof is judged by. */
export async function newestLeafOfKey(db: Reader, spkiSha256: string): Promise<Uint8Array | undefined> {
  const record = await db
    .selectFrom('certificates')
    .selectAll()
    .where('spki_sha256', '=', spkiSha256)
    .where('is_ca', '=', 0)
    .orderBy('row', 'desc')
    .limit(1)
    .executeTakeFirst();
  return record === undefined ? undefined : (await loadCertificate(db, record))?.der;
}

/** The standing approval under which a certificate was signed without votes. */
export async function standingOfIssuance(db: Reader, issuanceId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('standing_uses')
    .select('standing_id')
    .where('issuance_id', '=', issuanceId)
    .executeTakeFirst();
  return row?.standing_id;
}
