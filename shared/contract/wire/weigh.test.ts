import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weigh } from './weigh.ts';

const LIMIT = 1000;
const lone = ['\ud800', 'a\udfffb', '\udc00\ud800', '😀\ud83d'];

test.each(lone)('half a surrogate pair is found as a text: %j', (text) => {
  expect(weigh(text, LIMIT)).toBe('ill-formed');
  expect(weigh({ a: [{ b: text }] }, LIMIT)).toBe('ill-formed');
});

test.each(lone)('half a surrogate pair is found as the name of a member: %j', (text) => {
  expect(weigh({ a: { [text]: 1 } }, LIMIT)).toBe('ill-formed');
});

test('whole pairs and any other text fit', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (value) => {
      expect(weigh(value, 1_000_000)).toBe('fits');
    }),
  );
});

test('what is too large is not searched', () => {
  expect(weigh('\ud800'.repeat(LIMIT), LIMIT)).toBe('too-large');
});

test.each([
  ['a function', () => 1],
  ['a map', new Map()],
  ['a symbol', Symbol('s')],
  ['a getter', Object.defineProperty({}, 'a', { enumerable: true, get: () => 1 })],
])('%s is nothing that a schema takes', (_what, value) => {
  expect(weigh({ value }, LIMIT)).toBe('too-large');
});

test('bytes count as they are, texts two for each unit', () => {
  expect(weigh(new Uint8Array(LIMIT - 16), LIMIT)).toBe('fits');
  expect(weigh(new Uint8Array(LIMIT - 15), LIMIT)).toBe('too-large');
  expect(weigh('x'.repeat(LIMIT / 2), LIMIT)).toBe('fits');
  expect(weigh('x'.repeat(LIMIT / 2 + 1), LIMIT)).toBe('too-large');
});
