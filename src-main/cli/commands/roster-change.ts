import { z } from 'zod';
import type { appContract } from '../../../shared/contract/app-contract.ts';
import { type OperatorView, RosterProposal, RosterView, type RosterWish } from '../../../shared/contract/operators.ts';
import { OperatorRole } from '../../../shared/contract/roster.ts';
import { type OperatorRole as Role, operatorRoles } from '../../../shared/domain/roles.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandAnswer, CommandContext, CommandFault, CommandOption, Options } from '../command.ts';
import { facts, visible } from '../print.ts';
import { chooseOperator } from '../signing-client.ts';
import { usage } from './authority-options.ts';

export const roleOption: CommandOption = {
  kind: 'texts',
  required: true,
  value: operatorRoles.join('|'),
  about: 'what the operator may do; may be repeated',
};

/** What every change of the roster answers: whether it is in force, or which proposal waits for further votes. */
export const RosterChanged = z.strictObject({
  applied: z.boolean(),
  roster: RosterView,
  proposal: RosterProposal.optional(),
});
type RosterChanged = z.infer<typeof RosterChanged>;

export type Overview = z.infer<typeof appContract.operators.show.output>;

export function readRoles(options: Options): Result<Role[], CommandFault> {
  const roles = z.array(OperatorRole).safeParse([...new Set(options.texts('role'))]);
  return roles.success ? ok(roles.data) : usage(`--role is one of ${operatorRoles.join(', ')}`);
}

/** The operator that a command is about: its first word. */
export async function operatorNamed(context: CommandContext): Promise<Result<OperatorView, CommandFault>> {
  const shown = await context.client.operators.show({});
  if (!shown.ok) return shown;
  return chooseOperator(shown.value.operators, context.options.words[0] ?? '');
}

/** By its id or the beginning of it. */
export async function proposalNamed(
  { client }: CommandContext,
  name: string,
): Promise<Result<RosterProposal, CommandFault>> {
  const shown = await client.operators.show({});
  if (!shown.ok) return shown;
  const { proposals } = shown.value;
  const exact = proposals.find(({ proposalId }) => proposalId === name);
  const found = exact === undefined ? proposals.filter(({ proposalId }) => proposalId.startsWith(name)) : [exact];
  const [first, another] = found;
  if (first === undefined || another !== undefined) return fail({ code: 'PROPOSAL_NOT_FOUND', data: { detail: name } });
  return ok(first);
}

/**
 * Proposes a change and, where the one who proposes is an approver, votes for it in one go. What it still needs after
 * that is told.
 */
export async function changeRoster(
  context: CommandContext,
  wish: RosterWish,
): Promise<Result<CommandAnswer, CommandFault>> {
  const before = await context.client.operators.show({});
  if (!before.ok) return before;
  if (before.value.roster.state === 'none') return fail({ code: 'ROSTER_ABSENT' });
  return proposeAndVote(context, before.value, async () => {
    const proposed = await context.client.operators.propose({ wish });
    if (!proposed.ok) return proposed;
    const { proposalId, entry } = proposed.value.proposal;
    return ok({ proposalId, entry: entry.entry });
  });
}

/** The same for any call that makes a proposal. */
export async function proposeAndVote(
  context: CommandContext,
  { operators }: Overview,
  propose: () => Promise<Result<{ readonly proposalId: string; readonly entry: string }, CommandFault>>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const proposer = chooseOperator(operators, options.text('operator'));
  if (!proposer.ok) return proposer;
  const proposed = await propose();
  if (!proposed.ok) return proposed;
  const { proposalId, entry } = proposed.value;
  if (!proposer.value.roles.includes('approver')) return changed(context, proposalId);
  const vote = { proposalId, entry, decision: 'approve' } as const;
  const voted = await client.operators.vote(vote, { onItem: answerPrompt });
  if (voted.ok) return changed(context, proposalId);
  // The proposal is there all the same, and somebody has to know.
  io.err(`proposed as ${proposalId}, but the own vote was not cast\n`);
  return voted;
}

/** Where a proposal stands: gone into the roster, or waiting. */
export async function changed(
  { client }: CommandContext,
  proposalId: string | undefined,
): Promise<Result<CommandAnswer, CommandFault>> {
  const shown = await client.operators.show({});
  if (!shown.ok) return shown;
  const { roster, proposals } = shown.value;
  const proposal = proposals.find((one) => one.proposalId === proposalId);
  const json: RosterChanged = {
    applied: proposal === undefined,
    roster,
    ...(proposal === undefined ? {} : { proposal }),
  };
  const text =
    proposal === undefined
      ? facts([
          ['roster', `entry ${roster.seq}`],
          ['genesis', roster.genesis],
          ['votes needed', votesText(roster)],
        ])
      : [...proposalLines(proposal), waitingText(proposal, shown.value)].join('\n');
  return ok({ json, text });
}

export function votesText({ votesNeeded, singleOperator }: RosterView): string {
  return singleOperator ? '1 (single-operator mode)' : String(votesNeeded);
}

export function proposalLines({ proposalId, proposedBy, proposedAt, state, entry }: RosterProposal): readonly string[] {
  return [
    `proposal ${proposalId}, ${state}, entry ${entry.seq}, by ${visible(proposedBy)} at ${proposedAt}`,
    `  SHA-256 ${entry.entry}`,
    ...entryLines(entry),
  ];
}

/** What an entry changes, a line each. */
export function changeLines({ lines }: RosterProposal['entry']): readonly string[] {
  return lines.map(({ what, name = '', values }) =>
    `  ${what} ${visible(name)} ${visible(values.join(' '))}`.trimEnd(),
  );
}

/** The same, and who voted. */
export function entryLines(entry: RosterProposal['entry']): readonly string[] {
  const approvals = entry.votes.filter(({ decision }) => decision === 'approve').length;
  return [
    ...changeLines(entry),
    ...entry.votes.map(({ name, decision, at }) => `  ${decision} by ${visible(name)} at ${at}`),
    `  ${approvals} of ${entry.needed} votes`,
  ];
}

function waitingText({ proposalId, entry }: RosterProposal, { operators }: Overview): string {
  const voted = new Set(entry.votes.map(({ operatorId }) => operatorId));
  const others = operators.filter(({ operatorId, roles }) => roles.includes('approver') && !voted.has(operatorId));
  const names = others.map(({ name }) => visible(name)).join(', ');
  return `Nothing has changed yet. It waits for: ${names}, with roster vote ${proposalId} --approve --operator NAME`;
}
