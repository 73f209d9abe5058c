import { resolve } from 'node:path';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { ok } from '../../../shared/util/result.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { table } from '../print.ts';

const { audit } = appContract;

export const auditCommands: readonly Command[] = [
  {
    name: 'audit list',
    about: 'audit entries, newest first',
    options: {
      limit: { kind: 'number', value: 'N', about: 'at most 500; default 50' },
      offset: { kind: 'number', value: 'N', about: 'entries to pass over' },
      filter: { kind: 'text', value: 'TEXT', about: 'part of event, actor or subject' },
    },
    shape: audit.list.output,
    run: async ({ client, options }) => {
      const listed = await client.audit.list({
        offset: options.number('offset') ?? 0,
        limit: options.number('limit') ?? 50,
        filter: options.text('filter'),
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
    about: 'walks the hash chain; with --head also proves that its end was not cut',
    options: { head: { kind: 'text', value: 'HASH', about: 'hash of an entry that was noted elsewhere' } },
    shape: audit.verify.output,
    run: async ({ client, options }) => {
      const verified = await client.audit.verify({ head: options.text('head') });
      if (!verified.ok) return verified;
      const { verdict, anchored, entries, head, fault } = verified.value;
      const end = anchored ? 'end anchored' : 'end not anchored';
      const text =
        fault === undefined
          ? `intact: ${entries} entries, head ${head}, ${end}`
          : `broken: entry ${fault.seq} ${fault.kind}: ${fault.detail}`;
      return ok({ json: verified.value, text, ...(verdict === 'broken' ? { exit: exitCode.refused } : {}) });
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
