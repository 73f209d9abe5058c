import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiLookAlike, shapeOf } from './look-alikes.ts';
import { findUnsafeCharacters, revealUnsafeCharacters } from './unsafe-characters.ts';

test.each([
  ['\u0000', 'control'],
  ['\n', 'control'],
  ['\u007f', 'control'],
  ['\u0085', 'control'],
  ['\u202e', 'bidi'],
  ['\u2066', 'bidi'],
  ['\u200f', 'bidi'],
  ['\u00a0', 'invisible'],
  ['\u00ad', 'invisible'],
  ['\u200b', 'invisible'],
  ['\u2028', 'invisible'],
  ['\ufeff', 'invisible'],
  ['\u{e0041}', 'invisible'],
  ['\ud800', 'surrogate'],
])('%j is found as %s at its place', (character, kind) => {
  expect(findUnsafeCharacters(`ab${character}c`)).toEqual([{ index: 2, codePoint: character.codePointAt(0), kind }]);
});

test('ordinary text of many scripts and emoji are not unsafe', () => {
  expect(findUnsafeCharacters('Müller & Søn, Łódź, Ελλάδα, Москва, 東京, 😀')).toEqual([]);
});

test('revealed text has nothing unsafe left and tells what was there', () => {
  expect(revealUnsafeCharacters('a\u202eb\n')).toBe('a‹U+202E›b‹U+000A›');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => findUnsafeCharacters(revealUnsafeCharacters(text)).length === 0,
    ),
  );
});

test.each([
  ['\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425', 'ABEKMHOPCTX'],
  ['\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7', 'ABEZHIKMNOPTYX'],
  ['\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456', 'aeopcyxi'],
  ['\uff21\uff5a\uff10\uff0a\uff0d', 'Az0*-'],
  ['\u2217\u2212\u2013\u2010', '*---'],
])('%s looks like %s', (foreign, ascii) => {
  expect(asciiLookAlike(foreign)).toBe(ascii);
});

test('ASCII text looks like itself', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => asciiLookAlike(text) === text));
});

test('a shape does not depend on case but for letters that change their looks with it', () => {
  expect(shapeOf('degef')).toBe(shapeOf('DEGEF'));
  expect(shapeOf('DEGL')).not.toBe(shapeOf('DEGI'));
});
