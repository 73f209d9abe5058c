import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { type ChainVerdict, createChainVerifier } from '../../../shared/domain/verify-chain.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import { sha256 } from './sha256.ts';
import { BackupManifest, digestFile, MANIFEST, syncFile, tokenFolders } from './backup-manifest.ts';
import { connectReadOnly, type Sqlite } from './connect.ts';
import { openDatabase } from './database.ts';
import { type DraftFolder, draftFolder } from './draft.ts';
import { refusalOf } from './migrate.ts';
import { migrations } from './migrations.ts';
import { closeToOthers, isPlainFile } from './own-file.ts';
import { lastEntry, noteEnd } from './recorded-end.ts';
import { storeFaultOf } from './store-fault.ts';
import { createUnit } from './unit.ts';
import type { WorkspaceFault } from './workspace-fault.ts';
import {
  freeBytes,
  isVacant,
  prepareFolders,
  readJson,
  syncFolder,
  type WorkspaceInfo,
  readWorkspaceInfo,
  workspacePaths,
} from './workspace-folder.ts';
import { writeState } from './workspace-state.ts';

export interface BackupCheck {
  readonly manifest: BackupManifest;
  /** The chain against the head that the manifest names. */
  readonly chain: ChainVerdict;
}

/** Checks a backup without changing it: every file against its hash, the database's integrity, schema and audit chain. */
export async function checkBackup(folder: string): Promise<Result<BackupCheck, WorkspaceFault>> {
  const path = resolve(folder);
  try {
    if (!existsSync(join(path, MANIFEST))) return fail({ code: 'BACKUP_NOT_FOUND', data: { path } });
    const manifest = BackupManifest.safeParse(readJson(join(path, MANIFEST)));
    if (!manifest.success) return fail({ code: 'BACKUP_DAMAGED', data: { path, file: MANIFEST } });
    const damaged = await damagedFile(path, manifest.data);
    if (damaged !== undefined) return fail({ code: 'BACKUP_DAMAGED', data: { path, file: damaged } });

    const sqlite = connectReadOnly(workspacePaths(path).database);
    try {
      const refusal = refusalOf(sqlite, migrations);
      if (refusal !== undefined) return fail(refusal);
      if (sqlite.pragma('integrity_check', { simple: true }) !== 'ok') {
        return fail({ code: 'BACKUP_DAMAGED', data: { path, file: 'pki.db' } });
      }
      return ok({
        manifest: manifest.data,
        chain: verifyRows(sqlite, manifest.data.workspaceId, manifest.data.head.hash),
      });
    } finally {
      sqlite.close();
    }
  } catch (error) {
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fail(fault);
  }
}

export interface RestoreWish {
  readonly from: string;
  /** Absent or empty. */
  readonly target: string;
  readonly actor: Actor;
  readonly clock: Clock;
}

/**
 * Makes a workspace from a backup in an absent or empty folder. It is checked first, put together beside the target
 * and renamed; it knows from then on that it is a restored one.
 */
export async function restoreWorkspace(wish: RestoreWish): Promise<Result<WorkspaceInfo, WorkspaceFault>> {
  const from = resolve(wish.from);
  const target = resolve(wish.target);
  const checked = await checkBackup(from);
  if (!checked.ok) return checked;
  const { manifest, chain } = checked.value;
  if (!chain.intact) return fail({ code: 'BACKUP_DAMAGED', data: { path: from, file: 'pki.db' } });
  let draft: DraftFolder | undefined;
  try {
    if (!isVacant(target)) return fail({ code: 'WORKSPACE_NOT_EMPTY', data: { path: target } });
    mkdirSync(dirname(target), { recursive: true });
    const needed = manifest.files.reduce((sum, file) => sum + file.bytes, 1_000_000);
    const free = freeBytes(dirname(target));
    if (free < needed) return fail({ code: 'WORKSPACE_NO_SPACE', data: { path: dirname(target), needed, free } });

    const begun = draftFolder(target);
    if (!begun.ok) return begun;
    draft = begun.value;
    copyFiles(from, draft.path, manifest);
    // The medium may have been exchanged since it was checked.
    const damaged = await damagedFile(draft.path, manifest);
    if (damaged !== undefined) return fail({ code: 'BACKUP_DAMAGED', data: { path: from, file: damaged } });
    const marked = await mark(draft.path, manifest, wish);
    if (!marked.ok) return marked;
    const placed = draft.place();
    if (!placed.ok) return placed;
    return readWorkspaceInfo(target);
  } catch (error) {
    const fault = storeFaultOf(error, target);
    if (fault === undefined) throw error;
    return fail(fault);
  } finally {
    draft?.discard();
  }
}

function copyFiles(from: string, draft: string, { files }: BackupManifest): void {
  prepareFolders(draft);
  const folders = tokenFolders(files.map(({ path }) => path));
  for (const part of folders) mkdirSync(join(draft, part), { recursive: true, mode: 0o700 });
  for (const { path } of files) {
    copyFileSync(join(from, path), join(draft, path), constants.COPYFILE_EXCL);
    closeToOthers(join(draft, path));
    syncFile(join(draft, path));
  }
  for (const part of folders) syncFolder(join(draft, part));
}

async function mark(
  draft: string,
  manifest: BackupManifest,
  { actor, clock }: RestoreWish,
): Promise<Result<undefined, WorkspaceFault>> {
  const opened = openDatabase({ path: workspacePaths(draft).database, clock, mustExist: true });
  if (!opened.ok) return opened;
  try {
    const unit = createUnit({ database: opened.value, clock, workspaceId: manifest.workspaceId });
    const data = { backupMadeAt: manifest.madeAt, headSeq: manifest.head.seq };
    await unit.run({ event: 'workspace.restore', actor, subject: manifest.workspaceId, data }, async (trx) => {
      // Without a place the workspace takes the one where it is opened first; that is no second copy.
      await trx.deleteFrom('workspace_state').where('name', '=', 'place').execute();
      const noticedAt = clock.now().toISOString();
      await writeState(trx, 'provenance', canonicalJson({ kind: 'restored', noticedAt }));
      return ok(undefined);
    });
    await unit.close();
    noteEnd(workspacePaths(draft).head, await lastEntry(opened.value.db));
    return ok(undefined);
  } finally {
    opened.value.close();
  }
}

async function damagedFile(folder: string, manifest: BackupManifest): Promise<string | undefined> {
  const names = manifest.files.map((file) => file.path);
  for (const path of ['pki.db', 'workspace.json']) if (!names.includes(path)) return path;
  for (const { path, bytes, sha256: wanted } of manifest.files) {
    if (!isPlainFile(join(folder, path))) return path;
    const found = await digestFile(join(folder, path));
    if (found.bytes !== bytes || found.sha256 !== wanted) return path;
  }
  return undefined;
}

function verifyRows(sqlite: Sqlite, workspaceId: string, head: string): ChainVerdict {
  const verifier = createChainVerifier({ workspaceId, sha256, head });
  const rows = sqlite.prepare<[], { entry: string; hash: string }>(
    'select entry, hash from audit_entries order by seq',
  );
  for (const { entry, hash } of rows.iterate()) verifier.add({ text: entry, hash });
  return verifier.verdict();
}
