import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { RosterEntryView, RosterProposal, RosterView, type RosterVerdict } from '../../../shared/contract/operators.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { certificateOption, findCertificate } from './find-pki.ts';
import {
  changed,
  changeLines,
  changeRoster,
  entryLines,
  proposalLines,
  proposalNamed,
  RosterChanged,
  votesText,
} from './roster-change.ts';

const { operators } = appContract;
const proposalWord = { value: 'PROPOSAL', least: 1, most: 1 } as const;

function rosterText(roster: RosterView): string {
  const { state, trouble, genesis, seq, head, anchors, recovery } = roster;
  if (state === 'none') return 'Nobody is enrolled: the user of this machine may do everything. See: operator enrol.';
  const at = trouble?.seq === undefined ? '' : ` at entry ${trouble.seq}`;
  if (state === 'locked') return facts([['roster', `locked: ${trouble?.code ?? ''}${at}`]]);
  return facts([
    ['roster', `good, ${seq} entries`],
    ['genesis', genesis],
    ['head', head],
    ['votes needed', votesText(roster)],
    ...anchors.map(({ subject, sha256 }): [string, string] => ['anchor', `${subject} ${sha256}`]),
    ['recovery', recovery === undefined ? undefined : `${recovery.needed} of ${recovery.keys} keys`],
    ...(recovery?.certificates ?? []).map(({ subject, sha256 }): [string, string] => [
      'recovery key',
      `${visible(subject)} ${sha256}`,
    ]),
  ]);
}

async function show({ client }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const shown = await client.operators.show({});
  if (!shown.ok) return shown;
  const { roster, proposals } = shown.value;
  const listed = await allRows((place) => client.operators.entries(place));
  if (!listed.ok) return listed;
  const entries = listed.value.flatMap((entry) => [
    `entry ${entry.seq}, ${entry.change}, ${entry.at}`,
    ...entryLines(entry),
  ]);
  const text = [rosterText(roster), ...proposals.flatMap((one) => ['', ...proposalLines(one)]), '', ...entries];
  return ok({ json: { roster, proposals, entries: listed.value }, text: text.join('\n').trimEnd() });
}

async function rules(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { options } = context;
  const singleOperator = options.flag('single');
  const votesNeeded = options.number('votes') ?? (singleOperator ? 1 : undefined);
  if (votesNeeded === undefined) return usage('--votes is missing');
  return changeRoster(context, { kind: 'rules', votesNeeded, singleOperator });
}

/** The certificates that the words of a command name. */
async function certificatesNamed(context: CommandContext): Promise<Result<string[], CommandFault>> {
  const ids: string[] = [];
  for (const word of context.options.words) {
    const found = await findCertificate(context, word);
    if (!found.ok) return found;
    ids.push(found.value.certificateId);
  }
  return ok(ids);
}

async function recovery(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { options } = context;
  const none = options.flag('none');
  const needed = options.number('needed');
  if (none && (options.words.length > 0 || needed !== undefined)) return usage('--none stands alone');
  if (!none && needed === undefined) return usage('--needed is missing');
  const certificateIds = await certificatesNamed(context);
  if (!certificateIds.ok) return certificateIds;
  return changeRoster(context, { kind: 'recovery', certificateIds: certificateIds.value, needed: needed ?? 0 });
}

async function vote(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  if (options.flag('approve') === options.flag('reject')) return usage('it takes --approve or --reject');
  const found = await proposalNamed(context, options.words[0] ?? '');
  if (!found.ok) return found;
  const { proposalId } = found.value;
  const entry = options.text('entry')?.toLowerCase() ?? found.value.entry.entry;
  const decision = options.flag('approve') ? 'approve' : 'reject';
  const voted = await client.operators.vote({ proposalId, entry, decision }, { onItem: answerPrompt });
  return voted.ok ? changed(context, proposalId) : voted;
}

async function signVote(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  if (options.flag('approve') === options.flag('reject')) return usage('it takes --approve or --reject');
  const entry = options.must('entry').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(entry)) return usage('--entry takes 64 hex digits');
  const found = await findCertificate(context, options.must('certificate'));
  if (!found.ok) return found;
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const { content } = source.value;
  const { certificateId } = found.value;
  const decision = options.flag('approve') ? 'approve' : 'reject';
  const wish = { content, certificateId, entry, decision } as const;
  return exportTo(options, io, async () => jsonFile(await client.operators.signVote(wish, { onItem: answerPrompt })));
}

function verdictText(verdict: RosterVerdict): string {
  const { trouble, entries, genesis, head, anchored } = verdict;
  const at = trouble?.seq === undefined ? '' : ` at entry ${trouble.seq}`;
  const words = trouble === undefined ? 'good' : `broken: ${trouble.code}${at}`;
  const pinned = anchored ? 'is the one that was given' : 'is not anchored: compare it with the one noted elsewhere';
  return facts([
    ['roster', `${words}, ${entries} entries hold`],
    ['genesis', genesis === undefined ? undefined : `${genesis} ${trouble === undefined ? pinned : ''}`.trimEnd()],
    ['head', head],
    ...verdict.operators.map(({ name, roles }): [string, string] => ['operator', `${name}: ${roles.join(' ')}`]),
  ]);
}

async function verify({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const genesis = options.text('genesis')?.replaceAll(/[:\s]/g, '').toLowerCase();
  if (genesis !== undefined && !/^[0-9a-f]{64}$/.test(genesis)) return usage('--genesis takes 64 hex digits');
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const { content } = source.value;
  const end = await client.operators.verify({ content, ...(genesis === undefined ? {} : { genesis }) });
  if (!end.ok) return end;
  const broken = end.value.verdict === 'broken' ? { exit: exitCode.refused } : {};
  return ok({ json: end.value, text: verdictText(end.value), ...broken });
}

export const rosterCommands: readonly Command[] = [
  {
    name: 'roster show',
    about: 'state, rules, genesis fingerprint, proposals and entries of the roster',
    options: {},
    shape: z.strictObject({
      roster: RosterView,
      proposals: z.array(RosterProposal),
      entries: z.array(RosterEntryView),
    }),
    run: show,
  },
  {
    name: 'roster rules',
    about: 'how many approvers a change and a decision need',
    asksPin: true,
    options: {
      votes: { kind: 'number', value: 'N', about: '2 to 9; with --single at least 1' },
      single: { kind: 'flag', about: 'single-operator mode, only while there is one operator' },
    },
    shape: RosterChanged,
    run: rules,
  },
  {
    name: 'roster anchors',
    about: 'the roots whose identity certificates may stand for operators; all of them',
    asksPin: true,
    words: { value: 'CERTIFICATE…', least: 1, most: 20 },
    options: {},
    shape: RosterChanged,
    run: async (context) => {
      const certificateIds = await certificatesNamed(context);
      if (!certificateIds.ok) return certificateIds;
      return changeRoster(context, { kind: 'anchors', certificateIds: certificateIds.value });
    },
  },
  {
    name: 'roster recovery',
    about: 'keys that are locked away and may vote when operators are lost; all of them',
    asksPin: true,
    words: { value: 'CERTIFICATE…', least: 0, most: 9 },
    options: {
      needed: { kind: 'number', value: 'N', about: 'how many of them together' },
      none: { kind: 'flag', about: 'no recovery keys any more' },
    },
    shape: RosterChanged,
    run: recovery,
  },
  {
    name: 'roster vote',
    about: 'votes on a proposal of the roster',
    asksPin: true,
    words: proposalWord,
    options: {
      approve: { kind: 'flag', about: 'for it' },
      reject: { kind: 'flag', about: 'against it' },
      entry: { kind: 'text', value: 'SHA256', about: 'of exactly this entry; default: as it is stored now' },
    },
    shape: RosterChanged,
    run: vote,
  },
  {
    name: 'roster withdraw',
    about: 'gives a proposal up',
    words: proposalWord,
    options: {},
    shape: operators.withdraw.output,
    run: async (context) => {
      const found = await proposalNamed(context, context.options.words[0] ?? '');
      if (!found.ok) return found;
      const end = await context.client.operators.withdraw({ proposalId: found.value.proposalId });
      return end.ok ? ok({ json: end.value, text: 'withdrawn' }) : end;
    },
  },
  {
    name: 'roster package',
    about: 'a proposal with its votes as a file, for approvers who sit elsewhere',
    words: proposalWord,
    options: { out: outOption },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const found = await proposalNamed(context, options.words[0] ?? '');
      if (!found.ok) return found;
      const { proposalId } = found.value;
      return exportTo(options, io, async () => jsonFile(await client.operators.exportProposal({ proposalId })));
    },
  },
  {
    name: 'roster inspect',
    about: 'what a package proposes, and the SHA-256 that a vote on it is over',
    words: { value: 'FILE|-', least: 1, most: 1 },
    withoutWorkspace: true,
    options: {},
    shape: operators.readProposal.output,
    run: async ({ client, options, io }) => {
      const source = await readInput(options.words[0] ?? '', options, io);
      if (!source.ok) return source;
      const end = await client.operators.readProposal({ content: source.value.content });
      if (!end.ok) return end;
      const { workspace, entry, documentText = '' } = end.value;
      const head = facts([
        ['workspace', workspace],
        ['entry', `${entry.seq}, ${entry.change}, ${entry.at}`],
        ['SHA-256', entry.entry],
      ]);
      const lines = [head, ...changeLines(entry), ...(documentText === '' ? [] : ['', visible(documentText)])];
      return ok({ json: end.value, text: lines.join('\n') });
    },
  },
  {
    name: 'roster sign',
    about: 'votes on a package of another workspace with an identity key of this one; the new file goes back there',
    asksPin: true,
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {
      entry: { kind: 'text', required: true, value: 'SHA256', about: 'what is voted on, as roster inspect tells it' },
      certificate: { ...certificateOption, about: 'id or SHA-256 of the own identity certificate' },
      approve: { kind: 'flag', about: 'for it' },
      reject: { kind: 'flag', about: 'against it' },
      out: outOption,
    },
    shape: ExportShape,
    run: signVote,
  },
  {
    name: 'roster take',
    about: 'takes the votes of a package that comes back; each counts by its signature alone',
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {},
    shape: operators.importVotes.output,
    run: async ({ client, options, io }) => {
      const source = await readInput(options.words[0] ?? '', options, io);
      if (!source.ok) return source;
      const end = await client.operators.importVotes({ content: source.value.content });
      if (!end.ok) return end;
      const { taken, applied } = end.value;
      const text = `${taken} votes taken, ${applied ? 'the change is in the roster' : 'more votes are needed'}`;
      return ok({ json: end.value, text });
    },
  },
  {
    name: 'roster export',
    about: 'the whole roster as a file that anybody can verify',
    options: { out: outOption },
    shape: ExportShape,
    run: ({ client, options, io }) =>
      exportTo(options, io, async () => jsonFile(await client.operators.exportRoster({}))),
  },
  {
    name: 'roster verify',
    about: 'verifies an exported roster by itself, without a workspace; a broken or another one ends with 3',
    words: { value: 'FILE|-', least: 1, most: 1 },
    withoutWorkspace: true,
    options: { genesis: { kind: 'text', value: 'SHA256', about: 'first entry as it was noted elsewhere' } },
    shape: operators.verify.output,
    run: verify,
  },
];

function jsonFile<T extends { readonly content: Uint8Array }>(
  end: Result<T, CommandFault>,
): Result<{ readonly content: Uint8Array; readonly mediaType: string }, CommandFault> {
  return end.ok ? ok({ content: end.value.content, mediaType: 'application/json' }) : end;
}
