import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from './base64.ts';
import { fromHex, toHex } from './hex.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const bytes = () => fc.uint8Array({ maxLength: 200 });

test('hex is what Node writes, and reads back in either case', () => {
  fc.assert(
    fc.property(bytes(), (value) => {
      expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
      expect(fromHex(toHex(value))).toEqual(value);
      expect(fromHex(toHex(value).toUpperCase())).toEqual(value);
    }),
  );
});

test.each(['0', 'zz', '0g', ' 00', '00 00', '0x00'])('%j is not hex', (text) => {
  expect(fromHex(text)).toBeUndefined();
});

test('base64 and base64url are what Node writes, and read back', () => {
  fc.assert(
    fc.property(bytes(), (value) => {
      expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
      expect(toBase64Url(value)).toBe(Buffer.from(value).toString('base64url'));
      expect(fromBase64(toBase64(value))).toEqual(value);
      expect(fromBase64Url(toBase64Url(value))).toEqual(value);
    }),
  );
});

test.each(['A', 'AB', 'AB=', 'A===', 'AAB=', 'AA=A', 'AA==AA==', 'AAA\n', 'AB==', 'AA-_', '====', 'ÄAAA'])(
  '%j is not base64 in its one spelling',
  (text) => {
    expect(fromBase64(text)).toBeUndefined();
  },
);

test.each(['A', 'AA==', 'AB', 'AA+/', 'AA\n'])('%j is not base64url in its one spelling', (text) => {
  expect(fromBase64Url(text)).toBeUndefined();
});

test('UTF-8 is what Node writes, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(encodeUtf8(text)).toEqual(Uint8Array.from(Buffer.from(text, 'utf8')));
    }),
  );
});

test('UTF-8 is read exactly when a fatal decoder reads it', () => {
  const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const judge = (value: Uint8Array): string | undefined => {
    try {
      return fatal.decode(value);
    } catch {
      return undefined;
    }
  };
  const hostile = fc.array(
    fc.constantFrom(
      0x00,
      0x41,
      0x7f,
      0x80,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xf8,
      0xff,
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.string({ unit: 'binary' }).map((text) => [...encodeUtf8(text)]),
      ),
      (list) => {
        const value = Uint8Array.from(list);
        expect(decodeUtf8(value)).toBe(judge(value));
      },
    ),
    { numRuns: 3000 },
  );
});
