import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DRAFT_PREFIX } from './draft.ts';

/** Nobody restores or backs up for so long; a younger draft may be another console's at work. */
const ABANDONED_AFTER_MS = 24 * 60 * 60_000;

/** What a draft of ours can hold. A folder with anything else is somebody's own, whatever its name. */
const OURS: ReadonlySet<string> = new Set([
  ...['pki.db', 'pki.db-wal', 'pki.db-shm', 'pki.db-journal', 'workspace.json', '.workspace.json.new', 'backup.json'],
  ...['.backup.json.new', 'head.json', '.head.json.new', 'core.lock', 'logs', 'exports', 'software-token', 'backups'],
]);

/**
 * Removes drafts of workspaces and backups in a folder that a crash left behind: private copies of a database that nobody
 * misses. What cannot be looked at or removed stays. `now`: milliseconds since the epoch. Answers how many went.
 */
export function sweepDrafts(folder: string, now: number): number {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return 0;
  }
  return names.filter((name) => isDraftName(name) && sweep(join(folder, name), now)).length;
}

function isDraftName(name: string): boolean {
  return name.startsWith(DRAFT_PREFIX) && /^[A-Za-z0-9]{6}$/.test(name.slice(DRAFT_PREFIX.length));
}

function sweep(path: string, now: number): boolean {
  try {
    const facts = lstatSync(path);
    // A link is not followed, and another user's folder is not ours to judge.
    if (!facts.isDirectory() || now - facts.mtimeMs < ABANDONED_AFTER_MS) return false;
    if (process.getuid !== undefined && facts.uid !== process.getuid()) return false;
    if (!readdirSync(path).every((name) => OURS.has(name))) return false;
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
