import { expect, test } from 'vitest';
import { uuid7 } from './uuid7.ts';

test('carries the milliseconds, the version and the variant of RFC 9562', () => {
  expect(uuid7(Date.UTC(2025, 0, 1), new Uint8Array(10))).toBe('01941f29-7c00-7000-8000-000000000000');
});

test('keeps the random bits beside version and variant', () => {
  expect(uuid7(0, new Uint8Array(10).fill(0xff))).toBe('00000000-0000-7fff-bfff-ffffffffffff');
});

test('sorts by time', () => {
  const random = new Uint8Array(10).fill(0xff);
  expect(uuid7(1_000, random) < uuid7(1_001, new Uint8Array(10))).toBe(true);
});
