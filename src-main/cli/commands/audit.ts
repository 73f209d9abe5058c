import { resolve } from 'node:path';
import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { ActorKind, type CheckpointVerdict } from '../../../shared/contract/audit.ts';
import { ok } from '../../../shared/util/result.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInput } from '../input-files.ts';
import { table, visible } from '../print.ts';
import { usage } from './authority-options.ts';

const { audit } = appContract;

const Outcome = z.enum(['done', 'refused']).optional();
const Kind = ActorKind.optional();
const Format = z.enum(['csv', 'json']).optional();

const filterOptions = {
  filter: { kind: 'text', value: 'TEXT', about: 'part of the entry: actor, subject, anything in it' },
  group: { kind: 'text', value: 'WORD', about: 'events that begin with this word, such as request or token' },
  event: { kind: 'text', value: 'EVENT', about: 'of this kind only, such as request.confirmed' },
  outcome: { kind: 'text', value: 'done|refused', about: 'of this outcome only' },
  actor: { kind: 'text', value: 'NAME', about: 'by this operator or user' },
  'actor-kind': {
    kind: 'text',
    value: 'operator|local-user|system',
    about: 'by operators, by the user of the machine, or by the console itself',
  },
  subject: { kind: 'text', value: 'ID', about: 'about this request, certificate, operator …' },
  from: { kind: 'text', value: 'TIME', about: 'not before this time: ISO 8601, or a day of UTC' },
  to: { kind: 'text', value: 'TIME', about: 'not after this time or day' },
} as const;

function filterOf({ options }: CommandContext) {
  const outcome = Outcome.safeParse(options.text('outcome'));
  if (!outcome.success) return usage('--outcome is done or refused');
  const actorKind = Kind.safeParse(options.text('actor-kind'));
  if (!actorKind.success) return usage(`--actor-kind is one of ${ActorKind.options.join(', ')}`);
  const from = timeOf(options.text('from'), 'T00:00:00.000Z');
  const to = timeOf(options.text('to'), 'T23:59:59.999Z');
  if (from === null || to === null) return usage('--from and --to take a day (2026-01-31) or an ISO 8601 time');
  const named = ['filter', 'group', 'event', 'actor', 'subject'] as const;
  const texts = Object.fromEntries(
    named.flatMap((name) => {
      const text = options.text(name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  return ok({
    ...texts,
    ...(outcome.data === undefined ? {} : { outcome: outcome.data }),
    ...(actorKind.data === undefined ? {} : { actorKind: actorKind.data }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
}

/** A day becomes its first or last moment; null: neither a day nor a time. */
function timeOf(text: string | undefined, ofDay: string): string | null | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}${ofDay}` : text);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && Number.isFinite(time) ? new Date(time).toISOString() : null;
}

function checkpointWords({ verdict, seq = 0, at = '', signer }: CheckpointVerdict): string {
  const who = signer === undefined ? 'somebody whom this roster does not name' : visible(signer);
  switch (verdict) {
    case 'holds':
      return `holds: entries 1 to ${seq} are what ${who} signed at ${at}`;
    case 'cut':
      return `WRONG: the log ends before entry ${seq}, which ${who} signed at ${at}; it was cut or rolled back`;
    case 'rewritten':
      return `WRONG: entry ${seq} is not the one that ${who} signed at ${at}; the log was rewritten`;
    case 'other-roster':
      return `WRONG: it names another roster than this workspace has`;
    case 'signer':
      return `WRONG: its signer was no operator when it was signed`;
    case 'other-workspace':
      return 'WRONG: it is of another workspace';
    case 'signature':
      return 'WRONG: its signature does not hold';
    case 'unreadable':
      return 'WRONG: the file is no checkpoint';
  }
}

export const auditCommands: readonly Command[] = [
  {
    name: 'audit list',
    about: 'audit entries, newest first',
    options: {
      limit: { kind: 'number', value: 'N', about: 'at most 500; default 50' },
      offset: { kind: 'number', value: 'N', about: 'entries to pass over' },
      ...filterOptions,
    },
    shape: audit.list.output,
    run: async (context) => {
      const { client, options } = context;
      const filter = filterOf(context);
      if (!filter.ok) return filter;
      const place = { offset: options.number('offset') ?? 0, limit: options.number('limit') ?? 50 };
      const listed = await client.audit.list({ ...place, ...filter.value });
      if (!listed.ok) return listed;
      const lines = listed.value.rows.map((row) => [
        String(row.seq),
        row.at,
        row.actorKind ?? '–',
        row.actor,
        row.event,
        row.code ?? row.outcome,
        row.subject ?? '–',
      ]);
      return ok({
        json: listed.value,
        text: table(['seq', 'at', 'kind', 'actor', 'event', 'outcome', 'subject'], lines),
      });
    },
  },
  {
    name: 'audit verify',
    about: 'walks the hash chain; --head or --checkpoint also shows a log that was cut, rewritten or rolled back',
    options: {
      head: { kind: 'text', value: 'HASH', about: 'hash of an entry that was noted elsewhere' },
      checkpoint: { kind: 'text', value: 'FILE', about: 'a checkpoint that was kept elsewhere' },
    },
    shape: audit.verify.output,
    run: async ({ client, options, io }) => {
      const path = options.text('checkpoint');
      const file = path === undefined ? undefined : await readInput(path, options, io);
      if (file?.ok === false) return file;
      const verified = await client.audit.verify({
        head: options.text('head'),
        ...(file === undefined ? {} : { checkpoint: file.value.content }),
      });
      if (!verified.ok) return verified;
      const { verdict, anchored, entries, head, fault, checkpoint } = verified.value;
      const end = anchored ? 'end anchored' : 'end not anchored';
      const chain =
        fault === undefined
          ? `intact: ${entries} entries, head ${head}, ${end}`
          : `broken: entry ${fault.seq} ${fault.kind}: ${fault.detail}`;
      const text = checkpoint === undefined ? chain : `${chain}\ncheckpoint: ${checkpointWords(checkpoint)}`;
      const isGood = verdict === 'intact' && (checkpoint === undefined || checkpoint.verdict === 'holds');
      return ok({ json: verified.value, text, ...(isGood ? {} : { exit: exitCode.refused }) });
    },
  },
  {
    name: 'audit export',
    about: 'all entries as JSON Lines into a new file; with --format the entries that fit, for reading',
    options: {
      out: { kind: 'text', required: true, value: 'FILE', about: 'new file' },
      format: {
        kind: 'text',
        value: 'csv|json',
        about: 'a table or an array of what fits; only the whole can be verified',
      },
      ...filterOptions,
    },
    shape: z.union([audit.export.output, audit.exportView.output]),
    run: async (context) => {
      const { client, options, io } = context;
      const target = { path: resolve(io.cwd, options.must('out')) };
      const filter = filterOf(context);
      if (!filter.ok) return filter;
      const format = Format.safeParse(options.text('format'));
      if (!format.success) return usage('--format is csv or json');
      if (format.data !== undefined) {
        const end = await client.audit.exportView({ target, format: format.data, ...filter.value });
        return end.ok ? ok({ json: end.value, text: `${end.value.entries} entries` }) : end;
      }
      // A log with gaps would verify nowhere, so the whole takes no filter.
      if (Object.keys(filter.value).length > 0) return usage('filters go with --format csv or json');
      const end = await client.audit.export({ target });
      return end.ok ? ok({ json: end.value, text: `${end.value.entries} entries, head ${end.value.head}` }) : end;
    },
  },
];
