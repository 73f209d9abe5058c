import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** The wire's client, frames and roles are plain code; every other file of the contract makes zod schemas when it is loaded. */
const PLAIN = /\/wire\/(?:client|frames|contract)\.ts$/u;

/** What a source takes from the contract to run with, not as types alone. */
function valuesOfContract(source: string): readonly string[] {
  const imports = source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']*shared\/contract\/[^']*)';/gmu);
  return [...imports].map(([, path]) => path ?? '').filter((path) => !PLAIN.test(path));
}

test('the window runs no schema: zod tries to compile code, which Trusted Types refuse', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/u.test(path) && !/\.test\.tsx?$/u.test(path) && !/(?:^|[\\/])testing[\\/]/u.test(path),
  );
  expect(files.length).toBeGreaterThan(100);
  const wrong = files.flatMap((path) =>
    valuesOfContract(readFileSync(join(ROOT, path), 'utf8')).map((target) => `${path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["import { A } from '../../shared/contract/tls.ts';", 1],
  ["import {\n  A,\n  type B,\n} from '../../shared/contract/tls.ts';", 1],
  ["import type { A } from '../../shared/contract/tls.ts';", 0],
  ["import { createClient } from '../../shared/contract/wire/client.ts';", 0],
])('%s', (source, found) => {
  expect(valuesOfContract(source)).toHaveLength(found);
});
