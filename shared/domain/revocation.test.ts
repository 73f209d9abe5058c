import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crlStanding, LARGEST_CRL_NUMBER, nextCrlNumber, nextRevocation, serialKey } from './revocation.ts';

test.each([
  [undefined, 'revoke', 'revoked'],
  [undefined, 'hold', 'held'],
  [undefined, 'release', undefined],
  ['held', 'revoke', 'revoked'],
  ['held', 'hold', undefined],
  ['held', 'release', 'released'],
  ['released', 'hold', 'held'],
  ['released', 'revoke', 'revoked'],
  ['released', 'release', undefined],
  ['revoked', 'revoke', undefined],
  ['revoked', 'hold', undefined],
  ['revoked', 'release', undefined],
] as const)('from %s, %s leads to %s', (state, step, next) => {
  expect(nextRevocation(state, step)).toBe(next);
});

const week = { thisUpdate: '2026-01-01T00:00:00.000Z', nextUpdate: '2026-01-09T00:00:00.000Z' };
test.each([
  ['2026-01-02T00:00:00Z', 'current'],
  ['2026-01-06T23:59:59Z', 'current'],
  ['2026-01-07T00:00:00Z', 'due'],
  ['2026-01-09T00:00:00Z', 'overdue'],
])('a list of eight days is at %s %s', (now, standing) => {
  expect(crlStanding(week, new Date(now))).toBe(standing);
});

test('a list of a year is due three days before its end', () => {
  const year = { thisUpdate: '2026-01-01T00:00:00Z', nextUpdate: '2027-01-01T00:00:00Z' };
  expect(crlStanding(year, new Date('2026-12-28T23:00:00Z'))).toBe('current');
  expect(crlStanding(year, new Date('2026-12-29T00:00:00Z'))).toBe('due');
});

test('the next number is above every used one', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: LARGEST_CRL_NUMBER - 1n })), (used) => {
      const next = nextCrlNumber(used) ?? -1n;
      expect(used.every((number) => number < next)).toBe(true);
    }),
  );
});

test('there is no number after the largest', () => {
  expect(nextCrlNumber([LARGEST_CRL_NUMBER])).toBeUndefined();
});

test.each([
  ['0a', '0a'],
  ['A', '0a'],
  ['00:0A:ff', '0aff'],
  ['0x1f', '1f'],
  ['  12 34 ', '1234'],
  ['00', undefined],
  ['', undefined],
  ['xyz', undefined],
  ['1'.repeat(41), undefined],
  ['1'.repeat(40), '1'.repeat(40)],
])('the serial number %j is %j', (text, key) => {
  expect(serialKey(text)).toBe(key);
});
