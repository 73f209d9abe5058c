import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import {
  type BackupFile,
  type BackupManifest,
  digestFile,
  envelopeFiles,
  MANIFEST,
  syncFile,
} from './backup-manifest.ts';
import { connect, connectReadOnly, type Sqlite } from './connect.ts';
import { schemaOf } from './migrate.ts';
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
  const draft = join(dirname(target), `.${basename(target)}.partial`);
  try {
    if (!isVacant(target)) return fail({ code: 'WORKSPACE_NOT_EMPTY', data: { path: target } });
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const needed = neededBytes(workspace);
    const free = freeBytes(dirname(target));
    if (free < needed) return fail({ code: 'WORKSPACE_NO_SPACE', data: { path: dirname(target), needed, free } });

    rmSync(draft, { recursive: true, force: true });
    const manifest = await fill(draft, workspace, wish);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
    syncFolder(dirname(target));
    await workspace.unit.append({
      event: 'workspace.backup',
      actor: wish.actor,
      outcome: 'done',
      data: { files: manifest.files.length, headSeq: manifest.head.seq, headHash: manifest.head.hash },
    });
    return ok({ folder: target, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0), manifest });
  } catch (error) {
    const fault = storeFaultOf(error, target);
    if (fault === undefined) throw error;
    return fail(fault);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function fill(draft: string, workspace: Workspace, wish: BackupWish): Promise<BackupManifest> {
  const to = workspacePaths(draft);
  mkdirSync(to.softwareToken, { recursive: true, mode: 0o700 });
  await copyDatabase(workspace.database.sqlite, to.database, wish.progress);
  for (const path of envelopeFiles(workspace.paths.folder))
    copyFileSync(join(workspace.paths.folder, path), join(draft, path));
  copyFileSync(workspace.paths.info, to.info);

  const files: BackupFile[] = [];
  for (const path of ['pki.db', 'workspace.json', ...envelopeFiles(draft)]) {
    const file = join(draft, path);
    chmodSync(file, 0o600);
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
  syncFolder(to.softwareToken);
  writeFileWhole(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/**
 * The copy is made in steps between which the core goes on working. Its journal mode becomes DELETE, so that it is one
 * file, readable from a medium that cannot be written.
 */
async function copyDatabase(sqlite: Sqlite, path: string, progress?: (done: number) => void): Promise<void> {
  await sqlite.backup(path, {
    progress: ({ totalPages, remainingPages }) => {
      progress?.(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
      return PAGES_A_STEP;
    },
  });
  const copy = connect(path);
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
  progress?.(1);
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
  const all = [workspace.paths.database, ...(existsSync(wal) ? [wal] : []), ...files];
  return all.reduce((sum, path) => sum + statSync(path).size, 0) + 1_000_000;
}
