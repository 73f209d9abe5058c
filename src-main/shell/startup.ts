import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { readCommandLine, refusedSwitches } from './command-line.ts';
import { foldersFor, type Folders } from './workspace-folder.ts';

/** What is decided before Electron is ready. */
export interface Start {
  readonly folders: Folders;
  /** The workspace that was asked for by name, whole; undefined for the usual one. */
  readonly asked: string | undefined;
  /** What kind of workspace is made where there is none yet. */
  readonly newWorkspace: 'production' | 'demo';
  /** A released build: no debugger, no developer tools, no words of child programs. */
  readonly locked: boolean;
}

/**
 * Decides whether to start and where; undefined when this process is to end (it has been told to). Chromium opens its
 * debugging port only after this, so a refusal is in time.
 */
export function prepareStart(): Start | undefined {
  const locked = isLocked();
  if (locked && refuseSwitches()) return undefined;
  const commandLine = readCommandLine(process.argv);
  if (!commandLine.ok) {
    refuse('--workspace needs a folder: --workspace DIR');
    return;
  }

  const { demo } = commandLine.value;
  const wish = commandLine.value.workspace ?? (demo ? join(app.getPath('userData'), 'demo') : undefined);
  const folders = foldersFor(wish, app.getPath('userData'), process.cwd(), realPath);
  mkdirSync(folders.profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', folders.profile);
  app.setPath('sessionData', folders.profile);
  // The lock lies in the profile, which is one per workspace. The first instance is told and comes to the front.
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return undefined;
  }
  const asked = commandLine.value.workspace === undefined ? undefined : folders.workspace;
  return { folders, asked, newWorkspace: demo ? 'demo' : 'production', locked };
}

/** The variable only tightens: it lets tests see what a released build refuses. */
export function isLocked(): boolean {
  return app.isPackaged || process.env['OCPI_CONSOLE_LOCKED'] === '1';
}

/** Ends a released build that was started with a debugger or the like; what follows `--` is ours and no switch. */
export function refuseSwitches(): boolean {
  const end = process.argv.indexOf('--');
  const switches = end < 0 ? process.argv : process.argv.slice(0, end);
  const refused = refusedSwitches(switches, process.platform, process.getuid?.() === 0);
  if (refused.length > 0) refuse(`OCPI Console does not start with ${refused.map((name) => `--${name}`).join(', ')}.`);
  return refused.length > 0;
}

function refuse(sentence: string): undefined {
  process.stderr.write(`${sentence}\n`);
  app.exit(2);
  return undefined;
}

/** One spelling for one folder, also of one that is still to be made: the part that exists is resolved. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
