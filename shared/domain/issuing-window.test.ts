import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipWindow, type WindowRules } from './issuing-window.ts';

const day = (text: string): Date => new Date(`2026-${text}Z`);
const now = day('03-01T12:00:00');
const rules: WindowRules = {
  now,
  maxLifetimeDays: 30,
  backdateMinutes: 5,
  beyond: 'clip',
  issuer: { notBefore: day('01-01T00:00:00'), notAfter: day('12-31T00:00:00') },
};
const codes = (clips: readonly { readonly code: string }[]) => clips.map(({ code }) => code);
function clipped(wish: Parameters<typeof clipWindow>[0], operator = {}, more: Partial<WindowRules> = {}) {
  const end = clipWindow(wish, operator, { ...rules, ...more });
  return end.ok
    ? [end.value.notBefore.toISOString(), end.value.notAfter.toISOString(), ...codes(end.value.clips)]
    : [end.error.code, ...codes(end.error.clips)];
}

test('a wish within policy and issuer is given as it is', () => {
  expect(clipped({ notBefore: day('03-02T00:00:00'), notAfter: day('03-20T00:00:00') })).toEqual([
    '2026-03-02T00:00:00.000Z',
    '2026-03-20T00:00:00.000Z',
  ]);
});

test('a life of exactly the longest allowed is not clipped', () => {
  expect(clipped({ notBefore: day('03-02T00:00:00'), notAfter: day('04-01T00:00:00') })).toHaveLength(2);
});

test('a start that has passed begins now less the back-date, whatever the policy says of wishes beyond it', () => {
  const wish = { notBefore: day('02-20T00:00:00'), notAfter: day('03-20T00:00:00') };
  const expected = ['2026-03-01T11:55:00.000Z', '2026-03-20T00:00:00.000Z', 'NOT_BEFORE_PAST'];
  expect(clipped(wish)).toEqual(expected);
  expect(clipped(wish, {}, { beyond: 'refuse' })).toEqual(expected);
});

test('a longer life than the policy gives is clipped and told, or refused where the policy says so', () => {
  const wish = { notBefore: day('03-02T00:00:00'), notAfter: day('06-01T00:00:00') };
  expect(clipped(wish)).toEqual(['2026-03-02T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 'NOT_AFTER_POLICY']);
  expect(clipped(wish, {}, { beyond: 'refuse' })).toEqual(['WINDOW_BEYOND_POLICY', 'NOT_AFTER_POLICY']);
});

test('nothing lasts longer than its issuer', () => {
  const issuer = { ...rules.issuer, notAfter: day('03-10T00:00:00') };
  const wish = { notBefore: day('03-02T00:00:00'), notAfter: day('03-20T00:00:00') };
  expect(clipped(wish, {}, { issuer })).toEqual([
    '2026-03-02T00:00:00.000Z',
    '2026-03-10T00:00:00.000Z',
    'NOT_AFTER_ISSUER',
  ]);
});

test('nothing begins before its issuer', () => {
  const issuer = { ...rules.issuer, notBefore: day('03-05T00:00:00') };
  const wish = { notBefore: day('03-02T00:00:00'), notAfter: day('03-20T00:00:00') };
  expect(clipped(wish, {}, { issuer })[2]).toBe('NOT_BEFORE_ISSUER');
});

test('without a wish the longest window that is allowed is given, and it is told', () => {
  expect(clipped({ notBefore: undefined, notAfter: undefined })).toEqual([
    '2026-03-01T11:55:00.000Z',
    '2026-03-31T11:55:00.000Z',
    'NOT_BEFORE_ABSENT',
    'NOT_AFTER_ABSENT',
  ]);
});

test('a wish that is no moment is told as such', () => {
  expect(clipped({ notBefore: { unreadable: '260230000000Z' }, notAfter: day('03-20T00:00:00') })[2]).toBe(
    'WISH_UNREADABLE',
  );
});

test('an operator narrows a wish and never widens it', () => {
  const wish = { notBefore: day('03-05T00:00:00'), notAfter: day('03-20T00:00:00') };
  expect(clipped(wish, { notBefore: day('03-06T00:00:00'), notAfter: day('03-10T00:00:00') })).toEqual([
    '2026-03-06T00:00:00.000Z',
    '2026-03-10T00:00:00.000Z',
  ]);
  expect(clipped(wish, { notBefore: day('03-02T00:00:00'), notAfter: day('03-25T00:00:00') })).toEqual([
    '2026-03-05T00:00:00.000Z',
    '2026-03-20T00:00:00.000Z',
    'NOT_BEFORE_REQUEST',
    'NOT_AFTER_REQUEST',
  ]);
});

test('a wish that has wholly passed gives nothing', () => {
  expect(clipped({ notBefore: day('01-01T00:00:00'), notAfter: day('02-01T00:00:00') })[0]).toBe('WINDOW_EMPTY');
});

test('an issuer that has ended issues nothing', () => {
  const issuer = { ...rules.issuer, notAfter: day('02-01T00:00:00') };
  expect(clipped({ notBefore: undefined, notAfter: undefined }, {}, { issuer })[0]).toBe('WINDOW_EMPTY');
});

const moment = fc.date({ min: day('01-01T00:00:00'), max: new Date('2027-06-01Z'), noInvalidDate: true });
const wishedEnd = fc.oneof(moment, fc.constant(undefined), fc.constant({ unreadable: 'soon' }));
const anyRules = fc.record({
  now: moment,
  maxLifetimeDays: fc.integer({ min: 1, max: 400 }),
  backdateMinutes: fc.integer({ min: 0, max: 1440 }),
  beyond: fc.constantFrom('clip', 'refuse'),
  issuer: fc.record({ notBefore: moment, notAfter: moment }),
});

test('what is given is never outside issuer, policy, request or operator, and never empty', () => {
  fc.assert(
    fc.property(
      fc.record({ notBefore: wishedEnd, notAfter: wishedEnd }),
      fc.record({ notBefore: fc.option(moment, { nil: undefined }), notAfter: fc.option(moment, { nil: undefined }) }),
      anyRules,
      (wish, operator, given) => {
        const end = clipWindow(wish, operator, given);
        if (!end.ok) return;
        const { notBefore, notAfter } = end.value;
        expect(notBefore < notAfter).toBe(true);
        expect(notBefore >= given.issuer.notBefore && notAfter <= given.issuer.notAfter).toBe(true);
        expect(notAfter.getTime() - notBefore.getTime()).toBeLessThanOrEqual(given.maxLifetimeDays * 86_400_000);
        const earliest = given.now.getTime() - given.backdateMinutes * 60_000 - 1000;
        expect(notBefore.getTime()).toBeGreaterThan(earliest);
        for (const limit of [wish, operator]) {
          if (limit.notBefore instanceof Date) expect(notBefore >= limit.notBefore).toBe(true);
          if (limit.notAfter instanceof Date) expect(notAfter <= limit.notAfter).toBe(true);
        }
        expect((notBefore.getTime() % 1000) + (notAfter.getTime() % 1000)).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('a window that differs from a readable wish has a clip that says so', () => {
  fc.assert(
    fc.property(moment, moment, anyRules, (notBefore, notAfter, given) => {
      const end = clipWindow({ notBefore, notAfter }, {}, { ...given, beyond: 'clip' });
      if (!end.ok) return;
      const moved = (wish: Date, got: Date): boolean => Math.abs(wish.getTime() - got.getTime()) >= 1000;
      const told = codes(end.value.clips);
      expect(told.some((code) => code.startsWith('NOT_BEFORE'))).toBe(moved(notBefore, end.value.notBefore));
      expect(told.some((code) => code.startsWith('NOT_AFTER'))).toBe(moved(notAfter, end.value.notAfter));
    }),
    { numRuns: 300 },
  );
});
