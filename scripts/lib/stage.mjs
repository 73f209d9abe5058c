/** The folder that Electron is started with: the checkout itself, or a copy fitted to the test runtime. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readlink, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root, scratch } from './project.mjs';

/** @param {string} folder @returns {Promise<readonly string[]>} relative paths of all files below */
async function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/**
 * Copies one file if it differs in size or time, through a rename, so that a running program never reads half a file.
 * @param {string} from @param {string} to
 */
async function refresh(from, to) {
  const wanted = await stat(from);
  const have = existsSync(to) ? await stat(to) : undefined;
  if (have?.size === wanted.size && Math.abs(have.mtimeMs - wanted.mtimeMs) < 2) return;
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}.part`;
  await copyFile(from, part);
  await utimes(part, wanted.atime, wanted.mtime);
  await rename(part, to);
}

/**
 * Makes `to` hold the same files as `from`.
 * @param {string} from @param {string} to
 */
export async function mirror(from, to) {
  const wanted = await filesBelow(from);
  const surplus = new Set(await filesBelow(to));
  for (const file of wanted) {
    surplus.delete(file);
    await refresh(join(from, file), join(to, file));
  }
  for (const file of surplus) if (!file.endsWith('.part')) await rm(join(to, file), { force: true });
}

/** @param {string} target @param {string} path */
async function link(target, path) {
  const there = await readlink(path).catch(() => undefined);
  if (there === target) return;
  await rm(path, { recursive: true, force: true });
  await symlink(target, path);
}

/**
 * The folder to start with this runtime. For the official Electron it is the checkout. The test runtime cannot load the
 * current better-sqlite3 (Node-API 10), so it gets a copy of the build with an older one beside it; a link to `out/`
 * would not do, because modules are searched from the real path.
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {{ from?: string, to?: string }} [folders] for tests
 * @returns {Promise<string>}
 * @throws when an override is too old for the product and brings no addons
 */
export async function stage(runtime, { from = root, to = join(scratch, 'stage') } = {}) {
  if (runtime.kind === 'official') return from;
  if (runtime.addons === undefined) {
    throw new Error(`Electron ${runtime.electron} is not the pinned one and has no fitting better-sqlite3 beside it`);
  }
  await mirror(join(from, 'out'), join(to, 'out'));
  await refresh(join(from, 'package.json'), join(to, 'package.json'));
  await mirror(runtime.addons, join(to, 'node_modules'));
  await link(join(from, 'node_modules/pkcs11js'), join(to, 'node_modules/pkcs11js'));
  return to;
}
