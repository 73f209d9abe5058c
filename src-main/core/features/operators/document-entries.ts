import { RosterBody } from '../../../../shared/contract/roster.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import type { RosterDocument } from '../../../../shared/domain/roster.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import type { Reader } from '../../store/tables.ts';
import { listProposals, readRoster } from './roster.store.ts';

export interface DocumentEntry extends RosterDocument {
  /** Of the newest vote on it: it was in force from then on. */
  readonly since: string;
}

/** Every document that the stored roster has ever fixed, the oldest first. To be asked of a roster that holds. */
export async function documentEntries(db: Reader): Promise<readonly DocumentEntry[]> {
  const entries = await readRoster(db);
  return entries.flatMap(({ text, votes }) => {
    const body = bodyOf(text);
    if (body?.change.kind !== 'document') return [];
    const { document, sha256 } = body.change;
    const times = votes.flatMap((jws) => {
      const vote = readStatement(jws, statements.rosterVote);
      return vote.ok ? [vote.value.payload.iat * 1000] : [];
    });
    const since = new Date(Math.max(Date.parse(body.at), ...times)).toISOString();
    return [{ document, sha256, since }];
  });
}

export interface DocumentProposal extends RosterDocument {
  readonly proposalId: string;
  /** SHA-256 of the entry: what is voted on. */
  readonly entry: string;
  /** SHA-256 of the entry on which it builds; where that is no longer the last one it cannot be voted on. */
  readonly prev: string;
}

/** Documents that wait for votes. */
export async function documentProposals(db: Reader): Promise<readonly DocumentProposal[]> {
  const proposals = await listProposals(db);
  return proposals.flatMap(({ proposal_id, text, hash }) => {
    const body = bodyOf(text);
    if (body?.change.kind !== 'document') return [];
    const { document, sha256 } = body.change;
    return [{ document, sha256, proposalId: proposal_id, entry: hash, prev: body.prev }];
  });
}

function bodyOf(text: string) {
  return RosterBody.safeParse(parseCanonicalObject(text)).data;
}
