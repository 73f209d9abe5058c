import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referenceManual } from './lib/reference.ts';

test('docs/reference.md says what contract and command line say now (node scripts/reference.mjs)', () => {
  expect(readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8')).toBe(referenceManual());
});
