import fs from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failingFileSystem } from './testing/failing-file-system.ts';
import { createTokenFiles } from './token-files.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'token-files-'));
  path = join(folder, 'token.json');
});
afterEach(() => fs.rm(folder, { recursive: true }));

const files = createTokenFiles({ fileSystem: fs, randomBytes });
const OLD = new TextEncoder().encode('the old content');
const NEW = new TextEncoder().encode('what comes after it');

test('a written file is there, for its owner only, and nothing beside it', async () => {
  expect(await files.write(path, NEW)).toEqual({ ok: true, value: undefined });
  expect(await fs.readFile(path)).toEqual(Buffer.from(NEW));
  expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
  expect(await fs.readdir(folder)).toEqual(['token.json']);
});

test('a folder is made for its owner only', async () => {
  await files.makeFolder(join(folder, 'keys'));
  expect((await fs.stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
});

test('a file that is not there reads as none', async () => {
  expect(await files.read(path)).toEqual({ ok: true, value: undefined });
});

describe('a write that fails leaves the old file and no other', () => {
  test.each([
    ['ENOSPC', { code: 'TOKEN_FULL', data: { detail: 'disk-full' } }],
    ['EDQUOT', { code: 'TOKEN_FULL', data: { detail: 'disk-full' } }],
    ['EROFS', { code: 'TOKEN_READ_ONLY', data: { detail: 'folder-read-only' } }],
    ['EACCES', { code: 'TOKEN_READ_ONLY', data: { detail: 'folder-read-only' } }],
    ['EIO', { code: 'DEVICE_ERROR', data: { detail: 'file-error EIO' } }],
  ])('with %s at each step', async (code, fault) => {
    // open, write, sync, rename: up to the rename nothing has happened
    for (let step = 0; step < 4; step++) {
      await fs.writeFile(path, OLD);
      const failing = createTokenFiles({ fileSystem: failingFileSystem(code, step), randomBytes });
      expect(await failing.write(path, NEW), `step ${step}`).toEqual({ ok: false, error: fault });
      expect(await fs.readFile(path), `step ${step}`).toEqual(Buffer.from(OLD));
      expect(await fs.readdir(folder), `step ${step}`).toEqual(['token.json']);
    }
  });
});

test('a write whose last sync fails says that it does not know', async () => {
  const failing = createTokenFiles({ fileSystem: failingFileSystem('EIO', 4), randomBytes });
  expect(await failing.write(path, NEW)).toMatchObject({ ok: false, error: { code: 'OUTCOME_UNKNOWN' } });
  expect(await fs.readFile(path)).toEqual(Buffer.from(NEW));
});

describe('links are not followed', () => {
  beforeEach(async () => {
    await fs.mkdir(join(folder, 'elsewhere'));
    await fs.writeFile(join(folder, 'elsewhere', 'file'), OLD);
  });
  const notPlain = { ok: false, error: { code: 'DEVICE_ERROR', data: { detail: 'file-not-plain' } } };

  test('in reading a file', async () => {
    await fs.symlink(join(folder, 'elsewhere', 'file'), path);
    expect(await files.read(path)).toEqual(notPlain);
  });

  test('in writing one: the link is replaced, its target stays', async () => {
    await fs.symlink(join(folder, 'elsewhere', 'file'), path);
    expect((await files.write(path, NEW)).ok).toBe(true);
    expect(await fs.readFile(join(folder, 'elsewhere', 'file'))).toEqual(Buffer.from(OLD));
    expect((await fs.lstat(path)).isFile()).toBe(true);
  });

  test('in place of a folder', async () => {
    await fs.symlink(join(folder, 'elsewhere'), join(folder, 'keys'));
    expect(await files.makeFolder(join(folder, 'keys'))).toEqual(notPlain);
    expect(await files.names(join(folder, 'keys'))).toEqual(notPlain);
  });

  test('where a folder is in place of a file', async () => {
    await fs.mkdir(path);
    expect(await files.read(path)).toEqual(notPlain);
  });
});

test('a file too long to be ours is not read', async () => {
  await fs.writeFile(path, new Uint8Array(65_537));
  expect(await files.read(path)).toEqual({
    ok: false,
    error: { code: 'DEVICE_ERROR', data: { detail: 'file-damaged' } },
  });
});

test('only leftovers of a write are swept away', async () => {
  const leftover = '.token.json.0011223344556677.tmp';
  for (const name of [leftover, 'token.json', '.notes.tmp', 'token.json.0011223344556677.tmp']) {
    await fs.writeFile(join(folder, name), OLD);
  }
  await files.sweep(folder);
  expect((await fs.readdir(folder)).sort()).toEqual(['.notes.tmp', 'token.json', 'token.json.0011223344556677.tmp']);
});

test('removing tells whether there was a file', async () => {
  await fs.writeFile(path, OLD);
  expect(await files.remove(path)).toEqual({ ok: true, value: true });
  expect(await files.remove(path)).toEqual({ ok: true, value: false });
});
