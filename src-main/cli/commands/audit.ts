import { resolve } from 'node:path';
import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { CheckpointVerdict } from '../../../shared/contract/audit.ts';
import { ok } from '../../../shared/util/result.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { table, visible } from '../print.ts';
import { usage } from './authority-options.ts';

const { audit } = appContract;

const Outcome = z.enum(['done', 'refused']).optional();

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
      filter: { kind: 'text', value: 'TEXT', about: 'part of the entry: actor, subject, anything in it' },
      event: { kind: 'text', value: 'EVENT', about: 'of this kind only, such as request.confirmed' },
      outcome: { kind: 'text', value: 'done|refused', about: 'of this outcome only' },
      from: { kind: 'text', value: 'TIME', about: 'not before this time: ISO 8601, or a day of UTC' },
      to: { kind: 'text', value: 'TIME', about: 'not after this time or day' },
    },
    shape: audit.list.output,
    run: async ({ client, options }) => {
      const outcome = Outcome.safeParse(options.text('outcome'));
      if (!outcome.success) return usage('--outcome is done or refused');
      const from = timeOf(options.text('from'), 'T00:00:00.000Z');
      const to = timeOf(options.text('to'), 'T23:59:59.999Z');
      if (from === null || to === null) return usage('--from and --to take a day (2026-01-31) or an ISO 8601 time');
      const listed = await client.audit.list({
        offset: options.number('offset') ?? 0,
        limit: options.number('limit') ?? 50,
        filter: options.text('filter'),
        event: options.text('event'),
        outcome: outcome.data,
        from,
        to,
      });
      if (!listed.ok) return listed;
      const lines = listed.value.rows.map((row) => [
        String(row.seq),
        row.at,
        row.actor,
        row.event,
        row.code ?? row.outcome,
        row.subject ?? '–',
      ]);
      return ok({ json: listed.value, text: table(['seq', 'at', 'actor', 'event', 'outcome', 'subject'], lines) });
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
    name: 'audit checkpoint',
    about: 'signs where audit chain and roster stand, for keeping elsewhere; docs/verifier/verify-audit.mjs checks it',
    asksPin: true,
    options: { out: outOption },
    shape: ExportShape,
    run: ({ client, options, io, answerPrompt }) =>
      exportTo(options, io, async () => {
        const made = await client.operators.checkpoint({}, { onItem: answerPrompt });
        return made.ok ? ok({ content: made.value.content, mediaType: 'application/json' }) : made;
      }),
  },
  {
    name: 'audit export',
    about: 'all entries as JSON Lines into a new file',
    options: { out: { kind: 'text', required: true, value: 'FILE', about: 'new file' } },
    shape: audit.export.output,
    run: async ({ client, options, io }) => {
      const end = await client.audit.export({ target: { path: resolve(io.cwd, options.must('out')) } });
      return end.ok ? ok({ json: end.value, text: `${end.value.entries} entries, head ${end.value.head}` }) : end;
    },
  },
];
