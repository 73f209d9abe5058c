import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { isVacant, syncFolder } from './workspace-folder.ts';
import type { WorkspaceFault } from './workspace-fault.ts';

/** What the names of drafts begin with; six random characters follow. */
export const DRAFT_PREFIX = '.ocpi-console-partial-';

/** A folder in the making. */
export interface DraftFolder {
  readonly path: string;
  /** Gives it its name. What came to lie there meanwhile is left alone. */
  place(): Result<undefined, WorkspaceFault>;
  /** Removes it unless it was placed. */
  discard(): void;
}

/**
 * A folder beside the place where it shall lie, which has to be absent or empty. Its name is nobody else's: it is made
 * anew with a random part, so that neither a planted link is followed nor a person's folder taken for ours.
 */
export function draftFolder(target: string): Result<DraftFolder, WorkspaceFault> {
  const taken = fail({ code: 'WORKSPACE_NOT_EMPTY', data: { path: target } } as const);
  if (!isVacant(target)) return taken;
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const path = mkdtempSync(join(dirname(target), DRAFT_PREFIX));
  let placed = false;
  return ok({
    path,
    place: () => {
      try {
        // Both calls refuse a folder that holds something; Windows renames onto no folder at all.
        if (existsSync(target)) rmdirSync(target);
        renameSync(path, target);
      } catch (error) {
        if (isTaken(error)) return taken;
        throw error;
      }
      placed = true;
      syncFolder(dirname(target));
      return ok(undefined);
    },
    discard: () => {
      if (!placed) rmSync(path, { recursive: true, force: true });
    },
  });
}

function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR';
}
