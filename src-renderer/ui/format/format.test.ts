import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTranslate } from '../../locales/translate.ts';
import { byteRange } from './byte-range.ts';
import { listDateText, relativeText, spanText, utcText } from './date-text.ts';
import { groupedHex, shortHex } from './fingerprint.ts';
import { textRuns } from './hidden-characters.ts';
import { keyLabels } from './key-labels.ts';

const t = createTranslate('en');
const de = createTranslate('de');
const now = new Date('2026-11-22T13:42:00Z');
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const HOUR = 3_600_000;

describe('dates', () => {
  test('are written as day, time and zone', () => {
    expect(utcText(new Date('2026-11-25T00:00:00Z'))).toBe('2026-11-25 00:00 UTC');
  });
  test('that are none are a dash', () => {
    expect(utcText(new Date(Number.NaN))).toBe('–');
  });
  test('ahead say so in two units', () => {
    expect(plain(relativeText(t, new Date(now.getTime() + 58 * HOUR), now))).toBe('in 2 d 10 h');
  });
  test('behind say so in German', () => {
    expect(plain(relativeText(de, new Date(now.getTime() - 17 * 24 * HOUR), now))).toBe('vor 17 T');
  });
  test('in lists grow coarser with distance', () => {
    const at = (hours: number): string => listDateText(t, new Date(now.getTime() + hours * HOUR), now);
    expect([at(1), at(72), at(24 * 30)]).toEqual(['14:42', '25 Nov', '2026-12-22']);
  });
  test('never lose more than a minute in spans below a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * HOUR - 1 }), (span) => {
        const words = plain(spanText(t, span));
        const unit = (name: string): number => Number(new RegExp(`(\\d+) ${name}\\b`, 'u').exec(words)?.[1] ?? 0);
        const said = unit('h') * HOUR + unit('min') * 60_000 + unit('s') * 1000;
        expect(span - said).toBeGreaterThanOrEqual(0);
        expect(span - said).toBeLessThan(60_000);
      }),
    );
  });
});

describe('fingerprints', () => {
  test('are grouped by four whatever their separators were', () => {
    expect(groupedHex('50:16:00:A3:ff')).toBe('5016 00a3 ff');
  });
  test('are shortened in the middle', () => {
    expect(shortHex('501600a3c1d94e7725b2d261')).toBe('5016 00a3 … d261');
  });
  test('that are short stay whole', () => {
    expect(shortHex('501600a3c1d94e77')).toBe('5016 00a3 c1d9 4e77');
  });
});

describe('hidden characters', () => {
  test('a change of direction becomes its code', () => {
    expect(textRuns('a\u202eb')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'hidden', code: 'U+202E' },
      { kind: 'text', text: 'b' },
    ]);
  });
  test.each([
    '\u0000',
    '\n',
    '\u200b',
    '\u200f',
    '\u2066',
    '\ufeff',
    '\u00ad',
    '\u00a0',
    '\u3164',
    '\ufe0f',
    '\u{e0041}',
    '\u2028',
  ])('nothing of %j is drawn as text', (character) => {
    expect(textRuns(character)).toEqual([{ kind: 'hidden', code: expect.stringMatching(/^U\+[0-9A-F]{4,6}$/u) }]);
  });
  test('ordinary text of any script comes through unchanged', () => {
    expect(textRuns('Zürich Łódź 東京 DE*GEF')).toEqual([{ kind: 'text', text: 'Zürich Łódź 東京 DE*GEF' }]);
  });
  test('text runs put together hold no control or format character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = textRuns(text).map((run) => (run.kind === 'text' ? run.text : ''));
        expect(shown.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

test('a byte range names its first and last byte', () => {
  expect(byteRange(0xd6, 0xf2)).toBe('00d6 – 00f1');
});

test('keys are named as on the keyboard of the language', () => {
  expect(keyLabels('Ctrl+K', 'de')).toEqual(['Strg', 'K']);
  expect(keyLabels('Ctrl++', 'en')).toEqual(['Ctrl', '+']);
});
