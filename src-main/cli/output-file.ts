import { accessSync, closeSync, constants, fsyncSync, lstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CliIo, CommandFault, Options } from './command.ts';

/** The file that `--out` names. */
export interface OutputFile {
  readonly path: string;
  /** Throws what the system says; see {@link fileFault}. */
  write(content: Uint8Array): void;
}

/**
 * Looks at the name of `--out` before the work begins, so that nothing is signed or exported for a file that cannot be
 * written. An existing file is never touched. The file can be read by its user alone.
 */
export function newOutputFile(options: Options, io: CliIo): Result<OutputFile | undefined, CommandFault> {
  const name = options.text('out');
  return name === undefined ? ok(undefined) : newFileAt(name, io);
}

/** The same for a name of ours. */
export function newFileAt(name: string, io: Pick<CliIo, 'cwd'>): Result<OutputFile, CommandFault> {
  const path = resolve(io.cwd, name);
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return fail(fileFault({ code: 'EEXIST' }));
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    return fail(fileFault(error));
  }
  return ok({ path, write: (content) => writeNew(path, content) });
}

function writeNew(path: string, content: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  let whole = false;
  try {
    for (let at = 0; at < content.length;) at += writeSync(file, content, at);
    fsyncSync(file);
    whole = true;
  } finally {
    closeSync(file);
    if (!whole) rmSync(path, { force: true });
  }
}

/** What the system says of a file of ours, as a fault; anything else is a bug. */
export function fileFault(error: unknown): CommandFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EEXIST':
      return { code: 'FILE_EXISTS', data: { detail: 'the file exists already and is left as it is' } };
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'DISK_FULL', data: { detail: 'no room on the disk for the file' } };
    case 'EACCES':
    case 'EPERM':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EROFS':
    case 'ENAMETOOLONG':
      return { code: 'FILE_UNWRITABLE', data: { detail: `the file cannot be written (${code})` } };
    default:
      return { code: 'INTERNAL', data: { detail: error instanceof Error ? error.name : 'unknown' } };
  }
}
