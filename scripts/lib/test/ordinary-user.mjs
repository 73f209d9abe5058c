/**
 * Chromium's sandbox cannot be on for root. So, as root, the security specs run once more as an ordinary user, in a
 * copy of the checkout that this user may write to.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { capture } from '../process.mjs';
import { root } from '../project.mjs';
import { provideRuntime } from '../runtime.mjs';
import { readReport } from './report.mjs';
import { runGroup } from './run-group.mjs';

const USER = 'ocpi-test';
/** Left out of the copy: not needed, made anew, or linked. */
const NOT_COPIED = new Set(['.git', 'node_modules', '.electron-runtime', 'test-results', 'coverage', 'docs']);
/** Kept from our environment; HOME and the like would lead back to root's folders. */
const KEPT = ['CI', 'REQUIRE_SHARED', 'LANG', 'TZ', 'PATH'];

/** @param {string} command @param {readonly string[]} args @returns {Promise<string>} stdout @throws with stderr */
async function must(command, args) {
  const { code, stdout, stderr } = await capture(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.trim() || `exit code ${code}`}`);
  return stdout.trim();
}

/** @returns {Promise<string>} home of the test user, who is made if need be (no password, no login) */
async function ensureUser() {
  if ((await capture('id', ['-u', USER])).code !== 0) {
    await must('useradd', ['--create-home', '--user-group', '--shell', '/usr/sbin/nologin', USER]);
  }
  const home = (await must('getent', ['passwd', USER])).split(':')[5];
  await mkdir(home, { recursive: true });
  return home;
}

/** @param {readonly string[]} command @returns {Promise<boolean>} can the test user run this? */
async function userCan(command) {
  return (await capture('runuser', ['-u', USER, '--', ...command])).code === 0;
}

/**
 * The user's view of our dependencies: a link, or a copy when the way to them is closed (a clone below /root).
 * @param {string} from @param {string} to @param {string} probe file inside that must be readable
 */
async function lend(from, to, probe) {
  if (await userCan(['test', '-r', join(from, probe)])) await symlink(await realpath(from), to);
  else await must('cp', ['-a', from, to]);
}

/** @param {string} work folder that becomes the user's @returns {Promise<NodeJS.ProcessEnv>} */
async function furnish(work) {
  const checkout = join(work, 'checkout');
  await mkdir(checkout);
  for (const name of await readdir(root)) {
    if (!NOT_COPIED.has(name))
      await cp(join(root, name), join(checkout, name), { recursive: true, preserveTimestamps: true });
  }
  await lend(join(root, 'node_modules'), join(checkout, 'node_modules'), '.package-lock.json');
  const shared = join(root, '../shared');
  if (existsSync(shared)) await lend(await realpath(shared), join(work, 'shared'), '.');

  const provided = await provideRuntime();
  if (!provided.ok) throw new Error(`There is no Electron to run: ${provided.why}.`);
  await mkdir(join(work, 'runtime'));
  const { dist, addons } = provided.value;
  for (const folder of [dist, ...(addons === undefined ? [] : [addons])]) {
    await must('cp', ['-a', folder, join(work, 'runtime', basename(folder))]);
  }
  await mkdir(join(work, 'tmp'));
  await mkdir(join(work, 'run'), { mode: 0o700 });
  await must('chown', ['-R', '--no-dereference', `${USER}:${USER}`, work]);

  return {
    ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
    HOME: work,
    USER,
    LOGNAME: USER,
    TMPDIR: join(work, 'tmp'),
    XDG_CACHE_HOME: join(work, 'cache'),
    XDG_RUNTIME_DIR: join(work, 'run'),
    ELECTRON_OVERRIDE_DIST_PATH: join(work, 'runtime', basename(dist)),
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(work, 'sandbox.json'),
  };
}

/**
 * Runs the specs tagged `@sandbox` as the ordinary user. Screenshots end up in test-results/sandbox.
 * @param {{ temp: string, limitMs: number }} options
 * @returns {Promise<{ code: number, report: any }>}
 * @throws when the user, the copy or the runtime cannot be made
 */
export async function runAsOrdinaryUser({ limitMs }) {
  const work = await mkdtemp(join(await ensureUser(), 'run-'));
  try {
    const env = await furnish(work);
    const cwd = join(work, 'checkout');
    const node = (await userCan([process.execPath, '-v'])) ? process.execPath : join(cwd, 'node_modules/.bin/node');
    const playwright = join(cwd, 'node_modules/@playwright/test/cli.js');
    const specs = [node, playwright, 'test', '--grep=@sandbox', '--reporter=list,json', '--pass-with-no-tests'];
    const code = await runGroup('runuser', ['-u', USER, '--', ...specs], { cwd, env, limitMs });
    const results = join(cwd, 'test-results');
    if (existsSync(results)) await cp(results, join(root, 'test-results/sandbox'), { recursive: true });
    return { code, report: readReport(join(work, 'sandbox.json')) };
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
