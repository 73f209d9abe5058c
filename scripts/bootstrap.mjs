/**
 * First thing of every script: makes a fresh clone ready and moves on to the right Node. Imports nothing but Node
 * and files that do the same, and keeps to syntax that old Nodes can read, so that they get a sentence.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installIsCurrent } from './lib/install-check.mjs';
import { refusalOfNode } from './lib/node-check.mjs';
import { capture, giveUp, handOver, tell } from './lib/process.mjs';
import { hasLockfile, pinnedNode, root } from './lib/project.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

/** The pinned package exists for this system only; elsewhere the developer's own Node runs everything. */
const pinnedSystem = process.platform === 'linux' && process.arch === 'x64';

/** @returns {boolean} */
function dependenciesAreCurrent() {
  if (!hasLockfile()) return existsSync(join(root, 'node_modules'));
  try {
    const read = (/** @type {string} */ path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
    return installIsCurrent(read('package-lock.json'), read('node_modules/.package-lock.json'));
  } catch {
    return false; // no install record, or one that was cut short
  }
}

/** Installs what the lockfile says. Its words go to stderr: stdout belongs to the script. */
async function installDependencies() {
  tell('Installing the dependencies from the lockfile (once after a clone or an update) ...');
  if (process.platform === 'linux') await ensureSystemPackages('compiler');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error', '--no-progress'];
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const code =
    npm !== undefined && npm.endsWith('.js')
      ? await handOver(process.execPath, [npm, ...args], options)
      : await handOver('npm', args, { ...options, shell: process.platform === 'win32' });
  if (code !== 0) giveUp('`npm ci` failed: see its words above. Nothing was started.');
}

/** @returns {Promise<boolean>} does the pinned Node exist and run on this machine (it does not on musl)? */
async function pinnedNodeRuns() {
  return pinnedSystem && existsSync(pinnedNode) && (await capture(pinnedNode, ['-v'])).code === 0;
}

/**
 * Returns only in a Node that is good enough, with the dependencies installed; otherwise installs them, runs the same
 * script again under the pinned Node and ends with its exit code, or ends with one sentence.
 * @returns {Promise<void>}
 */
export async function bootstrap() {
  const facts = { version: process.version, nodeApi: Number(process.versions.napi ?? 0) };
  const tooOld = refusalOfNode({ ...facts, pinned: pinnedSystem });
  if (tooOld !== undefined) giveUp(tooOld);
  if (!dependenciesAreCurrent()) await installDependencies();

  if (await pinnedNodeRuns()) {
    process.env.PATH = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
    if (realpathSync(process.execPath) === realpathSync(pinnedNode)) return;
    process.exit(await handOver(pinnedNode, [...process.execArgv, ...process.argv.slice(1)]));
  }
  const refusal = refusalOfNode({ ...facts, pinned: false });
  if (refusal !== undefined) giveUp(refusal);
}
