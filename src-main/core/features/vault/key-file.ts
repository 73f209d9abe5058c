import { closeSync, constants, fstatSync, fsyncSync, lstatSync, openSync, readSync, writeSync } from 'node:fs';
import { fromBase64, toBase64 } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { RandomBytes } from './vault-envelope.ts';

/** `ocpi-console key 1 ` and 32 random bytes in base64: one line that says what it is. */
const PREFIX = 'ocpi-console key 1 ';
const BYTES = 32;
const LENGTH = PREFIX.length + 44 + 1;

export type KeyFileReason = 'missing' | 'link' | 'readable-by-others' | 'form' | 'unreadable';
type Fault = { readonly code: 'VAULT_KEY_FILE'; readonly data: { readonly reason: KeyFileReason } };

/** Makes a key file for its user alone. An existing file is never replaced: throws EEXIST. */
export function createKeyFile(path: string, randomBytes: RandomBytes): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${PREFIX}${toBase64(randomBytes(BYTES))}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Reads a key file: a regular file, no link, readable by its owner alone, exactly of our form. */
export function readKeyFile(path: string): Result<Uint8Array, Fault> {
  let file: number;
  try {
    if (lstatSync(path).isSymbolicLink()) return refuse('link');
    // Checked on the open file too: between the look and the opening it may have been exchanged.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW || 0));
  } catch (error) {
    return refuse(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable');
  }
  try {
    const { mode, size } = fstatSync(file);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG || size !== LENGTH) return refuse('form');
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) return refuse('readable-by-others');
    const text = Buffer.alloc(LENGTH);
    const read = readSync(file, text, 0, LENGTH, 0);
    const line = text.toString('latin1', 0, read);
    text.fill(0);
    const bytes =
      line.startsWith(PREFIX) && line.endsWith('\n') ? fromBase64(line.slice(PREFIX.length, -1)) : undefined;
    return bytes?.length === BYTES ? ok(bytes) : refuse('form');
  } finally {
    closeSync(file);
  }
}

function refuse(reason: KeyFileReason): Result<never, Fault> {
  return fail({ code: 'VAULT_KEY_FILE', data: { reason } });
}
