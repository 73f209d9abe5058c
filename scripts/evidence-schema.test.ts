import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evidenceReasons } from '../shared/domain/evidence.ts';
import { evidenceSentences } from '../shared/texts/evidence-sentences.ts';
import { evidenceSchema } from './lib/evidence-schema.ts';

const doc = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8');

test('docs/schema/evidence.schema.json is what evidence is read by (node scripts/evidence-schema.mjs)', () => {
  expect(JSON.parse(doc('schema/evidence.schema.json'))).toEqual(JSON.parse(evidenceSchema()));
});

test('docs/evidence.md lists every reason with its verdict and sentence', () => {
  const text = doc('evidence.md');
  const rows = Object.entries(evidenceReasons).map(
    ([reason, verdict]) =>
      `| \`${reason}\` | ${verdict} | ${(evidenceSentences as Record<string, string>)[reason] ?? ''} |`,
  );
  expect(rows.filter((row) => !text.replaceAll(/ +/g, ' ').includes(row))).toEqual([]);
});

test('the separate verifiers know the same reasons and no others', () => {
  const text = doc('verifier/verify-evidence.mjs');
  const used = [...text.matchAll(/'([A-Z]+_[A-Z_]+)'/g)].map(([, reason = '']) => reason);
  const known = new Set<string>([...Object.keys(evidenceReasons), 'FILE_FORM']);
  expect(used.filter((reason) => !known.has(reason))).toEqual([]);
});
