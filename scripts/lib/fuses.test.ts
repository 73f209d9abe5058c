import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decidedFuses, fuseDifferences } from './fuses.mjs';
import { root } from './project.mjs';

test('every fuse that can open the package is decided off', () => {
  const decided = decidedFuses(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  expect(decided).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  });
});

test('a configuration without the block is refused', () => {
  expect(() => decidedFuses('asar: true\n')).toThrow('no electronFuses block');
});

test('a fuse in another position is named', () => {
  expect(fuseDifferences({ RunAsNode: false }, { RunAsNode: 'on' })).toEqual(['RunAsNode is on, decided was off']);
});

test('a fuse nobody decided is named', () => {
  expect(fuseDifferences({}, { 'fuse 9': 'off' })).toEqual(['fuse 9 is off, and nobody decided about it']);
});

test('a fuse that was left as inherited is named', () => {
  expect(fuseDifferences({ RunAsNode: false }, { RunAsNode: 'inherited' })).toHaveLength(1);
});

test('a decided fuse that this Electron does not have yet is no difference', () => {
  expect(fuseDifferences({ WasmTrapHandlers: true }, {})).toEqual([]);
});
