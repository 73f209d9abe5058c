import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Place, PlaceReason } from '../../../shared/contract/place.ts';
import type { Caller } from '../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { storeFaultOf } from './store-fault.ts';
import { syncFolder } from './workspace-folder.ts';
import type { WorkspaceFault } from './workspace-fault.ts';

export interface PlaceFault {
  readonly code: 'PLACE_REFUSED';
  readonly data: { readonly reason: PlaceReason };
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
 * it is whole and on the disk. An existing file is never replaced, also not one made meanwhile, and the draft beside it
 * has a name that nobody can foresee.
 */
export async function writeNewFile<T>(
  path: string,
  fill: (append: (text: string) => Promise<void>) => Promise<T>,
): Promise<Result<T, PlaceFault>> {
  const draft = join(dirname(path), `.ocpi-console-${randomBytes(8).toString('hex')}.partial`);
  let isOurs = false;
  try {
    if (existsSync(path)) return refuse('exists');
    if (!existsSync(dirname(path))) return refuse('missing');
    const file = openSync(draft, 'wx', 0o600);
    isOurs = true;
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
    giveName(draft, path);
    syncFolder(dirname(path));
    return ok(filled);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return refuse('exists');
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fail(placeFaultOf(fault));
  } finally {
    if (isOurs) rmSync(draft, { force: true });
  }
}

/** Whether a folder is there, links followed. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Gives a finished file its name; throws EEXIST when anything has it. `link`: for tests of disks without links. */
export function giveName(draft: string, path: string, link: typeof linkSync = linkSync): void {
  try {
    // A link is refused where anything is; a rename would replace it.
    link(draft, path);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    // FAT and some network disks know no links. Taking the name first is as exclusive; a crash may leave it empty.
    closeSync(openSync(path, 'wx', 0o600));
    renameSync(draft, path);
  }
}

const NO_LINKS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
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
    case 'WORKSPACE_STRANGE_FILE':
      return 'strange-files';
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
