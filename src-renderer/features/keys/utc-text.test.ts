import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUtcInput, stepUtcInput, utcInput } from './utc-text.ts';

test.each([
  ['2026-11-25', '2026-11-25T00:00:00Z'],
  ['2026-11-25 14:05', '2026-11-25T14:05:00Z'],
  [' 2026-11-25T14:05:09Z ', '2026-11-25T14:05:09Z'],
  ['2026-11-25 14:05 UTC', '2026-11-25T14:05:00Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
])('%j is read as %s', (text, iso) => {
  expect(readUtcInput(text)).toEqual({ kind: 'time', iso });
});

test.each(['2026-02-29', '2026-04-31', '2026-13-01', '2026-11-25 24:01', '25.11.2026', 'tomorrow', '2026-11-25 1:05'])(
  '%j is no time',
  (text) => {
    expect(readUtcInput(text)).toEqual({ kind: 'wrong' });
  },
);

test('nothing typed leaves the end to the issuer', () => {
  expect(readUtcInput('  ')).toEqual({ kind: 'empty' });
});

test('every time with whole seconds reads back as it was written', () => {
  const time = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(time, (date) => {
      const iso = `${date.toISOString().slice(0, 19)}Z`;
      expect(readUtcInput(utcInput(iso))).toEqual({ kind: 'time', iso });
    }),
  );
});

test('a step moves by what was asked, over the end of a month, and not beyond the last year', () => {
  const DAY = 86_400_000;
  expect(stepUtcInput('2026-11-30 12:00', DAY)).toBe('2026-12-01 12:00');
  expect(stepUtcInput('9999-12-31', DAY)).toBeUndefined();
  expect(stepUtcInput('soon', DAY)).toBeUndefined();
});
