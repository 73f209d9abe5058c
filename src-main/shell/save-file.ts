import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/util/result.ts';

export interface SaveFault {
  readonly code: 'read-only' | 'disk-full' | 'missing' | 'io';
}

/**
 * Writes a file wholly or not at all: into a neighbour, to the disk, then over the name. Readable by its owner only,
 * because it may be a private key in an envelope.
 */
export async function saveFile(path: string, bytes: Uint8Array): Promise<Result<undefined, SaveFault>> {
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    return ok(undefined);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return fail({ code: faultOf(error) });
  }
}

function faultOf(error: unknown): SaveFault['code'] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'read-only';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return 'io';
}
