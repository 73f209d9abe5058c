import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { DecisionView } from '../../../shared/contract/decisions.ts';
import { checkText } from '../../../shared/texts/check-text.ts';
import { voteSentences } from '../../../shared/texts/vote-sentences.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { facts, table, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { requestOption } from './find-pki.ts';
import { confirmBytes, newestPrepared, preparedText, type Prepared } from './request-approval.ts';

const { decisions } = appContract;
/** What `decisions.vote` takes at once. */
const MAX_BALLOTS = 200;

interface Check {
  readonly verdict: string;
  readonly code: string;
  readonly reason: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The checks that warn or fail, a line each. */
export function checkLines(results: readonly Check[]): readonly string[] {
  return results
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .map(({ verdict, code, reason, values }) => `${verdict}: ${visible(checkText(reason, values))} [${code}]`);
}

/** Which of two opposite flags is given. */
export function decisionOf({ options }: CommandContext): Result<'approve' | 'reject', CommandFault> {
  if (options.flag('approve') === options.flag('reject')) return usage('it takes --approve or --reject');
  return ok(options.flag('approve') ? 'approve' : 'reject');
}

export const decisionOptions = {
  approve: { kind: 'flag', about: 'vote for it' },
  reject: { kind: 'flag', about: 'vote against it' },
  yes: { kind: 'flag', about: 'vote without asking' },
} as const satisfies Record<string, CommandOption>;

/** How a prepared certificate stands to the vote. */
export function decisionText(decision: DecisionView): string {
  const { state, approvals, rejections, needed, single, votes } = decision;
  const count = `${approvals} of ${needed}${rejections > 0 ? `, ${rejections} against` : ''}`;
  const head = facts([
    ['issuance', decision.issuanceId],
    ['to-be-signed SHA-256', decision.tbsSha256],
    ['state', stateWords[state]],
    ['votes', state === 'free' ? undefined : `${count}${single ? ' (single-operator mode)' : ''}`],
    ['issued under', decision.standingId && `standing approval ${decision.standingId}`],
  ]);
  if (votes.length === 0) return head;
  const rows = votes.map(({ name, decision: said, at, expires, standing, via }) => [
    name === '' ? '–' : name,
    `${said}${via === 'file' ? ' (file)' : ''}`,
    at,
    expires,
    voteSentences[`standing_${standing}`],
  ]);
  return `${head}\n\n${table(['operator', 'vote', 'cast', 'expires', 'standing'], rows)}`;
}

const stateWords: Readonly<Record<DecisionView['state'], string>> = {
  free: 'nobody is enrolled, so nobody has to agree',
  open: 'not enough votes yet',
  approved: 'approved: request approve issues it',
  against: 'an operator is against it',
};

/** Opens it as votes ask for: after this call the same connection may vote on these bytes. */
async function openDecision(context: CommandContext, prepared: Prepared): Promise<Result<DecisionView, CommandFault>> {
  const { issuanceId, tbsSha256 } = prepared.issuance;
  const opened = await context.client.decisions.show({ issuanceId });
  if (!opened.ok || opened.value.tbsSha256 === tbsSha256) return opened;
  return fail({ code: 'ISSUANCE_CHANGED', data: { expected: tbsSha256, actual: opened.value.tbsSha256 } });
}

async function vote(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const decision = decisionOf(context);
  if (!decision.ok) return decision;
  const names = options.texts('request');
  const given = options.texts('tbs-sha256');
  if (names.length > MAX_BALLOTS) return usage(`at most ${MAX_BALLOTS} requests at once`);
  if (given.length > 0 && given.length !== names.length)
    return usage('--tbs-sha256 is given once for each --request, in the same order');
  const ballots: { readonly issuanceId: string; readonly tbsSha256: string }[] = [];
  for (const [index, name] of names.entries()) {
    const seen = await seeAndConfirm(context, name, decision.value, given[index]);
    if (!seen.ok) return seen;
    ballots.push(seen.value);
  }
  const end = await client.decisions.vote({ ballots, decision: decision.value }, { onItem: answerPrompt });
  if (!end.ok) {
    const index = refusedBallot(end.error.data);
    if (index !== undefined && names.length > 1) io.err(`request ${visible(names[index] ?? '')}:\n`);
    return end;
  }
  return ok({ json: end.value, text: end.value.decisions.map(decisionText).join('\n\n') });
}

/** Each request of a batch is shown and said yes to by itself. */
async function seeAndConfirm(
  context: CommandContext,
  name: string,
  decision: 'approve' | 'reject',
  given: string | undefined,
): Promise<Result<{ readonly issuanceId: string; readonly tbsSha256: string }, CommandFault>> {
  const { client, options, io } = context;
  const prepared = await newestPrepared(context, name);
  if (!prepared.ok) return prepared;
  const opened = await openDecision(context, prepared.value);
  if (!opened.ok) return opened;
  const { requestId, issuanceId, tbsSha256 } = opened.value;
  if (!options.flag('yes') || !options.flag('json')) {
    const checks = await client.requestChecks.show({ requestId });
    if (!checks.ok) return checks;
    const lines = [preparedText(prepared.value), ...checkLines(checks.value.results), decisionText(opened.value), ''];
    io.err(`${lines.join('\n')}\n`);
  }
  const question = decision === 'approve' ? 'Vote for exactly these bytes?' : 'Vote against exactly these bytes?';
  const confirmed = await confirmBytes(context, { question, tbsSha256, issuanceId, given });
  return confirmed.ok ? ok({ issuanceId, tbsSha256 }) : confirmed;
}

/** Which one of a batch was refused; undefined for any other fault. */
function refusedBallot(data: unknown): number | undefined {
  const said = z.object({ index: z.int() }).safeParse(data);
  return said.success ? said.data.index : undefined;
}

export const requestVoteCommands: readonly Command[] = [
  {
    name: 'request vote',
    about:
      'votes on what is prepared for one or several requests, with one PIN; shows each and asks, unless --yes or --tbs-sha256 says so',
    asksPin: true,
    options: {
      request: { ...requestOption, kind: 'texts', about: `${requestOption.about}; may be repeated` },
      ...decisionOptions,
      'tbs-sha256': {
        kind: 'texts',
        value: 'HEX',
        about: 'SHA-256 of the bytes that were seen and are voted on, one for each request',
      },
    },
    shape: decisions.vote.output,
    run: vote,
  },
  {
    name: 'request votes',
    about: 'the votes on what is prepared for a request, each with whether it counts and why not',
    options: { request: requestOption },
    shape: decisions.show.output,
    run: async (context) => {
      const prepared = await newestPrepared(context, context.options.must('request'));
      if (!prepared.ok) return prepared;
      const shown = await openDecision(context, prepared.value);
      return shown.ok ? ok({ json: shown.value, text: decisionText(shown.value) }) : shown;
    },
  },
];
