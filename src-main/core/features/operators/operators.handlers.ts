import type { operatorsContract } from '../../../../shared/contract/operators.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { addEntry } from '../../../../shared/domain/roster-fold.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import { checkpointFile, checkpointName } from './checkpoint.ts';
import type { CheckpointsService } from './checkpoints.service.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import type { OperatorsService } from './operators.service.ts';
import { identityCandidates } from './identity-candidates.ts';
import { writeProposalFile } from './proposal-file.ts';
import { isStale } from './proposals.ts';
import { draftChange } from './recover-roster.ts';
import { verifyRosterFile, writeRosterFile } from './roster-file.ts';
import { rosterPorts } from './roster-ports.ts';
import { findProposal, listProposals, type ProposalRecord, readRoster, votesIn } from './roster.store.ts';
import { entryView, operatorViews, rosterView } from './roster-views.ts';
import { proposalFileView, voteElsewhere } from './vote-elsewhere.ts';

/** Contract → service, and the views that people see. */
export function operatorsHandlers(
  service: OperatorsService,
  checkpoints: Pick<CheckpointsService, 'demand' | 'beforeSignOut'>,
  deps: OperatorsDeps,
): Handlers<typeof operatorsContract> {
  const { db, workspaceId, oidProfile } = deps;

  async function overview(caller: Caller) {
    const guarded = service.roster();
    const profile = oidProfile();
    const roster = rosterView(guarded, profile);
    if (guarded.state !== 'good') return { roster, operators: [], proposals: [] };
    const me = service.me(caller);
    const records = await listProposals(db);
    return {
      roster,
      operators: operatorViews(guarded.roster, profile),
      ...(me === undefined
        ? {}
        : {
            me: {
              operatorId: me.operator.operatorId,
              name: me.operator.name,
              roles: [...me.operator.roles],
              since: me.session.since,
            },
          }),
      proposals: records.flatMap((record) => proposalView(record, guarded.roster) ?? []),
    };
  }

  function proposalView(record: ProposalRecord, roster: RosterState) {
    const ports = rosterPorts(oidProfile());
    const body = ports.readBody(record.text);
    if (body === undefined) return undefined;
    return {
      proposalId: record.proposal_id,
      proposedBy: record.proposed_by,
      proposedAt: record.proposed_at,
      state: isStale(record, roster, ports) ? ('stale' as const) : ('open' as const),
      entry: entryView(body, record.hash, votesIn(record.votes), roster, oidProfile()),
    };
  }

  async function after(caller: Caller, done: Result<unknown, OperatorFault>) {
    return done.ok ? ok(await overview(caller)) : done;
  }

  /** The entries as far as they fold, with the roster that each was built on. */
  async function folded() {
    const ports = rosterPorts(oidProfile());
    const views = [];
    let before: RosterState | undefined;
    for (const entry of await readRoster(db)) {
      const body = ports.readBody(entry.text);
      const next = addEntry(before, entry, workspaceId, ports);
      if (body === undefined || !next.ok) break;
      views.push(entryView(body, sha256(entry.text), entry.votes, before, oidProfile()));
      before = next.value;
    }
    return views.reverse();
  }

  return {
    operators: {
      candidates: async () => {
        const guarded = service.roster();
        const roster = guarded.state === 'good' ? guarded.roster : undefined;
        return ok({ candidates: await identityCandidates(deps, roster) });
      },
      show: async (_input, { caller }) => ok(await overview(caller)),
      begin: async (input, context) => after(context.caller, await service.begin(context, input)),
      signIn: async ({ operatorId }, context) => after(context.caller, await service.signIn(context, operatorId)),
      signOut: async (_input, context) => {
        const { caller } = context;
        await checkpoints.beforeSignOut({ ...context, emit: () => Promise.resolve(false) });
        await service.signOut(caller);
        return ok(await overview(caller));
      },
      signCommand: async (input, context) => {
        const signed = await service.signCommand(context, input);
        return signed.ok ? ok({}) : signed;
      },
      propose: async ({ wish }, { caller }) => {
        const proposed = await service.propose(caller, wish);
        if (!proposed.ok) return proposed;
        const guarded = service.roster();
        const proposal = guarded.state === 'good' ? proposalView(proposed.value, guarded.roster) : undefined;
        return proposal === undefined ? fail({ code: 'PROPOSAL_NOT_FOUND', data: {} }) : ok({ proposal });
      },
      vote: async (input, context) => {
        const voted = await service.vote(context, input);
        if (!voted.ok) return voted;
        return ok({ applied: voted.value.applied !== undefined, overview: await overview(context.caller) });
      },
      withdraw: async ({ proposalId }, { caller }) => after(caller, await service.withdraw(caller, proposalId)),
      exportProposal: async ({ proposalId }) => {
        const record = await findProposal(db, proposalId);
        if (record === undefined) return fail({ code: 'PROPOSAL_NOT_FOUND', data: {} });
        const { text, hash, votes, seq } = record;
        const change = rosterPorts(oidProfile()).readBody(text)?.change;
        const document = change?.kind === 'document' ? await deps.documentText(change.sha256) : undefined;
        const file = { workspace: workspaceId, text, sha256: hash, votes: [...votesIn(votes)] };
        const content = writeProposalFile({ ...file, ...(document === undefined ? {} : { document }) });
        return ok({ content, suggestedName: `roster-proposal-${seq}.json` });
      },
      importVotes: async ({ content }, { caller }) => {
        const taken = await service.importVotes(caller, content);
        if (!taken.ok) return taken;
        const { applied, taken: count } = taken.value;
        return ok({ taken: count, applied: applied !== undefined, overview: await overview(caller) });
      },
      checkpoint: async (_input, context) => {
        const made = await checkpoints.demand(context);
        if (!made.ok) return made;
        const { seq, head } = made.value;
        return ok({ content: checkpointFile(made.value), seq, head, suggestedName: checkpointName(made.value) });
      },
      readProposal: ({ content }) => proposalFileView(deps, content),
      signVote: async (input, context) => {
        const voted = await voteElsewhere(deps, context, service.actorOf(context.caller), input);
        return voted.ok ? ok({ content: voted.value, suggestedName: 'roster-vote.json' }) : voted;
      },
      draft: async (wish) => {
        const drafted = await draftChange(deps, wish);
        return drafted.ok ? ok({ ...drafted.value, suggestedName: 'roster-change.json' }) : drafted;
      },
      recover: async ({ content }, { caller }) => after(caller, await service.recover(caller, content)),
      entries: async ({ offset, limit }) => {
        const rows = await folded();
        return ok({ total: rows.length, rows: rows.slice(offset, offset + limit) });
      },
      exportRoster: async () => {
        const guarded = service.roster();
        if (guarded.state === 'none') return fail({ code: 'ROSTER_ABSENT', data: {} });
        if (guarded.state === 'locked') return fail({ code: 'ROSTER_LOCKED', data: {} });
        const content = writeRosterFile(guarded.roster, await readRoster(db));
        return ok({ content, suggestedName: 'roster.json', genesis: guarded.roster.genesis });
      },
      verify: ({ content, genesis }) => ok(verifyRosterFile(content, genesis, oidProfile())),
    },
  };
}
