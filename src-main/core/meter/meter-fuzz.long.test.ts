import { expect, test } from 'vitest';
import { flipsThatPass, rightRecords } from './testing/flip-bits.ts';
import { fuzzMeter } from './testing/fuzz-meter.ts';

const isShort = process.env['LONG'] !== '1';

test.skipIf(isShort)(
  'fifty thousand mutated files: an answer each, no forged signature, none over 100 ms of work (set LONG=1)',
  { timeout: 1_200_000 },
  () => {
    const { inputs, forged, slowest } = fuzzMeter(50_000, 50_000);
    expect(inputs).toBe(50_000);
    expect(forged).toEqual([]);
    expect(slowest).toBeLessThan(100);
  },
);

test.skipIf(isShort).each([...rightRecords()])(
  'every single bit of %s counts (set LONG=1)',
  { timeout: 1_200_000 },
  (_name, right) => {
    expect(flipsThatPass(right, 1)).toEqual([]);
  },
);
