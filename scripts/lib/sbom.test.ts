import { expect, test } from 'vitest';
import { importedPackages, reduceBom } from './sbom.mjs';

test('imports, re-exports and dynamic imports name packages', () => {
  const source = `import React from 'react';\nexport { x } from "@scope/a/deep";\nconst b = await import('b/c');\nimport 'side';`;
  expect(importedPackages(source)).toEqual(['react', '@scope/a', 'b', 'side']);
});

test('an import over several lines names its package', () => {
  expect(importedPackages(`import {\n  a,\n  b,\n} from 'kysely';`)).toEqual(['kysely']);
});

test('relative imports and Node itself are no packages', () => {
  expect(importedPackages(`import a from './a';\nimport fs from 'node:fs';\nimport path from 'path';`)).toEqual([]);
});

test('words that look like an import are none', () => {
  expect(importedPackages(`const text = <b>{t('from')}</b>; const b = "taken from 'somewhere'";`)).toEqual([]);
});

test('types leave nothing behind', () => {
  expect(importedPackages(`import type { A } from 'types-only';`)).toEqual([]);
});

const component = (name: string, group = '') => ({ name, group, version: '1', 'bom-ref': `ref-${name}` });
const bom = {
  metadata: { component: { 'bom-ref': 'product' } },
  components: [
    component('react'),
    component('scheduler'),
    component('vitest'),
    component('electron'),
    component('get', '@electron'),
  ],
  dependencies: [
    { ref: 'product', dependsOn: ['ref-react', 'ref-vitest', 'ref-electron'] },
    { ref: 'ref-react', dependsOn: ['ref-scheduler'] },
    { ref: 'ref-electron', dependsOn: ['ref-get'] },
  ],
};
const kept = (...roots: string[]) => reduceBom(bom, roots).components.map(({ name }) => name);

test('what ships is what is imported and what that depends on', () => {
  expect(kept('react')).toEqual(['react', 'scheduler']);
});

test('the tools that fetch Electron do not ship', () => {
  expect(kept('electron')).toEqual(['electron']);
});

test('no component points at one that was left out', () => {
  const { dependencies } = reduceBom(bom, ['electron']);
  expect(dependencies).toEqual([
    { ref: 'product', dependsOn: ['ref-electron'] },
    { ref: 'ref-electron', dependsOn: [] },
  ]);
});

test('a shipped package that the bill does not know is refused', () => {
  expect(() => kept('react', 'unknown')).toThrow('unknown');
});
