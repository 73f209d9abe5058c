import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Where one workspace and the shell's own files for it lie. */
export interface Folders {
  readonly workspace: string;
  /** Chromium's profile and the window's place: one per workspace, so that single instance means per workspace. */
  readonly profile: string;
}

/**
 * @param wish folder as typed, or undefined for the default one
 * @param base the application's folder for this user
 * @param realPath makes one spelling of many (links, case); gives back its argument for what does not exist yet
 */
export function foldersFor(
  wish: string | undefined,
  base: string,
  workingDirectory: string,
  realPath: (path: string) => string,
): Folders {
  const workspace = realPath(wish === undefined ? join(base, 'workspace') : resolve(workingDirectory, wish));
  const id = createHash('sha256').update(workspace).digest('hex').slice(0, 16);
  return { workspace, profile: join(base, 'windows', id) };
}
