import type { RosterWish } from '../../../../shared/contract/operators.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import {
  applyChange,
  approversOf,
  type RosterBody,
  type RosterChange,
  type RosterState,
  rosterText,
} from '../../../../shared/domain/roster.ts';
import { addEntry, type RosterPorts } from '../../../../shared/domain/roster-fold.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Trx } from '../../store/tables.ts';
import type { OperatorFault, OperatorsDeps, VoteReason } from './operators.deps.ts';
import { ROSTER_EVENT } from './roster-guard.ts';
import {
  deleteProposal,
  findProposal,
  insertEntry,
  insertProposal,
  type ProposalRecord,
  setVotes,
  votesIn,
} from './roster.store.ts';
import { changeOf } from './roster-wish.ts';

/** What became of votes: how many are new, and the roster after them when they were the last that were needed. */
export interface VotesTaken {
  readonly taken: number;
  readonly applied: RosterState | undefined;
}

/** Stores the change that a wish makes of the roster, without a vote yet. */
export async function propose(
  deps: OperatorsDeps,
  roster: RosterState,
  actor: Actor,
  wish: RosterWish,
): Promise<Result<ProposalRecord, OperatorFault>> {
  const change = await changeOf(deps, roster, wish);
  return change.ok ? proposeChange(deps, roster, actor, change.value) : change;
}

/** The text of the entry that would make this change of a roster: what is voted on. */
export function nextEntryText(roster: RosterState, workspace: string, at: string, change: RosterChange): string {
  const body: RosterBody = { v: 1, workspace, seq: roster.seq + 1, prev: roster.head, at, change };
  return rosterText(body);
}

/** Stores a proposal for a change; what belongs to it is stored by `along`, in the same transaction. */
export async function proposeChange(
  deps: Pick<OperatorsDeps, 'unit' | 'clock' | 'newId' | 'workspaceId'>,
  roster: RosterState,
  actor: Actor,
  change: RosterChange,
  along: (trx: Trx, proposal: ProposalRecord) => Promise<void> = () => Promise.resolve(),
): Promise<Result<ProposalRecord, OperatorFault>> {
  const at = deps.clock.now().toISOString();
  const text = nextEntryText(roster, deps.workspaceId, at, change);
  const proposal: ProposalRecord = {
    proposal_id: deps.newId(),
    seq: roster.seq + 1,
    text,
    hash: sha256(text),
    votes: '[]',
    proposed_at: at,
    proposed_by: actor.name,
  };
  const fixed = change.kind === 'document' ? { document: change.document, sha256: change.sha256 } : {};
  const data = { entry: proposal.hash, change: change.kind, ...fixed };
  const what = { event: 'roster.propose', actor, subject: proposal.proposal_id, data };
  return deps.unit.run<ProposalRecord, OperatorFault>(what, async (trx) => {
    // Before anybody is asked to vote: a change that no rule allows is refused at once.
    const after = applyChange(roster, change);
    if (!after.ok) return after;
    await insertProposal(trx, proposal);
    await along(trx, proposal);
    return ok(proposal);
  });
}

/**
 * Takes votes on a proposal, wherever they were cast: each counts by its signature alone. With enough approvals the entry
 * joins the roster in the same transaction; what else was proposed on the roster before it is stale from then on.
 */
export async function takeVotes(
  deps: OperatorsDeps,
  ports: RosterPorts,
  roster: RosterState,
  actor: Actor,
  cast: { readonly proposalId: string; readonly votes: readonly string[] },
): Promise<Result<VotesTaken, OperatorFault>> {
  const { proposalId } = cast;
  const proposal = await findProposal(deps.db, proposalId);
  const judged = judgeVotes(proposal, roster, ports, cast.votes);
  const next =
    proposal === undefined || !judged.ok
      ? undefined
      : addEntry(roster, { text: proposal.text, votes: judged.value.all }, deps.workspaceId, ports);
  const applied = next?.ok === true ? next.value : undefined;
  const after = applied === undefined ? {} : { genesis: applied.genesis, seq: applied.seq, head: applied.head };
  const what = {
    event: applied === undefined ? 'roster.vote' : ROSTER_EVENT,
    actor,
    subject: proposalId,
    data: { entry: proposal?.hash, votes: judged.ok ? judged.value.fresh.length : 0, ...after },
  };
  return deps.unit.run<VotesTaken, OperatorFault>(what, async (trx) => {
    if (!judged.ok) return judged;
    const now = await findProposal(trx, proposalId);
    // Somebody else's vote came in between: it is looked at anew.
    if (now === undefined || now.text !== proposal?.text || now.votes !== proposal.votes)
      return fail({ code: 'PROPOSAL_CHANGED', data: {} });
    if (applied === undefined) await setVotes(trx, proposalId, judged.value.all);
    else {
      await insertEntry(trx, applied.seq, { text: now.text, votes: judged.value.all });
      await deleteProposal(trx, proposalId);
    }
    return ok({ taken: judged.value.fresh.length, applied });
  });
}

/** Whether another entry has joined the roster since this was proposed. */
export function isStale(proposal: ProposalRecord, roster: RosterState, ports: RosterPorts): boolean {
  return ports.readBody(proposal.text)?.prev !== roster.head;
}

/** All votes with the new ones. One vote that does not count is told; of many, those that count are taken. */
function judgeVotes(
  proposal: ProposalRecord | undefined,
  roster: RosterState,
  ports: RosterPorts,
  votes: readonly string[],
): Result<{ readonly fresh: readonly string[]; readonly all: readonly string[] }, OperatorFault> {
  if (proposal === undefined) return fail({ code: 'PROPOSAL_NOT_FOUND', data: {} });
  if (isStale(proposal, roster, ports)) return fail({ code: 'PROPOSAL_STALE', data: {} });
  const known = votesIn(proposal.votes);
  const fresh: string[] = [];
  for (const vote of votes) {
    const reason = whyNot(vote, proposal, roster, ports, [...known, ...fresh]);
    if (reason === undefined) fresh.push(vote);
    else if (votes.length === 1) return fail({ code: 'VOTE_REFUSED', data: { reason } });
  }
  return ok({ fresh, all: [...known, ...fresh] });
}

/** Undefined for a vote that counts. */
function whyNot(
  jws: string,
  { hash }: ProposalRecord,
  roster: RosterState,
  ports: RosterPorts,
  known: readonly string[],
): VoteReason | undefined {
  const read = readStatement(jws, statements.rosterVote);
  if (!read.ok) return 'form';
  if (read.value.payload.entry !== hash) return 'other-entry';
  const approvers = approversOf(roster).map(({ certificate }) => certificate);
  const voter = [...approvers, ...(roster.recovery?.certificates ?? [])].find(
    (certificate) => ports.verifyVote(jws, certificate) !== undefined,
  );
  if (voter === undefined) return 'not-an-approver';
  return known.some((other) => ports.verifyVote(other, voter) !== undefined) ? 'voted' : undefined;
}
