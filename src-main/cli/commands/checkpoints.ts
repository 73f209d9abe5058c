import { resolve } from 'node:path';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { CheckpointState } from '../../../shared/contract/checkpoints.ts';
import { ok } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { usage } from './authority-options.ts';

const { checkpoints } = appContract;

function stateText({ folder, folderFault, entriesSince, dueAt, isDue, catchUp }: CheckpointState): string {
  return facts([
    ['written into', folder ?? 'no folder'],
    ...(folderFault === undefined ? [] : [['last time', `not written: ${folderFault}`] as const]),
    ['entries since', String(entriesSince)],
    ['next', dueAt === undefined ? 'no operators yet' : isDue ? 'due now' : dueAt],
    ...(catchUp === undefined
      ? []
      : [['catch up', `read the newest checkpoint first; entry ${catchUp.last} is the last that came along`] as const]),
  ]);
}

export const checkpointCommands: readonly Command[] = [
  {
    name: 'audit checkpoint',
    about: 'signs where audit chain and roster stand, for keeping elsewhere; docs/verifier/verify-audit.mjs checks it',
    asksPin: true,
    options: {
      out: outOption,
      sha256: { kind: 'text', value: 'HASH', about: 'makes none: one from audit checkpoints once more' },
    },
    shape: ExportShape,
    run: ({ client, options, io, answerPrompt }) =>
      exportTo(options, io, async () => {
        const sha256 = options.text('sha256');
        const made =
          sha256 === undefined
            ? await client.operators.checkpoint({}, { onItem: answerPrompt })
            : await client.checkpoints.export({ sha256 });
        return made.ok ? ok({ content: made.value.content, mediaType: 'application/json' }) : made;
      }),
  },
  {
    name: 'audit checkpoints',
    about: 'the checkpoints made here, the newest first, and when the next one is due',
    options: {},
    shape: checkpoints.list.output,
    run: async ({ client }) => {
      const newest = await client.checkpoints.list({ offset: 0, limit: 1 });
      if (!newest.ok) return newest;
      const { state } = newest.value;
      const listed = await allRows((place) => client.checkpoints.list(place));
      if (!listed.ok) return listed;
      const rows = listed.value;
      const lines = rows.map(({ seq, at, by, why, sha256 }) => [String(seq), at, visible(by), why, sha256]);
      const text = `${stateText(state)}\n\n${table(['to entry', 'at', 'by', 'why', 'sha256'], lines)}`;
      return ok({ json: { total: rows.length, rows, state }, text });
    },
  },
  {
    name: 'audit checkpoint-folder',
    about: 'writes each checkpoint into a folder too from now on; with --off into none',
    options: {
      folder: { kind: 'text', value: 'PATH', about: 'folder that is there' },
      off: { kind: 'flag', about: 'into no folder' },
    },
    shape: checkpoints.keepIn.output,
    run: async ({ client, options, io }) => {
      const path = options.text('folder');
      if ((path === undefined) !== options.flag('off')) return usage('give --folder PATH, or --off');
      const end = await client.checkpoints.keepIn(
        path === undefined ? {} : { folder: { path: resolve(io.cwd, path) } },
      );
      return end.ok ? ok({ json: end.value, text: stateText(end.value.state) }) : end;
    },
  },
  {
    name: 'audit catch-up',
    words: { value: '[FILE|-]', least: 0, most: 1 },
    about: 'reads the newest checkpoint after the workspace was restored or copied',
    options: {
      missing: { kind: 'text', value: 'N', about: 'goes on although so many entries are missing' },
      none: { kind: 'text', value: 'WORKSPACE', about: 'its name: nobody has a checkpoint' },
    },
    shape: checkpoints.catchUp.output,
    run: async ({ client, options, io }) => {
      const [path] = options.words;
      const none = options.text('none');
      if ((path === undefined) === (none === undefined)) return usage('give FILE, or --none');
      const file = path === undefined ? undefined : await readInput(path, options, io);
      if (file?.ok === false) return file;
      const confirm = none ?? options.text('missing');
      const end = await client.checkpoints.catchUp({
        ...(file === undefined ? {} : { content: file.value.content }),
        ...(confirm === undefined ? {} : { confirm }),
      });
      if (!end.ok) return end;
      const { seq, missing } = end.value;
      const text = facts([
        ['checkpoint', seq === undefined ? 'none' : `to entry ${seq}`],
        ['missing', missing === 0 ? 'nothing' : `${missing} entries`],
      ]);
      return ok({ json: end.value, text });
    },
  },
];
