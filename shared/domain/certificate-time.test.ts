import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certificateTime, endsSoonFrom } from './certificate-time.ts';

const month = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2026-01-31T00:00:00.000Z' };

test.each([
  ['2025-12-31T23:59:59.000Z', 'not-yet'],
  ['2026-01-01T00:00:00.000Z', 'valid'],
  ['2026-01-23T11:59:59.000Z', 'valid'],
  ['2026-01-23T12:00:00.000Z', 'ends-soon'],
  ['2026-01-31T00:00:00.000Z', 'ends-soon'],
  ['2026-01-31T00:00:01.000Z', 'expired'],
])('a certificate of thirty days is at %s %s', (now, expected) => {
  expect(certificateTime(month, new Date(now))).toBe(expected);
});

test('a CA of ten years is told of ninety days before its end', () => {
  expect(endsSoonFrom('2026-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z')).toBe('2035-10-03T00:00:00.000Z');
});

test('the warning never begins before the certificate nor after its end', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(time, time, (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const soon = new Date(endsSoonFrom(new Date(from).toISOString(), new Date(to).toISOString())).getTime();
      expect(soon).toBeGreaterThanOrEqual(from);
      expect(soon).toBeLessThanOrEqual(to);
    }),
    { numRuns: 200 },
  );
});
