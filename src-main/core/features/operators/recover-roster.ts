import type { RosterWish } from '../../../../shared/contract/operators.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { applyChange, type RosterState } from '../../../../shared/domain/roster.ts';
import { addEntry, type RosterPorts } from '../../../../shared/domain/roster-fold.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { readProposalFile, writeProposalFile } from './proposal-file.ts';
import { nextEntryText } from './proposals.ts';
import { rosterOfFile } from './roster-file.ts';
import { ROSTER_EVENT } from './roster-guard.ts';
import { rosterPorts } from './roster-ports.ts';
import { deleteProposal, findProposalByHash, insertEntry } from './roster.store.ts';
import { changeOf } from './roster-wish.ts';

/**
 * A change of another workspace's roster, as a file to vote on: for one whose operators can sign in no more, so that
 * nobody is left there to propose anything. It is built on that workspace's exported roster with certificates of this
 * one. Nothing is kept here.
 */
export async function draftChange(
  deps: OperatorsDeps,
  wish: { readonly roster: Uint8Array; readonly change: RosterWish },
): Promise<Result<{ readonly content: Uint8Array; readonly entry: string }, OperatorFault>> {
  const roster = rosterOfFile(wish.roster, deps.oidProfile());
  if (roster === undefined) return fail({ code: 'VOTE_REFUSED', data: { reason: 'form' } });
  const change = await changeOf(deps, roster, wish.change);
  if (!change.ok) return change;
  const after = applyChange(roster, change.value);
  if (!after.ok) return after;
  const text = nextEntryText(roster, roster.workspace, deps.clock.now().toISOString(), change.value);
  const entry = sha256(text);
  return ok({ content: writeProposalFile({ workspace: roster.workspace, text, sha256: entry, votes: [] }), entry });
}

/**
 * Takes a change into the roster that came as a file with every vote that it needs, such as those of the recovery keys.
 * Whoever hands it in decides nothing: the signatures do. An entry that fixes a document is not taken this way, since
 * its text would be missing.
 */
export async function recoverRoster(
  deps: OperatorsDeps,
  ports: RosterPorts,
  roster: RosterState,
  actor: Actor,
  content: Uint8Array,
): Promise<Result<RosterState, OperatorFault>> {
  const added = judge(deps, ports, roster, content);
  const { seq, head, genesis } = added.ok ? added.value.after : roster;
  const data = { entry: added.ok ? head : '', votes: added.ok ? added.value.votes.length : 0, genesis, seq, head };
  return deps.unit.run<RosterState, OperatorFault>(
    { event: ROSTER_EVENT, actor, subject: added.ok ? head : 'recovery', data },
    async (trx) => {
      if (!added.ok) return added;
      const { after, text, votes } = added.value;
      await insertEntry(trx, after.seq, { text, votes });
      const proposal = await findProposalByHash(trx, after.head);
      if (proposal !== undefined) await deleteProposal(trx, proposal.proposal_id);
      return ok(after);
    },
  );
}

interface Added {
  readonly after: RosterState;
  readonly text: string;
  readonly votes: readonly string[];
}

function judge(
  { workspaceId, oidProfile }: OperatorsDeps,
  ports: RosterPorts,
  roster: RosterState,
  content: Uint8Array,
): Result<Added, OperatorFault> {
  const file = readProposalFile(content);
  const body = file === undefined ? undefined : rosterPorts(oidProfile()).readBody(file.text);
  const isWhole = file !== undefined && sha256(file.text) === file.sha256 && body?.workspace === workspaceId;
  if (!isWhole || body.change.kind === 'document') return fail({ code: 'VOTE_REFUSED', data: { reason: 'form' } });
  if (body.prev !== roster.head) return fail({ code: 'PROPOSAL_STALE', data: {} });
  const allowed = applyChange(roster, body.change);
  if (!allowed.ok) return allowed;
  const { text, votes } = file;
  const after = addEntry(roster, { text, votes }, workspaceId, ports);
  if (after.ok) return ok({ after: after.value, text, votes });
  if (after.error.code === 'ROSTER_VOTES') {
    const { have, needed } = after.error.data;
    return fail({ code: 'RECOVERY_VOTES', data: { have, needed } });
  }
  return fail({ code: 'VOTE_REFUSED', data: { reason: 'form' } });
}
