import { mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stage } from './stage.mjs';

let from = '';
let addons = '';
beforeEach(async () => {
  from = await mkdtemp(join(tmpdir(), 'ocpi-console-stage-'));
  addons = join(from, 'addons');
  for (const folder of ['out/main', 'addons/better-sqlite3']) await mkdir(join(from, folder), { recursive: true });
  await writeFile(join(from, 'package.json'), '{}');
  await writeFile(join(from, 'out/main/main.cjs'), 'one');
  await writeFile(join(addons, 'better-sqlite3/package.json'), '{"version":"older"}');
});
afterEach(() => rm(from, { recursive: true, force: true }));

const runtime = () => ({ dist: '/nowhere', kind: 'test' as const, electron: '33.0.0', addons });
const to = () => join(from, 'stage');

test('the official Electron runs the checkout itself', async () => {
  expect(await stage({ dist: '/nowhere', kind: 'official', electron: '45.0.0' }, { from, to: to() })).toBe(from);
});

test('the test runtime gets the build with the older database beside it', async () => {
  await stage(runtime(), { from, to: to() });
  expect(await readFile(join(to(), 'node_modules/better-sqlite3/package.json'), 'utf8')).toContain('older');
});

test('the PKCS#11 binding is the one of the checkout', async () => {
  await stage(runtime(), { from, to: to() });
  expect(await readlink(join(to(), 'node_modules/pkcs11js'))).toBe(join(from, 'node_modules/pkcs11js'));
});

test('a second time takes over what has changed and removes what is gone', async () => {
  await writeFile(join(from, 'out/main/gone.cjs'), 'gone');
  await stage(runtime(), { from, to: to() });
  await rm(join(from, 'out/main/gone.cjs'));
  await writeFile(join(from, 'out/main/main.cjs'), 'other');
  await stage(runtime(), { from, to: to() });
  expect(await readFile(join(to(), 'out/main/main.cjs'), 'utf8')).toBe('other');
  expect(await readdir(join(to(), 'out/main'))).toEqual(['main.cjs']);
});

test('an override that brings no fitting database is refused in words', async () => {
  const bare = { dist: '/nowhere', kind: 'test' as const, electron: '33.0.0' };
  await expect(stage(bare, { from, to: to() })).rejects.toThrow('no fitting better-sqlite3');
});
