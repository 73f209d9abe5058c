import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairTexts } from './repair-texts.ts';

test('a lone surrogate becomes U+FFFD wherever it stands', () => {
  expect(repairTexts({ a: ['x\ud800', { '\udc00': '😀' }], b: null })).toEqual({
    a: ['x\ufffd', { '\ufffd': '😀' }],
    b: null,
  });
});

test('what needs no repair is handed on as it is, bytes included', () => {
  const bytes = new Uint8Array([1]);
  const value = { a: [1, 'ä😀', undefined], bytes };
  expect(repairTexts(value)).toBe(value);
});

test('whatever is repaired, UTF-8 can carry it afterwards', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom('', '\ud800'), (value, more) => {
      const text = JSON.stringify(repairTexts({ value, more }));
      expect(Buffer.from(text, 'utf8').toString()).toBe(text);
      // JSON escapes what it cannot carry.
      expect(text).not.toMatch(/\\ud[89a-f]/);
    }),
  );
});
