/** Builds the programs when, and only when, their sources have changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { lock } from './lock.mjs';
import { capture, tell } from './process.mjs';
import { root, scratch, toolPath } from './project.mjs';
import { ensureTlsHelper } from './tls-helper.mjs';

const SOURCES = ['src-main', 'src-renderer', 'shared', 'assets'];
const FILES = ['vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
/** Lies in out/ so that removing out/ is enough to get a new build. */
const MARK = join(root, 'out/.sources.sha256');

/** Is this file part of what is built? Pure. @param {string} path relative to the checkout, with `/` */
export function isSource(path) {
  return !/\.test\.tsx?$/.test(path) && !path.split('/').includes('node_modules') && !path.endsWith('.md');
}

/**
 * One hash over names and contents: times lie after a clone, a copy or a branch switch.
 * @param {string} [from] the checkout
 * @returns {Promise<string>} hex
 */
export async function hashSources(from = root) {
  const hash = createHash('sha256');
  const paths = FILES.map((name) => join(from, name)).filter((path) => existsSync(path));
  for (const folder of SOURCES.map((name) => join(from, name)).filter((path) => existsSync(path))) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    paths.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  const named = paths.map((path) => ({ path, name: relative(from, path).split(sep).join('/') }));
  for (const { path, name } of named.filter(({ name }) => isSource(name)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const content = await readFile(path);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {string | undefined} hash of the sources that out/ was built from */
const builtFrom = () => (existsSync(MARK) ? readFileSync(MARK, 'utf8') : undefined);

/**
 * Makes `out/` fit the sources. Two scripts at once build one after the other, the second finding it done.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} the builder's words when it did not succeed
 */
export async function ensureBuild({ force = false } = {}) {
  const helper = await ensureTlsHelper();
  if (!helper.ok) tell(`There is no TLS helper for keys in PKCS#11 tokens: ${helper.why}.`);
  if (!force && builtFrom() === (await hashSources())) return { ok: true, output: '' };
  const release = await lock(join(scratch, 'build.lock'));
  try {
    const sources = await hashSources();
    if (!force && builtFrom() === sources) return { ok: true, output: '' };
    tell('Building ...');
    await rm(MARK, { force: true });
    const { code, stdout, stderr } = await capture(process.execPath, [toolPath('vite'), 'build', '--app'], {
      cwd: root,
    });
    if (code !== 0) return { ok: false, output: `${stdout}${stderr}` };
    await mkdir(join(root, 'out'), { recursive: true });
    await writeFile(MARK, sources);
    return { ok: true, output: '' };
  } finally {
    await release();
  }
}
