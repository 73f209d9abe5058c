import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import type { AuditEntry } from './append-entry.ts';
import { type Database, openDatabase } from './database.ts';
import { isSamePlace, Place, placeOf, Provenance } from './provenance.ts';
import { catchStoreFault, storeFaultOf } from './store-fault.ts';
import { createUnit, type Unit } from './unit.ts';
import type { WorkspaceFault } from './workspace-fault.ts';
import {
  freeBytes,
  isVacant,
  newWorkspaceInfo,
  prepareFolders,
  readWorkspaceInfo,
  type WorkspaceInfo,
  type WorkspaceKind,
  type WorkspacePaths,
  workspacePaths,
  writeFileWhole,
} from './workspace-folder.ts';
import { lockWorkspace } from './workspace-lock.ts';
import { type RecordedEnd, readRecordedEnd } from './recorded-end.ts';
import { readState, writeState } from './workspace-state.ts';

export interface WorkspaceDeps {
  readonly clock: Clock;
  readonly uuid: () => string;
  /** Name of this machine, `machineName()` in the product. */
  readonly machine: string;
  /** Who opens it: finding a copy is an entry too. */
  readonly actor: Actor;
  readonly committed?: (entry: AuditEntry) => void;
}

export interface Workspace {
  readonly info: WorkspaceInfo;
  readonly paths: WorkspacePaths;
  readonly database: Database;
  readonly unit: Unit;
  provenance(): Provenance;
  /** The operator has understood that this is a copy and works on with it. */
  acknowledge(actor: Actor): Promise<void>;
  /** The last audit entry; for the clock watch and for anchoring. */
  end(): RecordedEnd | undefined;
  /** Bytes free on its disk, and whether that is little. */
  space(): { readonly free: number; readonly low: boolean };
  close(): Promise<void>;
}

const LOW_SPACE = 200_000_000;

/**
 * Makes a workspace in a folder that is absent or empty, and opens it. It is put together beside that folder and
 * renamed, so no half-made one is left at the place.
 */
export async function createWorkspace(
  folder: string,
  wish: { readonly kind: WorkspaceKind; readonly name: string },
  deps: WorkspaceDeps,
): Promise<Result<Workspace, WorkspaceFault>> {
  const target = resolve(folder);
  const draft = join(dirname(target), `.${basename(target)}.partial`);
  const prepared = catchStoreFault(target, () => {
    if (!isVacant(target)) return false;
    mkdirSync(dirname(target), { recursive: true });
    rmSync(draft, { recursive: true, force: true });
    prepareFolders(draft);
    return true;
  });
  if ('fault' in prepared) return fail(prepared.fault);
  if (!prepared.value) return fail({ code: 'WORKSPACE_NOT_EMPTY', data: { path: target } });

  try {
    const info = newWorkspaceInfo({ id: deps.uuid(), created: deps.clock.now().toISOString(), ...wish });
    const filled = await fill(draft, info, deps);
    if (!filled.ok) return filled;
    const placed = catchStoreFault(target, () => place(draft, target));
    if ('fault' in placed) return fail(placed.fault);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return openWorkspace(target, deps);
}

/** Puts a finished folder where an absent or empty one is. */
export function place(draft: string, target: string): void {
  if (existsSync(target)) rmdirSync(target);
  renameSync(draft, target);
}

async function fill(
  draft: string,
  info: WorkspaceInfo,
  deps: WorkspaceDeps,
): Promise<Result<undefined, WorkspaceFault>> {
  const paths = workspacePaths(draft);
  const opened = openDatabase({ path: paths.database, clock: deps.clock });
  if (!opened.ok) return opened;
  const database = opened.value;
  try {
    const unit = createUnit({ database, clock: deps.clock, workspaceId: info.id });
    const about = {
      event: 'workspace.create',
      actor: deps.actor,
      subject: info.id,
      data: { kind: info.kind, name: info.name },
    };
    await unit.run(about, async (trx) => {
      await writeState(trx, 'workspaceId', info.id);
      return ok(undefined);
    });
    await unit.close();
  } finally {
    database.close();
  }
  writeFileWhole(paths.info, `${JSON.stringify(info, null, 2)}\n`);
  return ok(undefined);
}

/** Opens a workspace and keeps it: no other core can until `close`, or until this process ends in whatever way. */
export async function openWorkspace(folder: string, deps: WorkspaceDeps): Promise<Result<Workspace, WorkspaceFault>> {
  const path = resolve(folder);
  const info = readWorkspaceInfo(path);
  if (!info.ok) return info;
  const paths = workspacePaths(path);
  if (!existsSync(paths.database)) return fail({ code: 'WORKSPACE_INCOMPLETE', data: { path, missing: 'pki.db' } });
  const prepared = catchStoreFault(path, () => prepareFolders(path));
  if ('fault' in prepared) return fail(prepared.fault);
  const lock = lockWorkspace(paths.lock);
  if (!lock.ok)
    return fail(lock.error.code === 'STORE_BUSY' ? { code: 'WORKSPACE_IN_USE', data: { path } } : lock.error);

  const opened = openDatabase({ path: paths.database, clock: deps.clock, mustExist: true });
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const release = (): void => {
    opened.value.close();
    lock.value.release();
  };
  try {
    const workspace = await settle(info.value, paths, opened.value, deps, release);
    if (!workspace.ok) release();
    return workspace;
  } catch (error) {
    release();
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fail(fault);
  }
}

async function settle(
  info: WorkspaceInfo,
  paths: WorkspacePaths,
  database: Database,
  deps: WorkspaceDeps,
  release: () => void,
): Promise<Result<Workspace, WorkspaceFault>> {
  if ((await readState(database.db, 'workspaceId')) !== info.id) {
    return fail({ code: 'WORKSPACE_MISMATCH', data: { path: paths.folder } });
  }
  let end = await lastEntry(database);
  const unit = createUnit({
    database,
    clock: deps.clock,
    workspaceId: info.id,
    committed: (entry) => {
      end = { seq: entry.seq, hash: entry.hash, at: entry.at };
      deps.committed?.(entry);
    },
  });
  let provenance = await recognise(paths, database, unit, deps);
  const keepEnd = (): void => {
    if (end !== undefined) writeFileWhole(paths.head, canonicalJson({ ...end }));
  };
  catchStoreFault(paths.head, keepEnd);

  const workspace: Workspace = {
    info,
    paths,
    database,
    unit,
    provenance: () => provenance,
    acknowledge: async (actor) => {
      const about = { event: 'workspace.acknowledge', actor, data: { ...provenance } };
      await unit.run(about, async (trx) => {
        await writeState(trx, 'provenance', canonicalJson({ kind: 'original' }));
        return ok(undefined);
      });
      provenance = { kind: 'original' };
    },
    end: () => end,
    space: () => {
      const free = freeBytes(paths.folder);
      return { free, low: free < LOW_SPACE };
    },
    close: async () => {
      await unit.close();
      // A full disk must not keep a workspace from closing; the older note is as true as before.
      catchStoreFault(paths.head, keepEnd);
      release();
    },
  };
  return ok(workspace);
}

/**
 * Finds out whether this database is the one last worked in. Copied: it lies elsewhere than it did. Restored: our own
 * restore says so, or it ends before an entry that this folder has already seen.
 */
async function recognise(
  paths: WorkspacePaths,
  database: Database,
  unit: Unit,
  deps: WorkspaceDeps,
): Promise<Provenance> {
  const here = placeOf(paths.database, deps.machine);
  const before = await readState(database.db, 'place');
  const stored = await readState(database.db, 'provenance');
  const known: Provenance = stored === undefined ? { kind: 'original' } : Provenance.parse(JSON.parse(stored));
  const kind = (await isRolledBack(paths, database))
    ? 'restored'
    : before !== undefined && !isSamePlace(Place.parse(JSON.parse(before)), here)
      ? 'copied'
      : undefined;
  if (kind === undefined && before !== undefined && samePath(before, here)) return known;

  const noticed: Provenance = kind === undefined ? known : { kind, noticedAt: deps.clock.now().toISOString() };
  const event = kind === undefined ? 'workspace.place' : `workspace.${kind}`;
  await unit.run({ event, actor: deps.actor, subject: paths.folder.slice(-300) }, async (trx) => {
    await writeState(trx, 'place', canonicalJson(here));
    await writeState(trx, 'provenance', canonicalJson(noticed));
    return ok(undefined);
  });
  return noticed;
}

function samePath(before: string, here: Place): boolean {
  return before === canonicalJson(here);
}

async function isRolledBack(paths: WorkspacePaths, database: Database): Promise<boolean> {
  const seen = readRecordedEnd(paths.head);
  if (seen === undefined) return false;
  const row = await database.db
    .selectFrom('audit_entries')
    .select('hash')
    .where('seq', '=', seen.seq)
    .executeTakeFirst();
  return row?.hash !== seen.hash;
}

async function lastEntry({ db }: Database): Promise<RecordedEnd | undefined> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'hash', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}
