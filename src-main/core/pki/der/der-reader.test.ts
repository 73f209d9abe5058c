import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../../../../shared/util/bytes.ts';
import { fromHex, toHex } from '../../../../shared/util/hex.ts';
import { contentOf, type DerNode } from './der-node.ts';
import { readDer } from './der-reader.ts';
import { writeTlv } from './der-writer.ts';

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(' ', ''))!;

/** Encodes a tree from its parts alone, so that equality shows that there was only one way to write it. */
function encode(node: DerNode): Uint8Array {
  const content = node.constructed ? concatBytes(...node.children.map(encode)) : contentOf(node);
  if (node.tag < 31) return writeTlv(node.tagClass, node.tag, node.constructed, content);
  const digits: number[] = [];
  for (let rest = node.tag; rest > 0; rest = Math.floor(rest / 128))
    digits.unshift((rest % 128) | (digits.length > 0 ? 0x80 : 0));
  const bits =
    { universal: 0, application: 0x40, context: 0x80, private: 0xc0 }[node.tagClass] |
    (node.constructed ? 0x20 : 0) |
    31;
  const low = writeTlv('universal', 4, false, content);
  return concatBytes(Uint8Array.of(bits, ...digits), low.subarray(1));
}

test.each([
  ['', 'DER_EMPTY', 0],
  ['30', 'DER_TRUNCATED', 1],
  ['30 03 02 01', 'DER_TRUNCATED', 4],
  ['30 03 02 02 00', 'DER_TRUNCATED', 5],
  ['30 03 04 04 00', 'DER_TRUNCATED', 5],
  ['30 00 00', 'DER_TRAILING_BYTES', 2],
  ['30 80 00 00', 'DER_LENGTH_INDEFINITE', 1],
  ['30 81 00', 'DER_LENGTH_NOT_MINIMAL', 1],
  ['30 81 03 02 01 00', 'DER_LENGTH_NOT_MINIMAL', 1],
  [`04 82 00 81 ${'00'.repeat(129)}`, 'DER_LENGTH_NOT_MINIMAL', 1],
  ['04 85 01 00 00 00 00', 'DER_LENGTH_TOO_LARGE', 1],
  ['04 ff', 'DER_LENGTH_TOO_LARGE', 1],
  ['04 82 01', 'DER_TRUNCATED', 3],
  ['9f 1e 00', 'DER_TAG_NOT_MINIMAL', 1],
  ['9f 80 7f 00', 'DER_TAG_NOT_MINIMAL', 1],
  ['9f ff ff ff ff ff 7f 00', 'DER_TAG_TOO_LARGE', 5],
  ['9f', 'DER_TRUNCATED', 1],
  ['9f 81', 'DER_TRUNCATED', 2],
  ['00 00', 'DER_TAG_RESERVED', 0],
  ['30 02 00 00', 'DER_TAG_RESERVED', 2],
  ['24 03 04 01 00', 'DER_CONSTRUCTED_STRING', 0],
  ['2c 03 0c 01 41', 'DER_CONSTRUCTED_STRING', 0],
  ['10 00', 'DER_PRIMITIVE_LIST', 0],
  ['11 00', 'DER_PRIMITIVE_LIST', 0],
  ['01 01 01', 'DER_BOOLEAN', 2],
  ['01 02 00 00', 'DER_BOOLEAN', 2],
  ['01 00', 'DER_BOOLEAN', 2],
  ['02 00', 'DER_INTEGER', 2],
  ['02 02 00 01', 'DER_INTEGER_NOT_MINIMAL', 2],
  ['02 02 ff ff', 'DER_INTEGER_NOT_MINIMAL', 2],
  ['0a 02 00 7f', 'DER_INTEGER_NOT_MINIMAL', 2],
  ['03 00', 'DER_BIT_STRING', 2],
  ['03 01 01', 'DER_BIT_STRING', 2],
  ['03 02 08 00', 'DER_BIT_STRING', 2],
  ['03 02 01 01', 'DER_BIT_STRING', 2],
  ['05 01 00', 'DER_NULL', 2],
  ['06 00', 'DER_OID', 2],
  ['06 02 2a 80', 'DER_OID', 3],
  ['06 03 2a 80 01', 'DER_OID', 3],
  ['06 02 2a 83', 'DER_OID', 3],
  [`06 41 ${'01'.repeat(65)}`, 'DER_TOO_LARGE', 2],
] as const)('%s is refused as %s at %i', (text, code, offset) => {
  expect(readDer(hex(text))).toEqual({ ok: false, error: { code, offset } });
});

test.each([
  '30 00',
  '31 00',
  '04 00',
  '0c 00',
  '02 01 00',
  '02 02 00 80',
  '02 02 ff 7f',
  '03 01 00',
  '03 02 07 80',
  '05 00',
  '9f 1f 00',
  'bf 81 00 02 05 00',
  '60 00',
  'e0 00',
])('%s is DER and has one spelling', (text) => {
  const read = readDer(hex(text));
  expect(read.ok && toHex(encode(read.value))).toBe(text.replaceAll(' ', ''));
});

test('offsets count from the first byte, also when a part is read', () => {
  const bytes = hex('ffff 30 06 02 01 05 04 01 aa ff');
  const read = readDer(bytes, { start: 2, end: 10 });
  const ranges = read.ok ? read.value.children.map(({ start, contentStart, end }) => [start, contentStart, end]) : [];
  expect(ranges).toEqual([
    [4, 6, 7],
    [7, 9, 10],
  ]);
});

test('a fault inside a part is told with its place in the whole', () => {
  expect(readDer(hex('ffff 30 03 02 01'), { start: 2, end: 6 })).toEqual({
    ok: false,
    error: { code: 'DER_TRUNCATED', offset: 6 },
  });
});

test('nesting deeper than the limit is refused at the element that is too deep', () => {
  let bytes = hex('05 00');
  for (let i = 0; i < 40; i++) bytes = writeTlv('universal', 16, true, bytes);
  expect(readDer(bytes)).toEqual({ ok: false, error: { code: 'DER_TOO_DEEP', offset: 64 } });
});

test('a hundred thousand nested lists are refused without exhausting the stack', () => {
  const bytes = new Uint8Array(200_000);
  for (let i = 0; i < bytes.length; i += 2) bytes.set([0x30, 0x80], i);
  expect(readDer(bytes)).toMatchObject({ ok: false });
});

test('more elements than the limit are refused', () => {
  const bytes = writeTlv('universal', 16, true, ...Array.from({ length: 20_000 }, () => hex('05 00')));
  expect(readDer(bytes)).toMatchObject({ ok: false, error: { code: 'DER_TOO_MANY_ELEMENTS' } });
});

test('more bytes than the limit are refused before anything is read', () => {
  expect(readDer(new Uint8Array((1 << 18) + 1))).toEqual({ ok: false, error: { code: 'DER_TOO_LARGE', offset: 0 } });
});

test('whatever is read from arbitrary bytes encodes to the same bytes again', () => {
  const tlv = fc.tuple(
    fc.constantFrom(0x30, 0x31, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x01, 0xa0, 0x80, 0x9f),
    fc.uint8Array({ maxLength: 12 }),
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    tlv.map(([tag, content]) => Uint8Array.of(tag, content.length, ...content)),
    fc.array(tlv, { maxLength: 6 }).map((list) => {
      const content = list.flatMap(([tag, inner]) => [tag, inner.length, ...inner]);
      return Uint8Array.of(0x30, content.length, ...content);
    }),
  );
  fc.assert(
    fc.property(bytes, (value) => {
      const read = readDer(value);
      if (read.ok) expect(toHex(encode(read.value))).toBe(toHex(value));
      else expect(read.error.offset).toBeLessThanOrEqual(value.length);
    }),
    { numRuns: 5000 },
  );
});
