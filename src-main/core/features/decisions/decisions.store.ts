import type { Insertable, Selectable } from 'kysely';
import { sha256 } from '../../store/sha256.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { DecisionsTables } from './decisions.tables.ts';

export type VoteRecord = Selectable<DecisionsTables['request_votes']>;

/** Votes on a prepared certificate, in the order in which they were taken. */
export async function votesOfIssuance(db: Reader, issuanceId: string): Promise<readonly VoteRecord[]> {
  return db
    .selectFrom('request_votes')
    .selectAll()
    .where('issuance_id', '=', issuanceId)
    .orderBy('place')
    .limit(500)
    .execute();
}

export async function insertVote(trx: Trx, vote: Insertable<DecisionsTables['request_votes']>): Promise<void> {
  await trx.insertInto('request_votes').values(vote).execute();
}

export async function isKnownVote(db: Reader, jws: string): Promise<boolean> {
  const row = await db.selectFrom('request_votes').select('vote_id').where('jws', '=', jws).executeTakeFirst();
  return row !== undefined;
}

/** Keeps a text under its SHA-256, once. */
export async function keepText(trx: Trx, text: string): Promise<void> {
  await trx
    .insertInto('decision_texts')
    .values({ sha256: sha256(text), text })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** The text of this SHA-256; undefined when there is none, and when the stored one is not it. */
export async function findText(db: Reader, hash: string): Promise<string | undefined> {
  const row = await db.selectFrom('decision_texts').select('text').where('sha256', '=', hash).executeTakeFirst();
  return row !== undefined && sha256(row.text) === hash ? row.text : undefined;
}
