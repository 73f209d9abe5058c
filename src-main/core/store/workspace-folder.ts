import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { WorkspaceFault } from './workspace-fault.ts';

/** What lies where in a workspace. All of it is for its user alone. */
export interface WorkspacePaths {
  readonly folder: string;
  readonly info: string;
  readonly database: string;
  /** What was synced from platforms; can be read again, so no backup has it. */
  readonly platformDatabase: string;
  readonly lock: string;
  /** The last known end of the audit chain, outside the database: shows a database put back by hand. */
  readonly head: string;
  /** Where the roster stood last, outside the database: shows a table that was emptied or put back. */
  readonly roster: string;
  readonly logs: string;
  readonly exports: string;
  readonly softwareToken: string;
  readonly backups: string;
}

export function workspacePaths(folder: string): WorkspacePaths {
  return {
    folder,
    info: join(folder, 'workspace.json'),
    database: join(folder, 'pki.db'),
    platformDatabase: join(folder, 'platform.db'),
    lock: join(folder, 'core.lock'),
    head: join(folder, 'head.json'),
    roster: join(folder, 'roster.json'),
    logs: join(folder, 'logs'),
    exports: join(folder, 'exports'),
    softwareToken: join(folder, 'software-token'),
    backups: join(folder, 'backups'),
  };
}

const FORMAT = 1;
export const WorkspaceKind = z.enum(['production', 'rehearsal', 'demo']);
export type WorkspaceKind = z.infer<typeof WorkspaceKind>;

const WorkspaceInfo = z.strictObject({
  format: z.literal(FORMAT),
  id: z.uuid(),
  kind: WorkspaceKind,
  created: z.iso.datetime(),
  name: z.string().min(1).max(100),
});
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;

export function newWorkspaceInfo(facts: Omit<WorkspaceInfo, 'format'>): WorkspaceInfo {
  return { format: FORMAT, ...facts };
}

/** Reads `workspace.json`. */
export function readWorkspaceInfo(folder: string): Result<WorkspaceInfo, WorkspaceFault> {
  const path = workspacePaths(folder).info;
  if (!existsSync(path)) return fail({ code: 'WORKSPACE_NOT_FOUND', data: { path: folder } });
  const value = readJson(path);
  const newer = z.looseObject({ format: z.int().min(FORMAT + 1) }).safeParse(value);
  if (newer.success) {
    return fail({ code: 'WORKSPACE_NEWER', data: { path: folder, found: newer.data.format, known: FORMAT } });
  }
  const info = WorkspaceInfo.safeParse(value);
  if (!info.success) return fail({ code: 'WORKSPACE_INCOMPLETE', data: { path: folder, missing: 'workspace.json' } });
  return ok(info.data);
}

/** JSON of a file; undefined when it is absent or none. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes the folders that are missing and takes away what others were allowed. */
export function prepareFolders(folder: string): void {
  const paths = workspacePaths(folder);
  for (const path of [folder, paths.logs, paths.exports, paths.softwareToken, paths.backups]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // mkdir's mode is cut by the umask and not applied to a folder that is there already. Windows has no such modes.
    if (process.platform !== 'win32') chmodSync(path, 0o700);
  }
}

/** True for a folder that is not there or holds nothing. */
export function isVacant(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

/** Writes a small file whole or not at all, readable by its user alone. */
export function writeFileWhole(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.new`);
  // Left by a crash, or a link that somebody put there: it is not written through.
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Makes a rename or a new name in a folder survive a power cut; Windows does that by itself and opens no folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Bytes that this user can still write where the path lies. */
export function freeBytes(path: string): number {
  const disk = statfsSync(path);
  return disk.bavail * disk.bsize;
}
