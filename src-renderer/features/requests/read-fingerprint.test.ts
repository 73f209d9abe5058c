import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFingerprint } from './read-fingerprint.ts';

const HEX = '5016a3ff'.repeat(8);

test('blanks, line ends, colons and capitals change nothing', () => {
  const separator = fc.constantFrom('', ' ', ':', '\n', '\t', '\u00a0');
  fc.assert(
    fc.property(fc.array(separator, { minLength: 64, maxLength: 64 }), fc.boolean(), (between, capital) => {
      const typed = Array.from(HEX, (digit, at) => `${digit}${between[at] ?? ''}`).join('');
      expect(readFingerprint(capital ? typed.toUpperCase() : typed)).toEqual({ kind: 'whole', hex: HEX });
    }),
    { numRuns: 50 },
  );
});

test('a digit short is not whole', () => {
  expect(readFingerprint(HEX.slice(1))).toEqual({ kind: 'partly', digits: 63 });
});

test('a digit too many is not cut to fit', () => {
  expect(readFingerprint(`${HEX}0`)).toEqual({ kind: 'long' });
});

test('nothing typed is none of the digits', () => {
  expect(readFingerprint(' : ')).toEqual({ kind: 'partly', digits: 0 });
});

test.each(['o', 'l', 'g', '-', '\u0430', '\u200b', '\uff11'])('%j is no digit of a fingerprint', (foreign) => {
  expect(readFingerprint(foreign + HEX.slice(1))).toEqual({ kind: 'wrong' });
});
