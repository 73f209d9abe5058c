import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import {
  type BackupFile,
  type BackupManifest,
  digestFile,
  envelopeFiles,
  MANIFEST,
  strangeEnvelope,
  syncFile,
  tokenFolders,
} from './backup-manifest.ts';
import { connect, connectReadOnly, type Sqlite } from './connect.ts';
import { type DraftFolder, draftFolder } from './draft.ts';
import { schemaOf } from './migrate.ts';
import { closeToOthers, copySmallFile, ownFile } from './own-file.ts';
import { storeFaultOf } from './store-fault.ts';
import type { Workspace } from './workspace.ts';
import type { WorkspaceFault } from './workspace-fault.ts';
import { freeBytes, isVacant, syncFolder, workspacePaths, writeFileWhole } from './workspace-folder.ts';

export interface BackupDone {
  readonly folder: string;
  readonly bytes: number;
  readonly manifest: BackupManifest;
}

export interface BackupWish {
  /** Where the backup shall lie: a folder that is absent or empty. */
  readonly target: string;
  readonly actor: Actor;
  readonly clock: Clock;
  /** 0 to 1, at most some hundred times. */
  readonly progress?: (done: number) => void;
  /** True when the one who asked has cancelled: the backup ends as BACKUP_STOPPED and leaves nothing. */
  readonly stopped?: () => boolean;
}

const PAGES_A_STEP = 512;

/**
 * Saves the workspace while it is in use: the database by SQLite's online backup, then the software token's envelopes
 * (in this order, so that no key in the database lacks its envelope), `workspace.json` and a manifest with hashes.
 * The folder appears under its name only when it is complete and on the disk.
 */
export async function backupWorkspace(
  workspace: Workspace,
  wish: BackupWish,
): Promise<Result<BackupDone, WorkspaceFault>> {
  const target = resolve(wish.target);
  let draft: DraftFolder | undefined;
  try {
    if (!isVacant(target)) return fail({ code: 'WORKSPACE_NOT_EMPTY', data: { path: target } });
    // A backup that lacks a key and says nothing of it would be worse than none.
    const file = strangeEnvelope(workspace.paths.folder);
    if (file !== undefined) {
      return fail({ code: 'WORKSPACE_STRANGE_FILE', data: { path: workspace.paths.folder, file } });
    }
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const needed = neededBytes(workspace);
    const free = freeBytes(dirname(target));
    if (free < needed) return fail({ code: 'WORKSPACE_NO_SPACE', data: { path: dirname(target), needed, free } });

    const begun = draftFolder(target);
    if (!begun.ok) return begun;
    draft = begun.value;
    const manifest = await fill(draft.path, workspace, wish);
    goOn(wish);
    const placed = draft.place();
    if (!placed.ok) return placed;
    await workspace.unit.append({
      event: 'workspace.backup',
      actor: wish.actor,
      outcome: 'done',
      data: { files: manifest.files.length, headSeq: manifest.head.seq, headHash: manifest.head.hash },
    });
    return ok({ folder: target, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0), manifest });
  } catch (error) {
    if (error instanceof Stopped) {
      await workspace.unit.append({ event: 'workspace.backup.refused', actor: wish.actor, ...CANCELLED });
      return fail({ code: 'BACKUP_STOPPED', data: { path: target } });
    }
    const fault = storeFaultOf(error, target);
    if (fault === undefined) throw error;
    return fail(fault);
  } finally {
    draft?.discard();
  }
}

const CANCELLED = { outcome: 'refused', code: 'CANCELLED' } as const;

/** Ends the work from within SQLite's own loop, which knows no other way out. */
class Stopped extends Error {}

function goOn({ stopped }: BackupWish): void {
  if (stopped?.() === true) throw new Stopped('the backup was cancelled');
}

async function fill(draft: string, workspace: Workspace, wish: BackupWish): Promise<BackupManifest> {
  const to = workspacePaths(draft);
  await copyDatabase(workspace.database.sqlite, to.database, (share) => {
    goOn(wish);
    wish.progress?.(share);
  });
  const envelopes = envelopeFiles(workspace.paths.folder);
  for (const part of tokenFolders(envelopes)) mkdirSync(join(draft, part), { mode: 0o700 });
  for (const path of envelopes) {
    goOn(wish);
    copyEnvelope(workspace.paths.folder, draft, path);
  }
  copySmallFile(workspace.paths.info, to.info);

  const files: BackupFile[] = [];
  for (const path of ['pki.db', 'workspace.json', ...envelopeFiles(draft)]) {
    goOn(wish);
    const file = join(draft, path);
    closeToOthers(file);
    syncFile(file);
    files.push({ path, ...(await digestFile(file)) });
  }
  const manifest: BackupManifest = {
    format: 1,
    workspaceId: workspace.info.id,
    name: workspace.info.name,
    kind: workspace.info.kind,
    madeAt: wish.clock.now().toISOString(),
    ...readEnd(to.database),
    files,
  };
  for (const part of tokenFolders(envelopes)) syncFolder(join(draft, part));
  writeFileWhole(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/** A key destroyed since the folder was listed is in no backup. */
function copyEnvelope(from: string, to: string, path: string): void {
  try {
    copySmallFile(join(from, path), join(to, path));
  } catch (error) {
    if (existsSync(join(from, path))) throw error;
  }
}

/**
 * The copy is made in steps between which the core goes on working. Its journal mode becomes DELETE, so that it is one
 * file, readable from a medium that cannot be written.
 */
async function copyDatabase(sqlite: Sqlite, path: string, progress: (done: number) => void): Promise<void> {
  ownFile(path);
  await sqlite.backup(path, {
    progress: ({ totalPages, remainingPages }) => {
      progress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
      return PAGES_A_STEP;
    },
  });
  const copy = connect(path);
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
  progress(1);
}

function readEnd(path: string): Pick<BackupManifest, 'schema' | 'head'> {
  const copy = connectReadOnly(path);
  try {
    const head = copy
      .prepare<[], { seq: number; hash: string }>('select seq, hash from audit_entries order by seq desc limit 1')
      .get();
    if (head === undefined) throw new Error('a workspace has at least the entry of its making');
    return { schema: schemaOf(copy), head };
  } finally {
    copy.close();
  }
}

function neededBytes(workspace: Workspace): number {
  const files = envelopeFiles(workspace.paths.folder).map((path) => join(workspace.paths.folder, path));
  const wal = `${workspace.paths.database}-wal`;
  const sizes = [workspace.paths.database, wal, ...files].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.size,
  );
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 1_000_000);
}
