import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authorities as german } from '../../locales/de/authorities.ts';
import { authorities as english } from '../../locales/en/authorities.ts';
import { requests as germanRequests } from '../../locales/de/requests.ts';
import { requests as englishRequests } from '../../locales/en/requests.ts';

const root = join(import.meta.dirname, '../../..');

function codesIn(files: readonly string[], pattern: RegExp): readonly string[] {
  const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  return [...new Set([...text.matchAll(pattern)].map((found) => found[1] ?? ''))];
}

/** Every code that a spec can be judged with: of the rules themselves and of the distinguished name. */
const specCodes = [
  ...codesIn(['src-main/core/features/authorities/check-authority.ts'], /code: '([A-Z0-9_]+)'/gu),
  ...codesIn(['src-main/core/features/authorities/make-authority.ts'], /level: 'fail', code: '([A-Z0-9_]+)'/gu),
  ...codesIn(['src-main/core/features/authorities/roll-over.ts'], /\{ code: '([A-Z0-9_]+)', path:/gu),
  ...codesIn(['shared/domain/distinguished-name.ts'], /'(NAME_[A-Z_]+)'/gu).filter(
    (code) => !['NAME_SYNTAX', 'NAME_TYPE_UNKNOWN', 'NAME_MULTI_VALUED', 'NAME_HEX_VALUE'].includes(code),
  ),
];

test('the rules are found where they are looked for', () => {
  expect(specCodes).toEqual(expect.arrayContaining(['NAME_TAKEN', 'PARENT_OTHER', 'NAME_COUNTRY', 'CRL_URL_FORM']));
  expect(specCodes.length).toBeGreaterThanOrEqual(27);
});

test.each(specCodes)('%s has a sentence in both languages', (code) => {
  expect(Object.keys(english)).toContain(`finding_${code}`);
  expect(Object.keys(german)).toContain(`finding_${code}`);
});

/** Reasons of the issuing side itself; findings of the reader bring core's sentence, names and times need their values. */
const WITH_VALUES = new Set([
  'NAME_FORM',
  'LIFETIME_BEYOND_POLICY',
  'WINDOW_EMPTY',
  'WINDOW_BEYOND_ISSUER',
  'WINDOW_BEYOND_POLICY',
]);
const reasonCodes = codesIn(
  [
    ...['unsignable.ts', 'leaf-certificate.ts', 'request-views.ts'].map(
      (name) => `src-main/core/features/requests/${name}`,
    ),
    'src-main/core/features/authorities/judge-tbs.ts',
  ],
  /(?:add\(\s*|code: )'([A-Z0-9_]+)'/gu,
).filter((code) => !WITH_VALUES.has(code) && code !== 'REQUEST_UNSIGNABLE');

test.each(reasonCodes)('%s, for which nothing is signed, has a sentence in both languages', (code) => {
  expect(Object.keys(englishRequests)).toContain(`unsignable_${code}`);
  expect(Object.keys(germanRequests)).toContain(`unsignable_${code}`);
});

test('no sentence is kept for a code that nothing gives', () => {
  const known = new Set([...specCodes]);
  const said = Object.keys(english).flatMap((key) =>
    key.startsWith('finding_') ? [key.slice('finding_'.length)] : [],
  );
  expect(said.filter((code) => !known.has(code))).toEqual([]);
});
