import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../../../../shared/util/hex.ts';
import type { DerNode } from './der-node.ts';
import { readDer } from './der-reader.ts';
import { writeNamedBits, writeOid, writeTime, writeUnsigned } from './der-writer.ts';
import { readInteger, readNamedBits, readOid, readSmallInteger, readTime } from './read-values.ts';
import { readString } from './read-string.ts';

function nodeOf(bytes: Uint8Array): DerNode {
  const read = readDer(bytes);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}
const node = (hex: string): DerNode => nodeOf(fromHex(hex.replaceAll(' ', ''))!);
const text = (tag: number, value: string | Uint8Array): DerNode => {
  const content = Buffer.from(value);
  return nodeOf(Uint8Array.of(tag, content.length, ...content));
};

test.each([
  ['06 03 55 04 05', '2.5.4.5'],
  ['06 08 2a 03 04 05 06 07 06 01', '1.2.3.4.5.6.7.6.1'],
  ['06 09 2a 86 48 86 f7 0d 01 09 0e', '1.2.840.113549.1.9.14'],
  ['06 01 27', '0.39'],
  ['06 01 28', '1.0'],
  ['06 01 78', '2.40'],
  ['06 03 88 37 03', '2.999.3'],
])('%s is %s', (hex, dotted) => {
  expect(readOid(node(hex))).toBe(dotted);
});

test('any OID reads back as it was written, however large its numbers', () => {
  const arc = fc.bigInt({ min: 0n, max: 2n ** 130n });
  const head = fc.oneof(
    fc.tuple(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 39n })),
    fc.tuple(fc.constant(2n), arc),
  );
  fc.assert(
    fc.property(head, fc.array(arc, { maxLength: 1 }), (first, rest) => {
      const dotted = [...first, ...rest].join('.');
      expect(readOid(nodeOf(writeOid(dotted)))).toBe(dotted);
    }),
  );
});

test.each(['', '1', '3.1', '1.40', 'a.b', '1.-2'])('%j cannot be written as an OID', (dotted) => {
  expect(() => writeOid(dotted)).toThrow();
});

test('any unsigned number reads back as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (value) => {
      const hex = value.toString(16);
      const bytes = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)!;
      expect(readInteger(nodeOf(writeUnsigned(bytes)))).toBe(value);
    }),
  );
});

test.each([
  ['02 01 80', -128n],
  ['02 01 ff', -1n],
  ['02 02 ff 7f', -129n],
])('%s is negative', (hex, value) => {
  expect(readInteger(node(hex))).toBe(value);
});

test('an INTEGER over 53 bits has no small value', () => {
  expect(readSmallInteger(node('02 07 20 00 00 00 00 00 00'))).toBeUndefined();
  expect(readSmallInteger(node('02 07 1f ff ff ff ff ff ff'))).toBe(Number.MAX_SAFE_INTEGER);
});

test('named bits read back as they were written', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 30 })), (bits) => {
      expect(readNamedBits(nodeOf(writeNamedBits(bits)))).toEqual(bits.toSorted((a, b) => a - b));
    }),
  );
});

test.each([
  [0x17, '260101000000Z', '2026-01-01T00:00:00.000Z'],
  [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
  [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  [0x18, '00010101000000Z', '0001-01-01T00:00:00.000Z'],
  [0x17, '240229120000Z', '2024-02-29T12:00:00.000Z'],
])('tag %i with %s is the moment %s', (tag, value, at) => {
  expect(readTime(text(tag, value))?.at.toISOString()).toBe(at);
});

test.each([
  [0x17, '2601010000Z'],
  [0x17, '260101000000'],
  [0x17, '260101000000+0100'],
  [0x17, '20260101000000Z'],
  [0x17, '260230000000Z'],
  [0x17, '261301000000Z'],
  [0x17, '260100000000Z'],
  [0x17, '260101240000Z'],
  [0x17, '260101006000Z'],
  [0x17, '260101000060Z'],
  [0x17, '230229000000Z'],
  [0x17, ''],
  [0x18, '260101000000Z'],
  [0x18, '20260101000000.5Z'],
  [0x18, '20260101000000'],
  [0x0c, '260101000000Z'],
])('tag %i with %s is no moment', (tag, value) => {
  expect(readTime(text(tag, value))).toBeUndefined();
});

test('a time is written as UTCTime until 2049 and as GeneralizedTime from 2050, and reads back to the second', () => {
  const range = { min: new Date('1950-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (at) => {
      const read = readTime(nodeOf(writeTime(at)));
      expect(read?.form).toBe(at.getUTCFullYear() < 2050 ? 'utc-time' : 'generalized-time');
      expect(read?.at.getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
    }),
  );
});

test.each([
  [0x0c, Uint8Array.of(0xc3, 0xbc), 'utf8', 'ü', true],
  [0x0c, Uint8Array.of(0xfc), 'utf8', 'ü', false],
  [0x13, "A-Z 0 '()+,-./:=?", 'printable', "A-Z 0 '()+,-./:=?", true],
  [0x13, 'a*b', 'printable', 'a*b', false],
  [0x13, 'a@b', 'printable', 'a@b', false],
  [0x16, 'a@b', 'ia5', 'a@b', true],
  [0x16, Uint8Array.of(0x80), 'ia5', '\u0080', false],
  [0x12, '12 3', 'numeric', '12 3', true],
  [0x12, '1a', 'numeric', '1a', false],
  [0x1a, 'a b', 'visible', 'a b', true],
  [0x1a, 'a\n', 'visible', 'a\n', false],
  [0x14, Uint8Array.of(0xe4), 'teletex', 'ä', true],
  [0x1e, Uint8Array.of(0x20, 0xac), 'bmp', '€', true],
  [0x1e, Uint8Array.of(0x20), 'bmp', ' ', false],
  [0x1e, Uint8Array.of(0xd8, 0x00), 'bmp', 'Ø\u0000', false],
  [0x1c, Uint8Array.of(0, 1, 0xf6, 0x00), 'universal', '😀', true],
  [0x1c, Uint8Array.of(0, 0x11, 0, 0), 'universal', '\u0000\u0011\u0000\u0000', false],
] as const)('tag %i with %s reads as %s', (tag, value, form, expected, valid) => {
  expect(readString(text(tag, value))).toEqual({ form, text: expected, valid });
});

test('a value that is no string has no text', () => {
  expect(readString(node('05 00'))).toBeUndefined();
  expect(readString(node('8c 01 41'))).toBeUndefined();
});
