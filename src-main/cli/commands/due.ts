import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { type DueTask, ExpiryKind, ExpiryRow } from '../../../shared/contract/due.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { ExportShape, exportTo, outOption } from '../export-file.ts';
import { exitCode } from '../exit-codes.ts';
import { table, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { findAuthority } from './find-pki.ts';
import { findToken } from './lookup.ts';
import { findPartner, partnerOption } from './partner-options.ts';
import { withVault } from './with-vault.ts';

const { due } = appContract;

const hindrances = {
  restored: 'Nothing is carried out: this workspace was restored or copied and nobody has acknowledged it.',
  clock: 'Nothing is carried out: the clock jumped, or is behind the audit log.',
  roster: 'Nothing is carried out: the roster is locked.',
} as const;

const heads = ['state', 'kind', 'name', 'planned', 'needs', 'why', 'task'];
const lineOf = ({ state, kind, name, plannedAt, needs, tokenLabel, why, lastFault, taskId }: DueTask): string[] => [
  state,
  kind,
  visible(name),
  plannedAt,
  tokenLabel === undefined || needs !== 'pin' ? needs : `PIN of ${visible(tokenLabel)}`,
  [why, lastFault].filter((word) => word !== undefined).join(', ') || '–',
  taskId,
];

async function list({ client }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const end = await client.due.list({});
  if (!end.ok) return end;
  const { tasks, hindrance } = end.value;
  const more = hindrance === undefined ? [] : [hindrances[hindrance]];
  return ok({ json: end.value, text: [table(heads, tasks.map(lineOf)), ...more].join('\n') });
}

/** For timers: 0 all done, 1 something failed, 3 something waits for a PIN, a person or a workspace that is in order. */
async function run(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  const taskId = options.text('task');
  const opened: string[] = [];
  let end: Awaited<ReturnType<typeof client.due.run>>;
  try {
    for (const name of options.texts('unlock')) {
      const token = await findToken(context, name);
      if (!token.ok) return token;
      const { uri: tokenUri, signedIn: before } = token.value;
      if (before === 'user') continue;
      const signedIn = await client.tokens.signIn(
        { tokenUri, reason: 'carry out what is due' },
        { onItem: answerPrompt },
      );
      if (!signedIn.ok) return signedIn;
      opened.push(tokenUri);
    }
    end = await client.due.run(taskId === undefined ? {} : { taskId });
  } finally {
    // The core of a window that is open would keep them so.
    for (const tokenUri of opened) await client.tokens.signOut({ tokenUri });
  }
  if (!end.ok) return end;
  const { done, waiting, failed, hindrance } = end.value;
  const lines = [
    ...done.map((one) => `done: ${one.kind} ${visible(one.name)}, planned ${one.plannedAt}`),
    ...failed.map((one) => `failed: ${visible(one.name)} [${one.code}]`),
    ...waiting.map((task) => `waits: ${lineOf(task).join('  ')}`),
    ...(hindrance === undefined ? [] : [hindrances[hindrance]]),
  ];
  const isWaiting = waiting.length > 0 || hindrance !== undefined;
  const exit = failed.length > 0 ? exitCode.fault : isWaiting ? exitCode.refused : exitCode.done;
  return ok({ json: end.value, text: lines.join('\n') || 'Nothing is due.', exit });
}

const filterOptions = {
  days: { kind: 'number', value: 'N', about: 'days ahead; 90 when silent' },
  kind: { kind: 'text', value: 'KIND', about: ExpiryKind.options.join(', ') },
  partner: { ...partnerOption, required: false },
  authority: { kind: 'text', value: 'NAME|ID', about: 'the authority that issued them' },
  replaced: { kind: 'flag', about: 'those too that a newer certificate has replaced' },
} as const;

async function filterOf(context: CommandContext) {
  const { options } = context;
  const within = options.number('days') ?? 90;
  if (!Number.isInteger(within) || within < 1 || within > 4000) return usage('--days is 1 to 4000');
  const named = options.text('kind');
  const kind = ExpiryKind.options.find((one) => one === named);
  if (named !== undefined && kind === undefined) return usage(`--kind is one of ${ExpiryKind.options.join(', ')}`);
  const partner =
    options.text('partner') === undefined ? undefined : await findPartner(context, options.must('partner'));
  if (partner?.ok === false) return partner;
  const authority =
    options.text('authority') === undefined ? undefined : await findAuthority(context, options.must('authority'));
  if (authority?.ok === false) return authority;
  return ok({
    within,
    replaced: options.flag('replaced'),
    ...(kind === undefined ? {} : { kind }),
    ...(partner === undefined ? {} : { partnerId: partner.value.partnerId }),
    ...(authority === undefined ? {} : { authorityId: authority.value.authorityId }),
  });
}

async function expiry(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const filter = await filterOf(context);
  if (!filter.ok) return filter;
  const listed = await allRows((place) => context.client.expiry.list({ ...place, ...filter.value }));
  if (!listed.ok) return listed;
  const rows = listed.value.map((row) => [
    String(row.days),
    row.notAfter,
    row.kind,
    visible(row.name),
    visible(row.keyGroupId ?? '–'),
    visible(row.partnerName ?? '–'),
    visible(row.authorityName ?? '–'),
  ]);
  const columns = ['days', 'ends', 'kind', 'name', 'key group', 'partner', 'authority'];
  return ok({ json: { rows: listed.value }, text: table(columns, rows) });
}

const all: readonly Command[] = [
  {
    name: 'due list',
    about: 'what is due now and soon, and what it waits for',
    options: {},
    shape: due.list.output,
    run: list,
  },
  {
    name: 'due run',
    about:
      'carries out what is due and needs no PIN, or that of a token to --unlock; exit code 0: nothing is left, 1: something failed, 3: something waits',
    asksPin: true,
    options: {
      task: { kind: 'text', value: 'ID', about: 'only this task' },
      unlock: {
        kind: 'texts',
        value: 'LABEL|URI',
        about: 'a token that is signed in for this run and signed out after it; may be repeated',
      },
    },
    shape: due.run.output,
    run,
  },
  {
    name: 'due trust-clock',
    about: 'says that the clock is right after it jumped, or although it stands before the last audit entry',
    options: {},
    shape: due.trustClock.output,
    run: async ({ client }) => {
      const end = await client.due.trustClock({});
      return end.ok ? ok({ json: end.value, text: `The clock counts as right: ${end.value.now}` }) : end;
    },
  },
  {
    name: 'expiry list',
    about: 'what ends and in how many days',
    options: filterOptions,
    shape: z.strictObject({ rows: z.array(ExpiryRow) }),
    run: expiry,
  },
  {
    name: 'expiry calendar',
    about: 'the same as a calendar file, or with --csv as a table',
    options: { ...filterOptions, csv: { kind: 'flag', about: 'CSV instead of a calendar' }, out: outOption },
    shape: ExportShape,
    run: async (context) => {
      const filter = await filterOf(context);
      if (!filter.ok) return filter;
      const { client, options, io } = context;
      return exportTo(options, io, () =>
        client.expiry.export({ ...filter.value, format: options.flag('csv') ? 'csv' : 'ics' }),
      );
    },
  },
];

/** Reads of platforms come due too, and their tokens are in the vault. */
export const dueCommands: readonly Command[] = all.map((command) =>
  command.name === 'due run' ? withVault(command) : command,
);
