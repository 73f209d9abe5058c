import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type Clock, systemTimer, type Timer } from '../clock.ts';
import type { AuditEntry } from './append-entry.ts';
import { type Database, openDatabase } from './database.ts';
import { draftFolder } from './draft.ts';
import { placeOf, type Provenance } from './provenance.ts';
import { recognise } from './recognise.ts';
import { createEndNote, lastEntry, noteEnd, type RecordedEnd, readRecordedEnd } from './recorded-end.ts';
import { catchStoreFault, storeFaultOf } from './store-fault.ts';
import { sweepDrafts } from './sweep-drafts.ts';
import { createUnit, type Unit } from './unit.ts';
import type { WorkspaceFault } from './workspace-fault.ts';
import {
  freeBytes,
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
import { readState, writeState } from './workspace-state.ts';

export interface WorkspaceDeps {
  readonly clock: Clock;
  readonly uuid: () => string;
  /** Name of this machine, `machineName()` in the product. */
  readonly machine: string;
  /** Who opens it: finding a copy is an entry too. */
  readonly actor: Actor;
  readonly committed?: (entry: AuditEntry) => void;
  /** Paces the note of the chain's end; the system's when silent. */
  readonly timer?: Timer;
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
  /** The last audit entry as `head.json` told it when the workspace was opened; undefined when it told nothing. */
  notedEnd(): RecordedEnd | undefined;
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
  const begun = catchStoreFault(target, () => draftFolder(target));
  if ('fault' in begun) return fail(begun.fault);
  if (!begun.value.ok) return begun.value;
  const draft = begun.value.value;
  try {
    prepareFolders(draft.path);
    const info = newWorkspaceInfo({ id: deps.uuid(), created: deps.clock.now().toISOString(), ...wish });
    const filled = await fill(draft.path, info, deps);
    if (!filled.ok) return filled;
    const placed = draft.place();
    if (!placed.ok) return placed;
  } catch (error) {
    const fault = storeFaultOf(error, target);
    if (fault === undefined) throw error;
    return fail(fault);
  } finally {
    draft.discard();
  }
  return openWorkspace(target, deps);
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
      await writeState(trx, 'place', canonicalJson(placeOf(paths.database, deps.machine)));
      return ok(undefined);
    });
    await unit.close();
    noteEnd(paths.head, await lastEntry(database.db));
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

  const now = deps.clock.now().getTime();
  for (const place of [dirname(path), paths.backups]) sweepDrafts(place, now);
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
  const noted = readRecordedEnd(paths.head);
  const note = createEndNote(paths.head, deps.timer ?? systemTimer);
  let end = await lastEntry(database.db);
  const unit = createUnit({
    database,
    clock: deps.clock,
    workspaceId: info.id,
    timer: deps.timer ?? systemTimer,
    committed: (entry) => {
      end = { seq: entry.seq, hash: entry.hash, at: entry.at };
      note.moved(end);
      deps.committed?.(entry);
    },
  });
  let provenance = await recognise(paths, database, unit, noted, deps);
  if (end !== undefined && end.hash !== noted?.hash) note.moved(end);

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
    notedEnd: () => noted,
    space: () => {
      const free = freeBytes(paths.folder);
      return { free, low: free < LOW_SPACE };
    },
    close: async () => {
      await unit.close();
      note.close();
      release();
    },
  };
  return ok(workspace);
}
