import Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { ownFile } from './own-file.ts';
import { catchStoreFault, type StoreFault } from './store-fault.ts';

export interface WorkspaceLock {
  release(): void;
}

/**
 * Makes this process the one core of the workspace, for as long as it lives: an exclusive SQLite lock on a file that
 * holds nothing. The operating system frees it when the process ends in whatever way, so no stale lock needs judging.
 * (SQLite's locks work alike on all systems; Node has no file locks of its own.)
 */
export function lockWorkspace(path: string): Result<WorkspaceLock, StoreFault> {
  const taken = catchStoreFault(path, () => {
    ownFile(path);
    const file = new Database(path, { timeout: 0 });
    try {
      // A journal file would only be litter: nothing is ever written here.
      file.pragma('journal_mode = memory');
      file.exec('begin exclusive');
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  });
  if ('fault' in taken) return fail(taken.fault);
  return ok({ release: () => void taken.value.close() });
}
