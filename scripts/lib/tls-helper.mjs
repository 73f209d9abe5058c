/** Builds the TLS helper (src-main/tls-helper) when, and only when, its source has changed and Go is there. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture, tell } from './process.mjs';
import { root } from './project.mjs';

const source = join(root, 'src-main/tls-helper');
const folder = join(root, 'out/tlsHelper');
const program = join(folder, process.platform === 'win32' ? 'tls-helper.exe' : 'tls-helper');
const mark = join(folder, 'source.sha256');

/** @returns {Promise<string>} hex, over names and contents */
async function hashSource() {
  const hash = createHash('sha256');
  const names = (await readdir(source)).filter((name) => /\.(go|mod)$/.test(name)).sort();
  for (const name of names) hash.update(`${name}\0`).update(await readFile(join(source, name)));
  return hash.digest('hex');
}

/**
 * Makes `out/tlsHelper` fit its source. Without Go there is none: keys in PKCS#11 tokens cannot make connections then, and
 * the console says so where somebody wants one.
 * @returns {Promise<{ ok: boolean, why?: string }>}
 */
export async function ensureTlsHelper() {
  const wanted = await hashSource();
  if (existsSync(program) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return { ok: true };
  const found = await capture('go', ['version']);
  if (found.code !== 0) return { ok: false, why: 'Go is not installed' };
  await mkdir(folder, { recursive: true });
  tell('Building the TLS helper ...');
  // Nothing but the standard library: no module is ever fetched.
  const env = { ...process.env, CGO_ENABLED: '0', GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  const { code, stderr } = await capture('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, '.'], {
    cwd: source,
    env,
  });
  if (code !== 0) return { ok: false, why: stderr.trim() };
  await writeFile(mark, wanted);
  return { ok: true };
}
