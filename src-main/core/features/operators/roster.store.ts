import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { RosterEntry } from '../../../../shared/domain/roster-fold.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { OperatorsTables } from './operators.tables.ts';

export type ProposalRecord = Selectable<OperatorsTables['roster_proposals']>;

const Votes = z.array(z.string());

/** What cannot be read as votes is none: the fold then says that they are missing. */
export function votesIn(text: string): readonly string[] {
  try {
    return Votes.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

/** The whole roster in order; `seq` of a row is its place only, what counts stands in the signed text. */
export async function readRoster(db: Reader): Promise<readonly RosterEntry[]> {
  const rows = await db.selectFrom('roster_entries').selectAll().orderBy('seq').execute();
  return rows.map(({ text, votes }) => ({ text, votes: votesIn(votes) }));
}

export async function insertEntry(trx: Trx, seq: number, { text, votes }: RosterEntry): Promise<void> {
  await trx
    .insertInto('roster_entries')
    .values({ seq, text, votes: JSON.stringify(votes) })
    .execute();
}

export async function listProposals(db: Reader): Promise<readonly ProposalRecord[]> {
  return db
    .selectFrom('roster_proposals')
    .selectAll()
    .orderBy('proposed_at')
    .orderBy('proposal_id')
    .limit(100)
    .execute();
}

export async function findProposal(db: Reader, proposalId: string): Promise<ProposalRecord | undefined> {
  return db.selectFrom('roster_proposals').selectAll().where('proposal_id', '=', proposalId).executeTakeFirst();
}

export async function findProposalByHash(db: Reader, hash: string): Promise<ProposalRecord | undefined> {
  return db.selectFrom('roster_proposals').selectAll().where('hash', '=', hash).executeTakeFirst();
}

export async function insertProposal(trx: Trx, proposal: ProposalRecord): Promise<void> {
  await trx.insertInto('roster_proposals').values(proposal).execute();
}

export async function setVotes(trx: Trx, proposalId: string, votes: readonly string[]): Promise<void> {
  await trx
    .updateTable('roster_proposals')
    .set({ votes: JSON.stringify(votes) })
    .where('proposal_id', '=', proposalId)
    .execute();
}

export async function deleteProposal(trx: Trx, proposalId: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('roster_proposals')
    .where('proposal_id', '=', proposalId)
    .returning('proposal_id')
    .execute();
  return gone.length > 0;
}
