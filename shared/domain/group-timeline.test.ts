import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedAt, acceptedUntil, stretchesOf, type TimelineCertificate } from './group-timeline.ts';

const one = (from: number, to: number, more: Partial<TimelineCertificate> = {}): TimelineCertificate => ({
  certificateId: `${from}-${to}`,
  notBefore: from,
  notAfter: to,
  revokedAt: undefined,
  plannedEnd: undefined,
  ...more,
});

const moment = fc.integer({ min: 0, max: 100 });
const certificates = fc.array(
  fc
    .tuple(moment, moment, fc.option(moment, { nil: undefined }), fc.option(moment, { nil: undefined }))
    .map(([a, b, revokedAt, plannedEnd]) => one(Math.min(a, b), Math.max(a, b), { revokedAt, plannedEnd })),
  { maxLength: 8 },
);

test('what follows without a break has neither gap nor overlap', () => {
  expect(stretchesOf([one(0, 10), one(10, 20)], 0)).toEqual([]);
});

test('a break is a gap', () => {
  expect(stretchesOf([one(0, 10), one(12, 20)], 0)).toEqual([{ kind: 'gap', from: 10, to: 12 }]);
});

test('an overlap is told as too long only beyond what was agreed', () => {
  expect(stretchesOf([one(0, 10), one(8, 20)], 2)).toEqual([{ kind: 'overlap', from: 8, to: 10 }]);
  expect(stretchesOf([one(0, 10), one(8, 20)], 1)).toEqual([{ kind: 'long-overlap', from: 8, to: 10 }]);
});

test('a revocation or a planned end opens a gap where no other certificate is', () => {
  expect(stretchesOf([one(0, 10, { revokedAt: 5 }), one(8, 20)], 9)).toEqual([{ kind: 'gap', from: 5, to: 8 }]);
  expect(stretchesOf([one(0, 10, { plannedEnd: 7 }), one(8, 20)], 9)).toEqual([{ kind: 'gap', from: 7, to: 8 }]);
});

test('three at a time are one overlap with two at a time', () => {
  expect(stretchesOf([one(0, 10), one(2, 10), one(4, 20)], 100)).toEqual([{ kind: 'overlap', from: 2, to: 10 }]);
});

test('within a stretch as many are accepted as its kind says, outside exactly one', () => {
  fc.assert(
    fc.property(certificates, moment, (all, at) => {
      const inside = at + 0.5;
      const count = acceptedAt(all, inside).length;
      const found = stretchesOf(all, 1000).find(({ from, to }) => from <= inside && inside < to);
      const first = Math.min(...all.map(({ notBefore }) => notBefore));
      const last = Math.max(...all.map(acceptedUntil));
      if (found?.kind === 'gap') expect(count).toBe(0);
      else if (found !== undefined) expect(count).toBeGreaterThan(1);
      else if (first < inside && inside < last && count !== 1)
        expect(all.some((c) => acceptedUntil(c) < c.notBefore)).toBe(true);
    }),
  );
});
