import { expect, test } from 'vitest';
import { flipsThatPass, rightRecords } from './testing/flip-bits.ts';
import { fuzzMeter } from './testing/fuzz-meter.ts';

test('a thousand mutated files: an answer each, and no signature is right over other bytes', () => {
  const { forged, stillRight } = fuzzMeter(1000, 20_261_124);
  expect(forged).toEqual([]);
  expect(stillRight).toBeGreaterThan(10);
});

/** All bits are flipped in the long run; here some of them, spread over the whole. */
test.each([...rightRecords()])('no bit of %s may be another', (_name, right) => {
  expect(flipsThatPass(right, 41)).toEqual([]);
});
