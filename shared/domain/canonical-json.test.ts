import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wellFormed } from '../util/well-formed.ts';
import { canonicalJson, type Json } from './canonical-json.ts';

const vectors = '../shared/vectors/jcs';
const present = existsSync(vectors) || process.env['REQUIRE_SHARED'] === '1';

describe.skipIf(!present)(`published RFC 8785 pairs (${present ? 'read' : 'absent'}: ${vectors})`, () => {
  for (const name of present ? readdirSync(`${vectors}/input`) : []) {
    test(`${name} becomes its canonical bytes`, () => {
      const input = JSON.parse(readFileSync(`${vectors}/input/${name}`, 'utf8')) as Json; // a vector is JSON
      expect(canonicalJson(input)).toBe(readFileSync(`${vectors}/output/${name}`, 'utf8').trimEnd());
    });
  }
});

test('members are sorted by UTF-16 code units, not by code points', () => {
  // U+1F600 begins with the unit D83D, which is less than FB33.
  expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u00f6': 3, '1': 4, '\r': 5 })).toBe(
    '{"\\r":5,"1":4,"\u00f6":3,"\u{1f600}":2,"\ufb33":1}',
  );
});

test.each([
  [0, '0'],
  [-0, '0'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [9007199254740992, '9007199254740992'],
  [295147905179352830000, '295147905179352830000'],
  [1e21, '1e+21'],
  [333333333.33333325, '333333333.33333325'],
])('the number %d is written %s (RFC 8785 appendix B)', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each([NaN, Infinity, -Infinity])('%d is refused', (value) => {
  expect(() => canonicalJson([value])).toThrow(RangeError);
});

test.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('a lone surrogate is refused, in values and in names', (text) => {
  expect(() => canonicalJson(text)).toThrow(RangeError);
  expect(() => canonicalJson({ [text]: 1 })).toThrow(RangeError);
});

test('well-formed text is kept and lone surrogates are replaced', () => {
  expect(wellFormed('a\u{1f600}\ud800b\udfff')).toBe('a\u{1f600}\ufffdb\ufffd');
});

test('an absent member is left out', () => {
  expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
});

test('whatever JSON can carry comes back unchanged, and its canonical form is a fixed point', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(JSON.parse(JSON.stringify(value)) as Json); // jsonValue makes JSON
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
