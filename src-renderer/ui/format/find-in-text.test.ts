import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInText, rangeAt, textLines } from './find-in-text.ts';

const cut = (text: string): readonly string[] => textLines(text).map(({ start, end }) => text.slice(start, end));

describe('lines of a text', () => {
  test('end where it says, and none is lost', () => {
    expect(cut('a\n\nbc\n')).toEqual(['a', '', 'bc', '']);
    expect(cut('')).toEqual(['']);
  });

  test('go on in the next one when they are long, no character in halves', () => {
    const text = `${'x'.repeat(159)}😀${'y'.repeat(200)}`;
    expect(cut(text)).toEqual([`${'x'.repeat(159)}😀`, 'y'.repeat(160), 'y'.repeat(40)]);
  });

  test('are the whole text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        expect(cut(text).join('')).toBe(text.replaceAll('\n', ''));
        expect(textLines(text).every(({ start, end }) => end - start <= 161)).toBe(true);
      }),
    );
  });
});

describe('words in a text', () => {
  test('are found in any letter case, with every sign as itself', () => {
    expect(findInText('a.B a.b axb', 'A.b')).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ]);
    expect(findInText('İx (x)', '(X)')).toEqual([{ start: 3, end: 6 }]);
    expect(findInText('abc', '')).toEqual([]);
  });

  test('of any kind break nothing, and are found in themselves', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (words) => {
        expect(findInText(`{${words}}`, words).length).toBeGreaterThan(0);
      }),
    );
  });

  test('stand in the line that begins before them', () => {
    const lines = textLines('ab\ncd\nef');
    expect([0, 2, 3, 5, 7].map((at) => rangeAt(lines, at))).toEqual([0, 0, 1, 1, 2]);
    expect(rangeAt([], 5)).toBe(0);
  });
});
