import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveFile } from './save-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocpi-console-save-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = new Uint8Array([1, 2, 3]);

test('the file holds the bytes, and nobody else can read it', async () => {
  const path = join(folder, 'a.csr');
  expect(await saveFile(path, bytes)).toEqual({ ok: true, value: undefined });
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});
test('an older file of that name is replaced', async () => {
  const path = join(folder, 'a.csr');
  writeFileSync(path, 'older and longer');
  await saveFile(path, bytes);
  expect(readFileSync(path)).toHaveLength(3);
});
test('a folder that is gone is told and leaves nothing', async () => {
  expect(await saveFile(join(folder, 'gone', 'a.csr'), bytes)).toEqual({ ok: false, error: { code: 'missing' } });
});
test('a name that cannot be written to leaves no part behind', async () => {
  mkdirSync(join(folder, 'a.csr', 'full'), { recursive: true });
  expect(await saveFile(join(folder, 'a.csr'), bytes)).toMatchObject({ ok: false });
  expect(readdirSync(folder)).toEqual(['a.csr']);
});
test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a read-only folder is told (root may write everywhere, so not as root)',
  async () => {
    chmodSync(folder, 0o500);
    expect(await saveFile(join(folder, 'a.csr'), bytes)).toEqual({ ok: false, error: { code: 'read-only' } });
    chmodSync(folder, 0o700);
  },
);
