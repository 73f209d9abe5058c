import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countRows, hasRow, inBoth, rowsBetween, rowSet, without } from './row-set.ts';

const LAST = 200;
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: LAST + 40 }));

test('a set of rows has what a plain set has, up to the last row', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.nat(LAST), (one, other, from) => {
      const plain = new Set(one.filter((row) => row <= LAST && other.includes(row)));
      const set = inBoth(rowSet(one, LAST), rowSet(other, LAST));
      expect(countRows(set)).toBe(plain.size);
      expect(rowsBetween(set, from, LAST + 100)).toEqual([...plain].filter((row) => row >= from).sort((a, b) => a - b));
      const rest = without(rowSet(one, LAST), rowSet(other, LAST));
      expect(countRows(rest)).toBe(one.filter((row) => row <= LAST && !other.includes(row)).length);
      expect(hasRow(set, LAST + 1)).toBe(false);
    }),
  );
});

test('every bit of a word counts', () => {
  const all = Array.from({ length: LAST }, (_none, at) => at + 1);
  expect(countRows(rowSet(all, LAST))).toBe(LAST);
});
