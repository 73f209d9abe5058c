import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entries, wrongArrows } from './arrows-for-tests.ts';

const root = join(import.meta.dirname, '..');
const files = ['src-main', 'src-renderer', 'shared', 'e2e'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${top}/${path.replaceAll('\\', '/')}`),
);

test('every import keeps to the arrows of the tree', () => {
  expect(files.length).toBeGreaterThan(300);
  const wrong = files.flatMap((path) => wrongArrows(path, readFileSync(join(root, path), 'utf8')));
  expect(wrong).toEqual([]);
});

test('every entry that nothing may import is there', () => {
  expect([...entries].filter((path) => !files.includes(path))).toEqual([]);
});

describe('a wrong import is found and told with the right way:', () => {
  test.each([
    ['src-main/core/features/keys/x.ts', '../csrs/index.ts', 'before it in the order'],
    ['src-main/core/features/csrs/x.ts', '../keys/keys.store.ts', 'through|index.ts'],
    ['src-main/core/core.ts', './features/keys/keys.store.ts', 'index.ts'],
    ['src-main/core/store/unit.ts', '../features/keys/keys.store.ts', 'knows no feature'],
    ['src-main/core/store/database.ts', '../features/keys/keys.tables.ts', 'knows no feature'],
    ['src-main/core/clock.ts', '../shell/places.ts', 'CoreOwner'],
    ['src-main/core/x.ts', 'electron', 'only the shell'],
    ['src-main/core/x.test.ts', 'electron', 'only the shell'],
    ['src-main/cli/x.ts', '../core/features/keys/index.ts', 'through the contract'],
    ['src-main/cli/x.ts', 'better-sqlite3', 'only core/store'],
    ['src-main/token-host/software/x.ts', 'pkcs11js', 'only token-host/pkcs11'],
    ['src-main/token-host/x.ts', '../core/clock.ts', 'shared, common and pkcs11js'],
    ['src-main/shell/x.ts', '../core/entry.ts', 'nothing imports an entry'],
    ['src-renderer/ui/x.tsx', '../features/keys/x.tsx', 'props'],
    ['src-renderer/app/x.ts', '../../src-main/core/core.ts', 'shared/contract'],
    ['src-renderer/app/x.ts', 'zod', 'validates nothing'],
    ['shared/domain/x.ts', '../contract/keys.ts', 'no wire'],
    ['shared/domain/x.ts', 'node:fs', 'parameters'],
    ['shared/contract/x.ts', '../../src-main/core/clock.ts', 'shared/domain'],
    ['src-main/core/x.ts', './core-for-tests.ts', 'for tests'],
    ['e2e/platform/x.ts', '../../src-main/common/seal.ts', 'no code of its client'],
    ['elsewhere/x.ts', './y.ts', 'no zone'],
  ])('%s → %s', (path, target, rightWay) => {
    for (const form of [`import { a } from '${target}';`, `export * from "${target}"`, `await import('${target}')`]) {
      const [told] = wrongArrows(path, form);
      expect(told).toMatch(new RegExp(rightWay));
    }
  });
});

test.each([
  ['src-main/core/features/csrs/x.ts', '../keys/index.ts'],
  ['src-main/core/store/tables.ts', '../features/keys/keys.tables.ts'],
  ['src-main/core/core.ts', './features/keys/index.ts'],
  ['src-main/cli/connect.ts', '../core/core.ts'],
  ['src-main/shell/preload/preload.ts', 'electron'],
  ['src-main/core/features/platforms/x.test.ts', '../../../../e2e/platform/start-platform.ts'],
])('%s may import %s', (path, target) => {
  expect(wrongArrows(path, `import { a } from '${target}';`)).toEqual([]);
});
