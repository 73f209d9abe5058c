import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { toHex } from '../../../shared/util/hex.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { errorCode, fileProblem, systemFault, tokenFault } from './fault.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/** The few calls of node:fs/promises that are used, so that a test can let each of them fail. */
export interface FileSystem {
  open(path: string, flags: string | number, mode?: number): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string, options: { readonly mode: number }): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  lstat(path: string): Promise<{ isDirectory(): boolean; isFile(): boolean }>;
  access(path: string, mode: number): Promise<void>;
}

export interface TokenFilesDeps {
  readonly fileSystem: FileSystem;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Our files have two kilobytes at most; what is longer is not ours. */
const LARGEST = 64 * 1024;
const TEMPORARY = /^\.[0-9a-z]+(?:\.certificate)?\.json\.[0-9a-f]{16}\.tmp$/;

export type TokenFiles = ReturnType<typeof createTokenFiles>;

/**
 * Small files that are either whole or not there. A file is written beside its place, synced, renamed into it, and the
 * folder synced after: a crash at any point leaves the old file or the new one, and at worst a temporary one that
 * {@link TokenFiles.sweep} removes. Files are 0600, folders 0700; links are refused, not followed.
 */
export function createTokenFiles({ fileSystem, randomBytes }: TokenFilesDeps) {
  /** The bytes of a file, or undefined where there is none. */
  async function read(path: string): Answer<Uint8Array | undefined> {
    try {
      // Windows has no O_NOFOLLOW (undefined counts as 0), so the link is also looked for; between the two calls a race remains there only.
      if (!(await fileSystem.lstat(path)).isFile()) return fileProblem('DEVICE_ERROR', 'file-not-plain');
      const file = await fileSystem.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const facts = await file.stat();
        if (!facts.isFile()) return fileProblem('DEVICE_ERROR', 'file-not-plain');
        if (facts.size > LARGEST) return fileProblem('DEVICE_ERROR', 'file-damaged');
        return ok(await file.readFile());
      } finally {
        await file.close();
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return ok(undefined);
      // A file that may not be read is no read-only token: name the system's word instead.
      const told = systemFault(error);
      return told.error.code === 'TOKEN_READ_ONLY'
        ? tokenFault('DEVICE_ERROR', `file-error ${errorCode(error)}`)
        : told;
    }
  }

  /** Puts a file into its place, replacing the one before. After `OUTCOME_UNKNOWN` the new file is there, perhaps not for good. */
  async function write(path: string, bytes: Uint8Array): Answer<undefined> {
    const temporary = join(dirname(path), `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
    try {
      const file = await fileSystem.open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await fileSystem.rename(temporary, path);
    } catch (error) {
      await fileSystem.unlink(temporary).catch(() => undefined);
      return systemFault(error);
    }
    return syncFolder(dirname(path));
  }

  /** Removes a file for good. Answers whether there was one. */
  async function remove(path: string): Answer<boolean> {
    try {
      await fileSystem.unlink(path);
    } catch (error) {
      return errorCode(error) === 'ENOENT' ? ok(false) : systemFault(error);
    }
    const synced = await syncFolder(dirname(path));
    return synced.ok ? ok(true) : synced;
  }

  async function syncFolder(folder: string): Answer<undefined> {
    // Windows cannot open a folder; NTFS journals the rename itself.
    if (process.platform === 'win32') return ok(undefined);
    try {
      const handle = await fileSystem.open(folder, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      return ok(undefined);
    } catch (error) {
      return tokenFault('OUTCOME_UNKNOWN', `file-error ${errorCode(error)}`);
    }
  }

  /** Whether there is a real folder; a link or anything else in its place is a fault. */
  async function folderExists(folder: string): Answer<boolean> {
    try {
      return (await fileSystem.lstat(folder)).isDirectory() ? ok(true) : fileProblem('DEVICE_ERROR', 'file-not-plain');
    } catch (error) {
      return errorCode(error) === 'ENOENT' ? ok(false) : systemFault(error);
    }
  }

  /** Makes a folder (its parent must exist) unless it is there. */
  async function makeFolder(folder: string): Answer<undefined> {
    const there = await folderExists(folder);
    if (!there.ok) return there;
    if (there.value) return ok(undefined);
    try {
      await fileSystem.mkdir(folder, { mode: 0o700 });
    } catch (error) {
      return systemFault(error);
    }
    return syncFolder(dirname(folder));
  }

  /** The names in a folder; none where there is no folder. */
  async function names(folder: string): Answer<readonly string[]> {
    const there = await folderExists(folder);
    if (!there.ok) return there;
    if (!there.value) return ok([]);
    try {
      return ok((await fileSystem.readdir(folder)).sort());
    } catch (error) {
      return systemFault(error);
    }
  }

  /** Removes what an interrupted {@link write} left: ciphertext that never got its name. Best effort. */
  async function sweep(folder: string): Promise<void> {
    const found = await names(folder);
    if (!found.ok) return;
    for (const name of found.value) {
      if (TEMPORARY.test(name)) await fileSystem.unlink(join(folder, name)).catch(() => undefined);
    }
  }

  /** Whether the system lets us write there; a folder that is not yet made asks its parent. */
  async function writable(folder: string): Promise<boolean> {
    const there = await folderExists(folder);
    const asked = there.ok && there.value ? folder : dirname(folder);
    return fileSystem.access(asked, constants.W_OK).then(
      () => true,
      () => false,
    );
  }

  return { read, write, remove, folderExists, makeFolder, names, sweep, writable };
}
