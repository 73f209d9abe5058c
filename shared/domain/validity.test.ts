import { expect, test } from 'vitest';
import { checkValidity } from './validity.ts';

const limits = { now: new Date('2026-06-01T00:00:00Z'), maxDays: 30 };
const codesOf = (notBefore?: string, notAfter?: string): readonly string[] =>
  checkValidity(
    {
      notBefore: notBefore === undefined ? undefined : new Date(notBefore),
      notAfter: notAfter === undefined ? undefined : new Date(notAfter),
    },
    limits,
  ).map(({ severity, code }) => `${severity} ${code}`);

test.each([
  ['no wish', undefined, undefined, []],
  ['thirty days from now', '2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z', []],
  ['one second more than thirty days', '2026-06-01T00:00:00Z', '2026-07-01T00:00:01Z', ['warning VALIDITY_TOO_LONG']],
  ['an end alone, measured from now', undefined, '2026-07-02T00:00:00Z', ['warning VALIDITY_TOO_LONG']],
  ['a start alone', '2026-06-02T00:00:00Z', undefined, ['info VALIDITY_NO_END']],
  ['an end at the start', '2026-06-02T00:00:00Z', '2026-06-02T00:00:00Z', ['error VALIDITY_EMPTY']],
  ['an end before the start', '2026-06-03T00:00:00Z', '2026-06-02T00:00:00Z', ['error VALIDITY_EMPTY']],
  ['a window in the past', '2026-01-01T00:00:00Z', '2026-01-15T00:00:00Z', ['warning VALIDITY_PAST']],
  ['an end alone in the past', undefined, '2026-01-15T00:00:00Z', ['warning VALIDITY_PAST']],
  ['an end that is now', undefined, '2026-06-01T00:00:00Z', ['warning VALIDITY_PAST']],
  ['a start in the past', '2026-05-31T23:59:59Z', '2026-06-15T00:00:00Z', ['warning VALIDITY_STARTS_IN_PAST']],
  [
    'a long window in the past',
    '2025-01-01T00:00:00Z',
    '2026-01-15T00:00:00Z',
    ['warning VALIDITY_PAST', 'warning VALIDITY_TOO_LONG'],
  ],
  ['a fraction of a second', '2026-06-02T00:00:00.500Z', '2026-06-03T00:00:00Z', ['info VALIDITY_FRACTION']],
  ['a text that is no time', 'never', '2026-06-03T00:00:00Z', ['error VALIDITY_NOT_A_TIME']],
  ['the year 1949', '1949-12-31T23:59:59Z', '2026-06-03T00:00:00Z', ['error VALIDITY_OUT_OF_RANGE']],
  ['the year 10000', '2026-06-02T00:00:00Z', '+010000-01-01T00:00:00Z', ['error VALIDITY_OUT_OF_RANGE']],
])('%s', (_, notBefore, notAfter, codes) => {
  expect(codesOf(notBefore, notAfter)).toEqual(codes);
});

test('a window that is too long tells its days and the limit', () => {
  const wish = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2026-08-01T00:00:00Z') };
  expect(checkValidity(wish, limits)).toEqual([
    { severity: 'warning', code: 'VALIDITY_TOO_LONG', days: 61, maxDays: 30 },
  ]);
});
