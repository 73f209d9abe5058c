import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the console keeps its workspace when `--workspace` is not given: the same folder as the window's (Electron's `userData`). */
export function defaultWorkspace(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const base =
    platform === 'win32'
      ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (env['XDG_CONFIG_HOME'] ?? join(home, '.config'));
  return join(base, 'OCPI Console', 'workspace');
}
