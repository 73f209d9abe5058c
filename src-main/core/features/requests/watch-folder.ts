import { createHash } from 'node:crypto';
import type { WatchedFolder } from '../../../../shared/contract/request-desk.ts';
import type { InputSource, RefusedInput } from '../../../../shared/contract/inspection.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { ok } from '../../../../shared/util/result.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import type { z } from 'zod';
import type { FolderEyes, SeenFile } from './folder-eyes.ts';
import type { importRequests } from './import-requests.ts';
import type { InboxDeps } from './requests.deps.ts';
import {
  findWatchedFolder,
  insertWatchedFiles,
  knownContents,
  putWatchedFolder,
  type WatchedFileRecord,
  watchedSince,
} from './watched.store.ts';

/** Who enters what comes out of the folder: a machine, so that every operator is a second person to it. */
const WATCHER: Actor = { kind: 'system', name: 'watched folder' };

const MOST_FILES = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** One import takes so much at once. */
const BATCH_FILES = 100;
const BATCH_BYTES = 16 * 1024 * 1024;
/** A file that looks the same after this time is complete. */
const STILL_MS = 1500;
/** Folders on other machines tell of no change: they are looked at. */
const POLL_MS = 15_000;
const SOON_MS = 300;

type Fault = Pick<z.infer<typeof RefusedInput>, 'code' | 'message' | 'offset'>;

const refused: Readonly<Record<'link' | 'other' | 'unreadable' | 'large' | 'many', Fault>> = {
  link: { code: 'WATCHED_LINK', message: 'This is a link and is not followed.', offset: null },
  other: { code: 'WATCHED_NO_FILE', message: 'This is no regular file.', offset: null },
  unreadable: { code: 'WATCHED_UNREADABLE', message: 'This file cannot be read.', offset: null },
  large: { code: 'WATCHED_LARGE', message: 'This file is larger than 4 MiB. Import it by hand.', offset: null },
  many: {
    code: 'WATCHED_MANY',
    message: 'There are more than 10 000 files in the folder. Move away what was taken.',
    offset: null,
  },
};

type FolderWatchDeps = Pick<InboxDeps, 'db' | 'unit' | 'clock' | 'timer'> & {
  readonly eyes: FolderEyes;
  /** Takes what was read as requests that this actor has entered. */
  readonly take: (actor: Actor, sources: readonly InputSource[]) => ReturnType<typeof importRequests>;
  readonly report: (error: unknown) => void;
};

/** Takes requests out of a folder as they appear there. Nothing in it is changed, moved or removed. */
export function createFolderWatch(deps: FolderWatchDeps) {
  const { db, unit, clock, timer, eyes, report } = deps;
  let folder: { readonly path: string; readonly since: string; readonly by: string } | undefined;
  let before: ReadonlyMap<string, string> = new Map();
  let handled = new Map<string, string>();
  let lookedAt: string | undefined;
  let unreadable = false;
  let queue: Promise<void> = Promise.resolve();
  let ended = false;
  const stops = new Set<() => void>();

  /** Looks come one after the other. */
  function look(): Promise<void> {
    queue = queue.then(lookOnce);
    return queue;
  }

  async function lookOnce(): Promise<void> {
    const watched = folder;
    if (watched === undefined || ended) return;
    const found = await eyes.look(watched.path, MOST_FILES).catch(() => undefined);
    lookedAt = clock.now().toISOString();
    if (found === undefined) {
      if (!unreadable)
        await unit.append({
          event: 'request.folder-looked',
          actor: WATCHER,
          outcome: 'refused',
          code: 'WATCHED_UNREADABLE',
          data: {},
        });
      unreadable = true;
      return;
    }
    unreadable = false;
    const now = new Map(found.files.map(({ name, stamp }) => [name, stamp]));
    handled = new Map([...handled].filter(([name, stamp]) => now.get(name) === stamp));
    const open = found.files.filter(({ name, stamp }) => handled.get(name) !== stamp);
    const still = open.filter(({ name, stamp }) => before.get(name) === stamp);
    before = now;
    if (found.more) await note([oddFile('…', 'more', refused.many)], 0);
    await take(watched.path, still);
    if (still.length < open.length) later(STILL_MS);
  }

  async function take(path: string, files: readonly SeenFile[]): Promise<void> {
    for (let at = 0; at < files.length && !ended;) {
      const batch: { readonly file: SeenFile; readonly source: InputSource; readonly sha256: string }[] = [];
      const odd: WatchedFileRecord[] = [];
      for (let bytes = 0; at < files.length && batch.length < BATCH_FILES && bytes < BATCH_BYTES; at += 1) {
        const file = files[at];
        if (file === undefined) break;
        handled.set(file.name, file.stamp);
        const content =
          file.kind === 'file' && file.size <= MOST_BYTES ? await eyes.read(path, file.name, MOST_BYTES) : undefined;
        if (content === undefined) {
          odd.push(oddFile(file.name, file.stamp, refused[whyOdd(file)]));
          continue;
        }
        bytes += content.length;
        const sha256 = createHash('sha256').update(content).digest('hex');
        batch.push({ file, source: { name: shownName(file.name), content }, sha256 });
      }
      const known = await knownContents(
        db,
        [...batch, ...odd].map(({ sha256 }) => sha256),
      );
      const fresh = batch.filter(
        ({ sha256, source }, place) =>
          !known.has(sha256) &&
          source.content.length > 0 &&
          batch.findIndex((other) => other.sha256 === sha256) === place,
      );
      const news = odd.filter(({ sha256 }) => !known.has(sha256));
      if (fresh.length + news.length > 0) await enter(fresh, news);
    }
  }

  async function enter(
    fresh: readonly { readonly source: InputSource; readonly sha256: string }[],
    odd: readonly WatchedFileRecord[],
  ): Promise<void> {
    const began = clock.now().toISOString();
    const sources = fresh.map(({ source }) => source);
    const end = sources.length === 0 ? undefined : await deps.take(WATCHER, sources);
    const { requests = [], refused: faults = [] } = end?.ok === true ? end.value : {};
    const files = fresh.map(({ source: { name }, sha256 }): WatchedFileRecord => {
      const isOf = (source: string): boolean =>
        source.startsWith(name) && /^(?:$| #\d+$|!)/u.test(source.slice(name.length));
      const fault = faults.find(({ source }) => isOf(source));
      return {
        sha256,
        name,
        looked_at: began,
        added: requests.filter(
          ({ source, receivedAt, receivedBy }) => isOf(source) && receivedBy === WATCHER.name && receivedAt >= began,
        ).length,
        fault_code: fault?.code ?? null,
        fault_message: fault?.message ?? null,
        fault_offset: fault?.offset ?? null,
      };
    });
    await note(
      [...files, ...odd],
      files.reduce((sum, { added }) => sum + added, 0),
    );
  }

  async function note(files: readonly WatchedFileRecord[], added: number): Promise<void> {
    const faults = files.filter(({ fault_code }) => fault_code !== null).length;
    const known = await knownContents(
      db,
      files.map(({ sha256 }) => sha256),
    );
    if (files.every(({ sha256 }) => known.has(sha256))) return;
    const data = { files: files.length, faults, added };
    await unit.run({ event: 'request.folder-looked', actor: WATCHER, data }, async (trx) => {
      await insertWatchedFiles(trx, files);
      return ok(undefined);
    });
  }

  function oddFile(name: string, stamp: string, fault: Fault): WatchedFileRecord {
    const sha256 = createHash('sha256')
      .update(`\0${folder?.path ?? ''}\0${name}\0${stamp}`)
      .digest('hex');
    return {
      sha256,
      name: shownName(name),
      looked_at: clock.now().toISOString(),
      added: 0,
      fault_code: fault.code,
      fault_message: fault.message,
      fault_offset: null,
    };
  }

  /** One look at a later time, whatever is planned already. */
  function later(ms: number, then: () => void = () => undefined): void {
    const cancel = timer(() => {
      stops.delete(cancel);
      then();
      look().catch(report);
    }, ms);
    stops.add(cancel);
  }

  function begin(): void {
    for (const cancel of stops) cancel();
    stops.clear();
    before = new Map();
    handled = new Map();
    lookedAt = undefined;
    unreadable = false;
    if (folder === undefined) return;
    let soon = false;
    stops.add(
      eyes.watch(folder.path, () => {
        if (soon) return;
        soon = true;
        later(SOON_MS, () => (soon = false));
      }),
    );
    const poll = (): void => later(POLL_MS, poll);
    poll();
    later(SOON_MS);
  }

  async function state(): Promise<WatchedFolder> {
    if (folder === undefined) return { unreadable: false, files: 0, requests: 0, faults: [] };
    const { path, since, by } = folder;
    const counts = await watchedSince(db, since);
    return { path, since, by, ...(lookedAt === undefined ? {} : { lookedAt }), unreadable, ...counts };
  }

  return {
    state,
    look,
    start: async (): Promise<void> => {
      const kept = await findWatchedFolder(db);
      folder = kept === undefined ? undefined : { path: kept.path, since: kept.since, by: kept.set_by };
      begin();
    },
    /** Another folder from now on, or none; its path was resolved. */
    set: async (actor: Actor, path: string | undefined): Promise<WatchedFolder> => {
      const next = path === undefined ? undefined : { path, since: clock.now().toISOString(), by: actor.name };
      await unit.run({ event: 'request.folder-set', actor, data: { path: path ?? '' } }, async (trx) => {
        await putWatchedFolder(trx, next && { path: next.path, since: next.since, set_by: next.by });
        return ok(undefined);
      });
      await queue;
      folder = next;
      begin();
      return state();
    },
    /** Two looks with a rest between: what has stopped growing is taken when this ends. */
    lookNow: async (): Promise<WatchedFolder> => {
      await look();
      await new Promise<void>((resolve) => stops.add(timer(resolve, STILL_MS)));
      await look();
      return state();
    },
    stop: async (): Promise<void> => {
      ended = true;
      for (const cancel of stops) cancel();
      await queue;
    },
  };
}

function whyOdd({ kind, size }: SeenFile): keyof typeof refused {
  return kind === 'file' ? (size > MOST_BYTES ? 'large' : 'unreadable') : kind;
}

function shownName(name: string): string {
  return wellFormed(name.slice(0, 200));
}
