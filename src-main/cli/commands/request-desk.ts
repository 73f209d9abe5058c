import { resolve } from 'node:path';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { DeskChange, WatchedFolder } from '../../../shared/contract/request-desk.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { facts, table, visible } from '../print.ts';
import { findRequest, requestOption } from './find-pki.ts';

const { requests } = appContract;

const requestsOption = { ...requestOption, kind: 'texts', about: `${requestOption.about}; several times` } as const;
const reasonOption: CommandOption = { kind: 'text', required: true, value: 'TEXT', about: 'why; for colleagues' };

/** Ids of the requests that were named, each found as `request show` finds one. */
async function named(context: CommandContext): Promise<Result<string[], CommandFault>> {
  const ids: string[] = [];
  for (const name of context.options.texts('request')) {
    const found = await findRequest(context, name);
    if (!found.ok) return found;
    ids.push(found.value.requestId);
  }
  return ok(ids);
}

/** What could not be changed stays and is told by the exit code, with its state. */
function told(change: DeskChange, done: string): CommandAnswer {
  const lines = change.skipped.map(({ requestId, state }) => `${requestId}: ${state ?? 'not found'}`);
  const exit = change.skipped.length > 0 ? { exit: exitCode.refused } : {};
  return { json: change, text: [`${change.changed} ${done}`, ...lines].join('\n'), ...exit };
}

interface DeskCommand {
  readonly name: string;
  readonly about: string;
  readonly done: string;
  readonly options?: Readonly<Record<string, CommandOption>>;
  readonly call: (context: CommandContext, requestIds: string[]) => Promise<Result<DeskChange, CommandFault>>;
}

const onMany: readonly DeskCommand[] = [
  {
    name: 'request claim',
    about: 'takes requests to work on, also from somebody else',
    done: 'claimed',
    call: ({ client }, requestIds) => client.requests.claim({ requestIds }),
  },
  {
    name: 'request unclaim',
    about: 'gives requests back to everybody',
    done: 'given back',
    call: ({ client }, requestIds) => client.requests.unclaim({ requestIds }),
  },
  {
    name: 'request assign-to',
    about: 'gives requests to an operator to work on',
    done: 'given',
    options: { to: { kind: 'text', required: true, value: 'NAME', about: 'name of the operator in the roster' } },
    call: ({ client, options }, requestIds) => client.requests.assignTo({ requestIds, operator: options.must('to') }),
  },
  {
    name: 'request hold',
    about: 'puts requests aside: nothing is prepared, voted on or signed until they are released',
    done: 'held',
    options: { reason: reasonOption },
    call: ({ client, options }, requestIds) => client.requests.hold({ requestIds, reason: options.must('reason') }),
  },
  {
    name: 'request release',
    about: 'takes held requests up again',
    done: 'released',
    call: ({ client }, requestIds) => client.requests.release({ requestIds }),
  },
  {
    name: 'request withdraw',
    about: 'ends requests that the partner, or whoever entered them, has taken back',
    done: 'withdrawn',
    options: { reason: reasonOption },
    call: ({ client, options }, requestIds) => client.requests.withdraw({ requestIds, reason: options.must('reason') }),
  },
  {
    name: 'request reopen',
    about: 'takes a withdrawal or a supersession back',
    done: 'reopened',
    call: ({ client }, requestIds) => client.requests.reopen({ requestIds }),
  },
];

function watchText({ path, since, by, lookedAt, unreadable, files, requests: added, faults }: WatchedFolder): string {
  if (path === undefined) return 'no folder is watched';
  const head = facts([
    ['folder', visible(path)],
    ['since', `${since ?? ''} by ${by ?? ''}`],
    ['looked at', unreadable ? `${lookedAt ?? ''}: IT CANNOT BE READ` : lookedAt],
    ['taken', `${files} files, ${added} new requests`],
  ]);
  const lines = faults.map(({ name, at, code, message }) => [visible(name), at, code, visible(message)]);
  return lines.length === 0 ? head : `${head}\n\n${table(['file', 'at', 'code', 'why it was not taken'], lines)}`;
}

export const requestDeskCommands: readonly Command[] = [
  ...onMany.map(({ name, about, done, options, call }): Command => ({
    name,
    about,
    options: { request: requestsOption, ...options },
    shape: requests.claim.output,
    run: async (context) => {
      const ids = await named(context);
      if (!ids.ok) return ids;
      const end = await call(context, ids.value);
      return end.ok ? ok(told(end.value, done)) : end;
    },
  })),
  {
    name: 'request supersede',
    about: 'ends an older request because a newer one of its key group, that somebody vouches for, takes its place',
    options: { request: requestOption, by: { ...requestOption, about: 'the newer request' } },
    shape: requests.supersede.output,
    run: async (context) => {
      const older = await findRequest(context, context.options.must('request'));
      if (!older.ok) return older;
      const newer = await findRequest(context, context.options.must('by'));
      if (!newer.ok) return newer;
      const { requestId } = older.value;
      const end = await context.client.requests.supersede({ requestId, byRequestId: newer.value.requestId });
      return end.ok ? ok(told(end.value, 'superseded')) : end;
    },
  },
  {
    name: 'request note',
    about: 'notes on a request for colleagues; with a text it adds one',
    options: { request: requestOption, text: { kind: 'text', value: 'TEXT', about: 'what to note' } },
    shape: requests.notes.output,
    run: async (context) => {
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const { requestId } = found.value;
      const text = context.options.text('text');
      const { notes, addNote } = context.client.requests;
      const end = text === undefined ? await notes({ requestId }) : await addNote({ requestId, text });
      if (!end.ok) return end;
      const lines = end.value.notes.map((note) => [note.at, note.by, visible(note.text)]);
      return ok({ json: end.value, text: table(['at', 'by', 'note'], lines) });
    },
  },
  {
    name: 'request watch',
    about: 'the folder that is watched for requests; with --folder it is this one from now on, with --off none',
    options: {
      folder: { kind: 'text', value: 'PATH', about: 'folder to watch' },
      off: { kind: 'flag', about: 'watch no folder' },
      now: { kind: 'flag', about: 'look into it now and take what is complete' },
    },
    shape: requests.watched.output,
    run: async ({ client, options, io }) => {
      const path = options.text('folder');
      if (path !== undefined || options.flag('off')) {
        const wish = path === undefined ? {} : { folder: { path: resolve(io.cwd, path) } };
        const set = await client.requests.watch(wish);
        if (!set.ok) return set;
      }
      const end = options.flag('now') ? await client.requests.lookNow({}) : await client.requests.watched({});
      return end.ok ? ok({ json: end.value, text: watchText(end.value) }) : end;
    },
  },
];
