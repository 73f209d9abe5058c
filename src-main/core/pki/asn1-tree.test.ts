import { expect, test } from 'vitest';
import { readAsn1Tree } from './asn1-tree.ts';
import {
  writeExplicit,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeString,
  writeTime,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from './der/der-writer.ts';

const treeOf = (der: Uint8Array) => readAsn1Tree(der, { start: 0, end: der.length });

test('each type has a line with its name and value, as deep as it stands', () => {
  const der = writeSequence(
    writeOid('2.5.29.15'),
    writeExplicit(0, writeSequence(writeTrue(), writeNull())),
    writeString('utf8', 'DEGEF'),
    writeUnsigned(Uint8Array.of(1, 0)),
    writeOctetString(Uint8Array.of(1, 2)),
    writeTime(new Date('2026-01-01T00:00:00Z')),
    writeTlv('application', 3, false, Uint8Array.of(9)),
  );
  expect(treeOf(der)?.map(({ depth, tag, value }) => `${'  '.repeat(depth)}${tag} ${value}`.trimEnd())).toEqual([
    'SEQUENCE',
    '  OBJECT IDENTIFIER keyUsage (2.5.29.15)',
    '  [0]',
    '    SEQUENCE',
    '      BOOLEAN TRUE',
    '      NULL',
    '  UTF8String DEGEF',
    '  INTEGER 256',
    '  OCTET STRING 0102',
    '  UTCTime 2026-01-01T00:00:00.000Z',
    '  APPLICATION 3 09',
  ]);
});

test('bytes that are no DER have no tree', () => {
  expect(treeOf(Uint8Array.of(0x30, 0x80, 0, 0))).toBeNull();
});

test('a tree of a thousand lines is cut, and one nested too deep is none', () => {
  const wide = writeSequence(...Array.from({ length: 1000 }, () => writeNull()));
  expect(treeOf(wide)?.length).toBe(400);
  let deep = writeNull();
  for (let i = 0; i < 40; i++) deep = writeSequence(deep);
  expect(treeOf(deep)).toBeNull();
});
