import type { RosterWish } from '../../../../shared/contract/operators.ts';
import { mayCall, type Procedure, type Role } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { commandText } from '../../../../shared/domain/command-text.ts';
import {
  approversOf,
  type RosterDocument,
  type RosterOperator,
  type RosterState,
} from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Trx } from '../../store/tables.ts';
import type { TokenContext } from '../tokens/index.ts';
import { beginRoster, type FirstOperator } from './begin-roster.ts';
import { createOperatorSessions, type OperatorSession, rolesOfOperator } from './operator-sessions.ts';
import { signCall, signInAs } from './operator-sign-in.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { readProposalFile } from './proposal-file.ts';
import { propose, proposeChange, takeVotes, type VotesTaken } from './proposals.ts';
import { type GuardedRoster, judgeRoster } from './roster-guard.ts';
import { recoverRoster } from './recover-roster.ts';
import { rosterPorts } from './roster-ports.ts';
import { deleteProposal, findProposal, findProposalByHash, type ProposalRecord } from './roster.store.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

type Answer<T> = Promise<Result<T, OperatorFault>>;

export interface OperatorsService {
  /** Reads and judges the roster; to be called once before anybody is served, and again after a restore. */
  load(): Promise<void>;
  roster(): GuardedRoster;
  readonly rolesOf: (caller: Caller, path: string) => readonly Role[];
  /** Takes the signature of a call of the command line; false when there is none for this input. */
  readonly admit: (caller: Caller, path: string, procedure: Procedure, input: unknown) => boolean;
  actorOf(caller: Caller): Actor;
  /** Who is signed in here, or has signed the last call of a command line. */
  voter(caller: Caller): RosterOperator | undefined;
  me(caller: Caller): { readonly session: OperatorSession; readonly operator: RosterOperator } | undefined;
  begin(context: TokenContext, first: FirstOperator): Answer<undefined>;
  signIn(context: TokenContext, operatorId: string): Answer<undefined>;
  signOut(caller: Caller): Promise<void>;
  signCommand(
    context: TokenContext,
    wish: { readonly operatorId: string; readonly call: string; readonly input: string },
  ): Answer<undefined>;
  propose(caller: Caller, wish: RosterWish): Answer<ProposalRecord>;
  /** Proposes that the roster fixes a text that a later feature keeps; `along` stores it in the same transaction. */
  proposeDocument(
    caller: Caller,
    document: RosterDocument,
    along: (trx: Trx, proposal: ProposalRecord) => Promise<void>,
  ): Answer<ProposalRecord>;
  vote(
    context: TokenContext,
    wish: { readonly proposalId: string; readonly entry: string; readonly decision: 'approve' | 'reject' },
  ): Answer<VotesTaken>;
  withdraw(caller: Caller, proposalId: string): Answer<undefined>;
  importVotes(caller: Caller, content: Uint8Array): Answer<VotesTaken>;
  recover(caller: Caller, content: Uint8Array): Answer<undefined>;
  /** Everybody whose session here holds. */
  signedIn(): readonly { readonly session: OperatorSession; readonly operator: RosterOperator }[];
}

/** Who may do what, and the signed roster that says so. */
export function createOperatorsService(deps: OperatorsDeps): OperatorsService {
  const { db, unit, clock, tokens, workspaceId } = deps;
  const sessions = createOperatorSessions(tokens);
  /** Who signed the last call of a command line; its entries are told under this name. */
  const acting = new WeakMap<Caller, RosterOperator>();
  let guarded: GuardedRoster = { state: 'none' };
  const ports = () => rosterPorts(deps.oidProfile());

  async function load(): Promise<void> {
    guarded = await judgeRoster(db, workspaceId, ports(), deps.notes);
    // What the database knows for sure and the note does not: a crash between the two.
    if (guarded.state === 'good') deps.notes.write(guarded.roster);
  }

  function settle(roster: RosterState): void {
    guarded = { state: 'good', roster };
    deps.notes.write(roster);
    deps.changed();
  }

  const good = (): RosterState | undefined => (guarded.state === 'good' ? guarded.roster : undefined);

  function need(): Result<RosterState, OperatorFault> {
    if (guarded.state === 'good') return ok(guarded.roster);
    return fail({ code: guarded.state === 'none' ? 'ROSTER_ABSENT' : 'ROSTER_LOCKED', data: {} });
  }

  function me(caller: Caller) {
    const roster = good();
    return roster === undefined ? undefined : sessions.of(caller, roster);
  }

  function rolesOf(caller: Caller, path: string): readonly Role[] {
    const roster = good();
    if (guarded.state === 'none') return caller.roles;
    const operator = roster === undefined ? undefined : (me(caller)?.operator ?? sessions.signed(caller, path, roster));
    return operator === undefined ? ['viewer'] : rolesOfOperator(operator);
  }

  function admit(caller: Caller, path: string, procedure: Procedure, input: unknown): boolean {
    const roster = good();
    if (roster === undefined || mayCall(procedure.role, ['viewer']) || me(caller) !== undefined) return true;
    const operator = sessions.signed(caller, path, roster);
    if (!sessions.take(caller, path, sha256(commandText(input, sha256Of))) || operator === undefined) return false;
    acting.set(caller, operator);
    return true;
  }

  const voter = (caller: Caller): RosterOperator | undefined => me(caller)?.operator ?? acting.get(caller);

  function actorOf(caller: Caller): Actor {
    const operator = voter(caller);
    if (operator === undefined) return deps.localActor(caller);
    return { kind: 'operator', name: operator.name, operatorId: operator.operatorId };
  }

  function operatorOf(roster: RosterState, operatorId: string): Result<RosterOperator, OperatorFault> {
    const operator = roster.operators.find((one) => one.operatorId === operatorId);
    return operator === undefined ? fail({ code: 'OPERATOR_NOT_FOUND', data: {} }) : ok(operator);
  }

  async function begin(context: TokenContext, first: FirstOperator): Answer<undefined> {
    if (guarded.state !== 'none')
      return fail({ code: guarded.state === 'good' ? 'ROSTER_EXISTS' : 'ROSTER_LOCKED', data: {} });
    const begun = await beginRoster(deps, ports(), context, first);
    if (!begun.ok) return begun;
    settle(begun.value);
    // The key has just signed: its owner need not sign in again.
    const [operator] = begun.value.operators;
    const key = operator === undefined ? undefined : await findIdentityKey(deps, operator.certificate);
    if (operator !== undefined && key?.ok === true) {
      const { operatorId, certificate } = operator;
      const { tokenUri } = key.value;
      sessions.begin(context.caller, { operatorId, certificate, tokenUri, since: clock.now().toISOString() });
    }
    return ok(undefined);
  }

  async function signIn(context: TokenContext, operatorId: string): Answer<undefined> {
    const actor = deps.localActor(context.caller);
    const roster = need();
    const operator = roster.ok ? operatorOf(roster.value, operatorId) : roster;
    const session = operator.ok ? await signInAs(deps, context, operator.value) : operator;
    const signer: Actor =
      session.ok && operator.ok ? { kind: 'operator', name: operator.value.name, operatorId } : actor;
    const end = await unit.run<undefined, OperatorFault>(
      { event: 'operator.sign-in', actor: signer, subject: operatorId },
      () => (session.ok ? ok(undefined) : session),
    );
    if (end.ok && session.ok) {
      sessions.begin(context.caller, session.value);
      deps.changed();
    }
    return end;
  }

  async function signOut(caller: Caller): Promise<void> {
    const actor = actorOf(caller);
    const session = sessions.end(caller);
    if (session === undefined) return;
    await unit.append({ event: 'operator.sign-out', actor, subject: session.operatorId, outcome: 'done' });
    deps.changed();
  }

  return {
    load,
    roster: () => guarded,
    rolesOf,
    admit,
    actorOf,
    voter,
    me,
    begin,
    signIn,
    signOut,
    signCommand: async (context, wish) => {
      const roster = need();
      const operator = roster.ok ? operatorOf(roster.value, wish.operatorId) : roster;
      if (!operator.ok) return operator;
      const signed = await signCall(deps, context, operator.value, wish);
      if (signed.ok) sessions.allow(context.caller, signed.value);
      return signed.ok ? ok(undefined) : signed;
    },
    propose: async (caller, wish) => {
      const roster = need();
      return roster.ok ? propose(deps, roster.value, actorOf(caller), wish) : roster;
    },
    proposeDocument: async (caller, document, along) => {
      const roster = need();
      if (!roster.ok) return roster;
      return proposeChange(deps, roster.value, actorOf(caller), { kind: 'document', ...document }, along);
    },
    vote: async (context, { proposalId, entry, decision }) => {
      const roster = need();
      if (!roster.ok) return roster;
      const operator = voter(context.caller);
      if (operator === undefined) return fail({ code: 'NOT_SIGNED_IN_AS_OPERATOR', data: {} });
      if (!approversOf(roster.value).includes(operator))
        return fail({ code: 'VOTE_REFUSED', data: { reason: 'not-an-approver' } });
      const proposal = await findProposal(db, proposalId);
      if (proposal === undefined) return fail({ code: 'PROPOSAL_NOT_FOUND', data: {} });
      if (proposal.hash !== entry || sha256(proposal.text) !== entry)
        return fail({ code: 'PROPOSAL_CHANGED', data: {} });
      const key = await findIdentityKey(deps, operator.certificate);
      if (!key.ok) return key;
      const iat = Math.floor(clock.now().getTime() / 1000);
      const payload = { v: 1, workspace: workspaceId, iat, seq: proposal.seq, entry, decision } as const;
      const vote = await signStatement(deps, context, key.value, { type: 'roster-vote', payload }, operator.name);
      return vote.ok ? take(actorOf(context.caller), proposalId, [vote.value]) : vote;
    },
    signedIn: () => {
      const roster = good();
      return roster === undefined ? [] : sessions.all(roster);
    },
    withdraw: (caller, proposalId) =>
      unit.run<undefined, OperatorFault>(
        { event: 'roster.withdraw', actor: actorOf(caller), subject: proposalId },
        async (trx) =>
          (await deleteProposal(trx, proposalId)) ? ok(undefined) : fail({ code: 'PROPOSAL_NOT_FOUND', data: {} }),
      ),
    importVotes: async (caller, content) => {
      const file = readProposalFile(content);
      if (file === undefined || sha256(file.text) !== file.sha256)
        return fail({ code: 'VOTE_REFUSED', data: { reason: 'form' } });
      const proposal = await findProposalByHash(db, file.sha256);
      if (proposal === undefined) return fail({ code: 'PROPOSAL_NOT_FOUND', data: {} });
      return take(actorOf(caller), proposal.proposal_id, file.votes);
    },
    recover: async (caller, content) => {
      const roster = need();
      if (!roster.ok) return roster;
      const recovered = await recoverRoster(deps, ports(), roster.value, actorOf(caller), content);
      if (!recovered.ok) return recovered;
      settle(recovered.value);
      return ok(undefined);
    },
  };

  async function take(actor: Actor, proposalId: string, votes: readonly string[]): Answer<VotesTaken> {
    const roster = need();
    if (!roster.ok) return roster;
    const taken = await takeVotes(deps, ports(), roster.value, actor, { proposalId, votes });
    if (taken.ok && taken.value.applied !== undefined) settle(taken.value.applied);
    return taken;
  }
}
