import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Place } from '../../../shared/contract/place.ts';
import type { Caller } from '../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { storeFaultOf } from './store-fault.ts';
import { syncFolder } from './workspace-folder.ts';
import type { WorkspaceFault } from './workspace-fault.ts';

export interface PlaceFault {
  readonly code: 'PLACE_REFUSED';
  readonly data: {
    readonly reason:
      'not-granted' | 'exists' | 'missing' | 'not-empty' | 'read-only' | 'disk-full' | 'not-a-folder' | 'io';
  };
}

/** The path behind a place. A window only has grants, each good for one call; naming a path is for the command line. */
export function pathOf(
  place: Place,
  caller: Caller,
  takeGrant: (grantId: string) => string | undefined,
): Result<string, PlaceFault> {
  const path = 'grant' in place ? takeGrant(place.grant) : caller.origin === 'window' ? undefined : place.path;
  return path === undefined ? refuse('not-granted') : ok(resolve(path));
}

/**
 * Writes a new file outside the workspace piece by piece: readable by its user alone, there under its name only when
 * it is whole and on the disk. An existing file is never replaced.
 */
export async function writeNewFile<T>(
  path: string,
  fill: (append: (text: string) => Promise<void>) => Promise<T>,
): Promise<Result<T, PlaceFault>> {
  const draft = join(dirname(path), `.${basename(path)}.partial`);
  try {
    if (existsSync(path)) return refuse('exists');
    if (!existsSync(dirname(path))) return refuse('missing');
    const file = openSync(draft, 'w', 0o600);
    let filled: T;
    try {
      filled = await fill((text) => {
        appendAll(file, text);
        return Promise.resolve();
      });
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    syncFolder(dirname(path));
    return ok(filled);
  } catch (error) {
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fail(placeFaultOf(fault));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A store's or workspace's fault as the contract tells it of places. */
export function placeFaultOf(fault: WorkspaceFault): PlaceFault {
  return { code: 'PLACE_REFUSED', data: { reason: reasonOf(fault.code) } };
}

function reasonOf(code: WorkspaceFault['code']): PlaceFault['data']['reason'] {
  switch (code) {
    case 'STORE_FULL':
    case 'WORKSPACE_NO_SPACE':
      return 'disk-full';
    case 'STORE_READ_ONLY':
    case 'STORE_DENIED':
      return 'read-only';
    case 'WORKSPACE_NOT_EMPTY':
      return 'not-empty';
    case 'WORKSPACE_NOT_FOUND':
    case 'BACKUP_NOT_FOUND':
      return 'missing';
    default:
      return 'io';
  }
}

function refuse(reason: PlaceFault['data']['reason']): Result<never, PlaceFault> {
  return fail({ code: 'PLACE_REFUSED', data: { reason } });
}

function appendAll(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
