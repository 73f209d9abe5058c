import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../store/store-for-tests.ts';
import { lookAtLibrary, systemLibraryFiles, withRememberedHashes } from './library-file.ts';
import { fakeFiles, type FakeTree, hashOf } from './tokens-for-tests.ts';

const LIB = '/usr/lib/softhsm/libsofthsm2.so';
const look = (tree: FakeTree, path = LIB, system = 'linux') => lookAtLibrary(fakeFiles(tree, system), path);

test('a library of root in folders of root is told with its hash and real path', async () => {
  const tree = { [LIB]: { content: 'code' }, '/opt/link.so': { link: LIB } };
  expect(await look(tree, '/opt/link.so')).toEqual({
    ok: true,
    value: { realPath: LIB, sha256: hashOf('code'), writableByOthers: false },
  });
});

test.each<[string, FakeTree]>([
  ['the file by its group', { [LIB]: { content: 'x', mode: 0o664 } }],
  ['the file by all', { [LIB]: { content: 'x', mode: 0o646 } }],
  ['the file by a group of users', { [LIB]: { content: 'x', mode: 0o775, gid: 100 } }],
  ['its folder by its group', { [LIB]: { content: 'x' }, '/usr/lib/softhsm': { mode: 0o775 } }],
  ['a folder above by its group', { [LIB]: { content: 'x' }, '/usr/lib': { mode: 0o775 } }],
  ['the file by another owner', { [LIB]: { content: 'x', uid: 1001 } }],
  ['its folder by all', { [LIB]: { content: 'x' }, '/usr/lib/softhsm': { mode: 0o757 } }],
  ['its folder by all, sticky or not', { [LIB]: { content: 'x' }, '/usr/lib/softhsm': { mode: 0o1777 } }],
  ['its folder by another owner', { [LIB]: { content: 'x' }, '/usr/lib/softhsm': { uid: 1001 } }],
  ['a folder above by all', { [LIB]: { content: 'x' }, '/usr': { mode: 0o777 } }],
])('writable: %s', async (_what, tree) => {
  expect(await look(tree)).toMatchObject({ ok: true, value: { writableByOthers: true } });
});

test.each<[string, FakeTree]>([
  ['the user’s own file', { [LIB]: { content: 'x', uid: 1000, mode: 0o755 } }],
  ['a sticky folder far above', { [LIB]: { content: 'x' }, '/usr': { mode: 0o1777 } }],
  [
    'what the group of root may write',
    { [LIB]: { content: 'x', mode: 0o775, gid: 0 }, '/usr': { mode: 0o775, gid: 0 } },
  ],
  ['a sticky folder of a group far above', { [LIB]: { content: 'x' }, '/usr': { mode: 0o1775 } }],
])('not writable by others: %s', async (_what, tree) => {
  expect(await look(tree)).toMatchObject({ ok: true, value: { writableByOthers: false } });
});

test('the rights that count are those where a link leads', async () => {
  const tree = { '/safe/a.so': { link: '/open/b.so' }, '/open/b.so': { content: 'x' }, '/open': { mode: 0o777 } };
  expect(await look(tree, '/safe/a.so')).toMatchObject({ value: { writableByOthers: true } });
});

test('a missing file and a folder are unreadable', async () => {
  const unreadable = { ok: false, error: { code: 'MODULE_FILE_UNREADABLE', data: {} } };
  expect(await look({}, LIB)).toEqual(unreadable);
  expect(await lookAtLibrary(systemLibraryFiles, '/')).toEqual(unreadable);
});

test('a real file: hash, group bit and a link', async () => {
  using folder = testFolder();
  const path = join(folder.path, 'module.so');
  writeFileSync(path, 'library', { mode: 0o644 });
  symlinkSync(path, join(folder.path, 'link.so'));
  const sha256 = createHash('sha256').update('library').digest('hex');

  expect(await lookAtLibrary(systemLibraryFiles, join(folder.path, 'link.so'))).toMatchObject({
    value: { sha256, writableByOthers: false },
  });
  chmodSync(path, 0o666);
  expect(await lookAtLibrary(systemLibraryFiles, path)).toMatchObject({ value: { writableByOthers: true } });
});

test('a remembered hash is forgotten when the file changes', async () => {
  using folder = testFolder();
  const path = join(folder.path, 'module.so');
  const files = withRememberedHashes(systemLibraryFiles);
  writeFileSync(path, 'one');
  const before = await files.sha256(path);
  writeFileSync(path, 'another');

  expect(await files.sha256(path)).not.toBe(before);
});
