import { chmodSync, closeSync, constants, lstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Makes an absent file, and takes from a present one what others were allowed: for files that SQLite would make by the
 * umask. Its journals get the modes of their database. A present file is not opened: closing it would drop SQLite's
 * locks on it.
 */
export function ownFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  closeToOthers(path);
}

/** Takes from a file that may be there what others were allowed. Windows has no such modes. */
export function closeToOthers(path: string): void {
  if (process.platform === 'win32') return;
  const mode = lstatSync(path, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && (mode & 0o077) !== 0) chmodSync(path, 0o600);
}

/** Whether something is a plain file; a link to one is none. */
export function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Copies a small file without following a link at either end and without replacing anything; for its user alone. */
export function copySmallFile(from: string, to: string): void {
  // Windows has no O_NOFOLLOW (undefined counts as 0).
  const file = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    writeFileSync(to, readFileSync(file), { flag: 'wx', mode: 0o600 });
  } finally {
    closeSync(file);
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
