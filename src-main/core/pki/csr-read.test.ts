import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { type CsrView, readCertificationRequestInfo, readCsr } from './csr-read.ts';
import { TAG } from './der/der-node.ts';
import {
  writeBitString,
  writeContextSetOf,
  writeExplicit,
  writeImplicit,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTime,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from './der/der-writer.ts';
import { findingText } from './finding-text.ts';
import { OID } from './oid-names.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { makeCsr, sampleSpec, testKey } from './testing/make-csr.ts';

const { spki } = testKey('ec-p256');
const utf8 = (text: string): Uint8Array => writeString('utf8', text);
const stringOf = (tag: number, content: Uint8Array | string): Uint8Array =>
  writeTlv('universal', tag, false, typeof content === 'string' ? encodeUtf8(content) : content);
const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeOid(oid), writeSetOf(...values));
const part = (oid: string, value: Uint8Array): Uint8Array => writeSetOf(writeSequence(writeOid(oid), value));
const extension = (oid: string, value: Uint8Array, ...flag: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeOid(oid), ...flag, writeOctetString(value));
const extensions = (...list: readonly Uint8Array[]): Uint8Array =>
  attribute(OID.extensionRequest, writeSequence(...list));
const commonName = part('2.5.4.3', utf8('cpo.example.org'));

interface Parts {
  readonly version?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly key?: Uint8Array;
  readonly attributes?: Uint8Array;
}

const infoOf = ({
  version = writeUnsigned(Uint8Array.of(0)),
  subject = writeSequence(commonName),
  key = spki,
  attributes = writeContextSetOf(0),
}: Parts) => writeSequence(version, subject, key, attributes);

function viewOf(parts: Parts): CsrView {
  const read = readCertificationRequestInfo(infoOf(parts), defaultOidProfile);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
const withAttributes = (...list: readonly Uint8Array[]): CsrView =>
  viewOf({ attributes: writeContextSetOf(0, ...list) });
const codesOf = (view: CsrView): readonly string[] => view.findings.map(({ code }) => code);
const oid = defaultOidProfile;

describe('string and time types', () => {
  test.each([
    ['PrintableString', TAG.printableString],
    ['IA5String', TAG.ia5String],
  ])('ids are read from %s too, and the type is told', (_, tag) => {
    const view = withAttributes(attribute(oid.partyIds, writeSequence(stringOf(tag, 'DEGEF'))));
    expect(view.ocpi.partyIds?.ids.map(({ text }) => text)).toEqual(['DEGEF']);
    expect(codesOf(view)).toEqual(['STRING_FORM_UNUSUAL']);
  });

  test('GeneralizedTime is read, and remarked before 2050', () => {
    const view = withAttributes(attribute(oid.notAfter, stringOf(TAG.generalizedTime, '20260115000000Z')));
    expect(view.ocpi.notAfter).toMatchObject({ form: 'generalized-time', at: '2026-01-15T00:00:00.000Z' });
    expect(codesOf(view)).toEqual(['TIME_FORM']);
  });

  test('a time with an offset is shown as it stands, without a moment', () => {
    const view = withAttributes(attribute(oid.notAfter, stringOf(TAG.utcTime, '260115000000+0100')));
    expect(view.ocpi.notAfter).toMatchObject({ text: '260115000000+0100', at: null });
    expect(codesOf(view)).toEqual(['TIME_INVALID']);
  });

  test('bytes that are no UTF-8 are an error', () => {
    expect(
      codesOf(withAttributes(attribute(oid.keyGroupId, stringOf(TAG.utf8String, Uint8Array.of(0x61, 0xff))))),
    ).toContain('STRING_INVALID');
  });

  test('a text that reverses itself on screen is remarked with its character and shown spelled out', () => {
    const view = withAttributes(attribute(oid.keyGroupId, utf8('a\u202eb')));
    const found = view.findings.find(({ code }) => code === 'TEXT_UNSAFE_CHARACTER');
    expect(found?.detail).toEqual({ character: 'U+202E' });
    expect(view.fields.find(({ id }) => id === 'ocpi.keyGroupId.value')?.value).toBe('a‹U+202E›b');
  });
});

describe('claims', () => {
  test.each([
    [
      'a key group id that is a number',
      attribute(oid.keyGroupId, writeUnsigned(Uint8Array.of(1))),
      'ATTRIBUTE_VALUE_TYPE',
    ],
    ['a time that is a text', attribute(oid.notBefore, utf8('2026-01-01')), 'ATTRIBUTE_VALUE_TYPE'],
    [
      'ids that are nested twice',
      attribute(oid.partyIds, writeSequence(writeSequence(utf8('DEGEF')))),
      'ATTRIBUTE_VALUE_TYPE',
    ],
    ['ids without a value', attribute(oid.partyIds), 'ATTRIBUTE_EMPTY'],
    ['an empty list of ids', attribute(oid.partyIds, writeSequence()), 'ID_LIST_EMPTY'],
    [
      'ids as SEQUENCE and SET at once',
      attribute(oid.partyIds, writeSequence(utf8('DEGEF')), utf8('DEGE2')),
      'ID_LIST_MIXED_FORM',
    ],
    ['two key group ids', attribute(oid.keyGroupId, utf8('a'), utf8('b')), 'ATTRIBUTE_SEVERAL_VALUES'],
    ['an unusual key group id', attribute(oid.keyGroupId, utf8('group 1')), 'KEY_GROUP_ID_UNUSUAL'],
    ['a key group id of 256 bytes', attribute(oid.keyGroupId, utf8('x'.repeat(256))), 'KEY_GROUP_ID_REFUSED'],
    ['the wrong separator', attribute(oid.subEmspIds, writeSequence(utf8('DE*GDF'))), 'PARTY_ID_SEPARATOR'],
    ['an unknown attribute', attribute('1.2.3', utf8('x')), 'ATTRIBUTE_UNKNOWN'],
    [
      'values in the wrong order',
      writeSequence(writeOid(oid.partyIds), writeTlv('universal', TAG.set, true, utf8('DEGEF'), utf8('DEGE2'))),
      'SET_NOT_SORTED',
    ],
  ])('%s: %#', (_, bytes, code) => {
    expect(codesOf(withAttributes(bytes))).toContain(code);
  });

  test('a claim that cannot be read says nothing', () => {
    expect(withAttributes(attribute(oid.keyGroupId, writeUnsigned(Uint8Array.of(1)))).ocpi.keyGroupId).toBeNull();
  });

  test('of two attributes with one OID the first counts and the second is an error', () => {
    const view = withAttributes(attribute(oid.keyGroupId, utf8('a')), attribute(oid.keyGroupId, utf8('b')));
    expect(view.ocpi.keyGroupId?.text).toBe('a');
    expect(codesOf(view)).toContain('ATTRIBUTE_DUPLICATE');
  });

  test('a window that ends before it begins is an error', () => {
    const view = withAttributes(
      attribute(oid.notBefore, writeTime(new Date('2026-02-01T00:00:00Z'))),
      attribute(oid.notAfter, writeTime(new Date('2026-01-01T00:00:00Z'))),
    );
    expect(codesOf(view)).toEqual(['VALIDITY_EMPTY']);
  });

  test('under another profile the same bytes claim nothing', () => {
    const other = { ...defaultOidProfile, version: 'other/1', keyGroupId: '1.2.3.4.5.6.7.99' };
    const read = readCertificationRequestInfo(
      infoOf({ attributes: writeContextSetOf(0, attribute(oid.keyGroupId, utf8('a'))) }),
      other,
    );
    expect(read.ok && [read.value.ocpi.keyGroupId, read.value.attributes[0]?.known, read.value.oidProfile]).toEqual([
      null,
      false,
      'other/1',
    ]);
  });

  test('an unknown attribute is kept with its whole value', () => {
    const [view] = withAttributes(attribute('1.2.840.113549.1.9.7', utf8('x'))).attributes;
    expect(view).toMatchObject({
      oid: '1.2.840.113549.1.9.7',
      name: 'challengePassword',
      known: false,
      values: [{ hex: '0c0178' }],
    });
  });
});

describe('requested extensions', () => {
  const san = (value: Uint8Array): Uint8Array => extensions(extension(OID.subjectAltName, value));
  test.each([
    [
      'critical FALSE written out',
      extensions(
        extension(
          OID.keyUsage,
          writeBitString(Uint8Array.of(0x81)),
          writeTlv('universal', TAG.boolean, false, Uint8Array.of(0)),
        ),
      ),
      'DEFAULT_EXPLICIT',
    ],
    [
      'key usage with trailing zero bits',
      extensions(extension(OID.keyUsage, Uint8Array.of(3, 2, 0, 0x80))),
      'NAMED_BITS_TRAILING_ZEROS',
    ],
    ['key usage without a bit', extensions(extension(OID.keyUsage, Uint8Array.of(3, 1, 0))), 'KEY_USAGE_EMPTY'],
    [
      'key usage that is a number',
      extensions(extension(OID.keyUsage, writeUnsigned(Uint8Array.of(1)))),
      'EXTENSION_MALFORMED',
    ],
    [
      'key usage that is no DER',
      extensions(extension(OID.keyUsage, Uint8Array.of(3, 0x81, 2, 7, 0x80))),
      'EXTENSION_MALFORMED',
    ],
    [
      'an empty extended key usage',
      extensions(extension(OID.extendedKeyUsage, writeSequence())),
      'EXTENDED_KEY_USAGE_EMPTY',
    ],
    ['an unknown extension', extensions(extension('1.2.3', writeNull())), 'EXTENSION_UNKNOWN'],
    [
      'one extension twice',
      extensions(
        ...[1, 2].map(() => extension(OID.extendedKeyUsage, writeSequence(writeOid(OID.clientAuth)), writeTrue())),
      ),
      'EXTENSION_DUPLICATE',
    ],
    ['an empty list', extensions(), 'EXTENSIONS_EMPTY'],
    ['a list that is a text', attribute(OID.extensionRequest, utf8('x')), 'EXTENSIONS_MALFORMED'],
    [
      'an extension without a value',
      attribute(OID.extensionRequest, writeSequence(writeSequence(writeOid('1.2.3')))),
      'EXTENSIONS_MALFORMED',
    ],
    ['no alternative name', san(writeSequence()), 'SAN_EMPTY'],
    [
      'names wrapped once too often',
      san(writeOctetString(writeSequence(writeImplicit(2, encodeUtf8('a.example'))))),
      'SAN_DOUBLE_WRAPPED',
    ],
    [
      'names wrapped twice too often',
      san(writeOctetString(writeOctetString(writeSequence(writeImplicit(2, encodeUtf8('a.example')))))),
      'EXTENSION_MALFORMED',
    ],
    ['an address of five bytes', san(writeSequence(writeImplicit(7, new Uint8Array(5)))), 'SAN_NAME_FORM'],
    ['a host name with a blank', san(writeSequence(writeImplicit(2, encodeUtf8('a b')))), 'SAN_NAME_FORM'],
    [
      'a host name with a zero byte',
      san(writeSequence(writeImplicit(2, encodeUtf8('a.example\0.evil')))),
      'TEXT_UNSAFE_CHARACTER',
    ],
    ['a host name beyond ASCII', san(writeSequence(writeImplicit(2, encodeUtf8('ä.example')))), 'STRING_INVALID'],
  ])('%s: %#', (_, bytes, code) => {
    expect(codesOf(withAttributes(bytes))).toContain(code);
  });

  test('every kind of alternative name is shown', () => {
    const names = writeSequence(
      writeImplicit(1, encodeUtf8('a@b.example')),
      writeImplicit(2, encodeUtf8('*.b.example')),
      writeImplicit(6, encodeUtf8('urn:x:y')),
      writeImplicit(7, Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Uint8Array(11), 1)),
      writeImplicit(8, Uint8Array.of(0x2a, 3)),
      writeExplicit(4, writeSequence(commonName)),
      writeTlv('context', 0, true, writeOid('1.2.3'), writeExplicit(0, utf8('x'))),
    );
    const [read] = withAttributes(san(names)).extensions;
    expect(
      read?.value.kind === 'subject-alt-name' && read.value.names.map(({ kind, value }) => `${kind} ${value}`),
    ).toEqual([
      'mail a@b.example',
      'dns *.b.example',
      'uri urn:x:y',
      'ip 2001:db8::1',
      'registered-id 1.2.3',
      'directory CN=cpo.example.org',
      'other [0] a00906022a03a0030c0178',
    ]);
  });
});

describe('subject', () => {
  const subject = (...rdns: readonly Uint8Array[]): readonly string[] =>
    codesOf(viewOf({ subject: writeSequence(...rdns) }));
  test.each([
    ['an empty subject', [], 'SUBJECT_EMPTY'],
    ['no common name', [part('2.5.4.10', utf8('x'))], 'SUBJECT_NO_COMMON_NAME'],
    ['two common names', [commonName, commonName], 'SUBJECT_DUPLICATE'],
    ['a country of three letters', [commonName, part('2.5.4.6', writeString('printable', 'DEU'))], 'SUBJECT_COUNTRY'],
    ['a common name of 65 characters', [part('2.5.4.3', utf8('x'.repeat(65)))], 'SUBJECT_TOO_LONG'],
    ['a Teletex string', [part('2.5.4.3', stringOf(TAG.teletexString, 'x'))], 'STRING_FORM_UNUSUAL'],
    ['a star in a PrintableString', [part('2.5.4.3', stringOf(TAG.printableString, '*.x'))], 'STRING_INVALID'],
    [
      'several values in one part',
      [writeSetOf(writeSequence(writeOid('2.5.4.3'), utf8('x')), writeSequence(writeOid('2.5.4.10'), utf8('y')))],
      'SUBJECT_MULTI_VALUED',
    ],
  ])('%s: %#', (_, rdns, code) => {
    expect(subject(...rdns)).toContain(code);
  });

  test('a value that is no string is kept in hex', () => {
    expect(
      viewOf({ subject: writeSequence(commonName, part('2.5.4.45', writeBitString(Uint8Array.of(1)))) }).subject.text,
    ).toBe('CN=cpo.example.org,2.5.4.45=#03020001');
  });
});

describe('shape', () => {
  test.each([
    [
      'a request with a part too many',
      writeSequence(infoOf({}), writeSequence(writeOid('1.2.3')), writeBitString(spki), writeNull()),
      'request',
    ],
    ['a bare info', infoOf({}), 'request'],
    ['a signature that is a text', writeSequence(infoOf({}), writeSequence(writeOid('1.2.3')), utf8('x')), 'signature'],
    [
      'an algorithm without an OID',
      writeSequence(infoOf({}), writeSequence(), writeBitString(spki)),
      'signatureAlgorithm',
    ],
    [
      'a signature with unused bits',
      writeSequence(infoOf({}), writeSequence(writeOid('1.2.3')), Uint8Array.of(3, 2, 1, 2)),
      'signature',
    ],
    [
      'an info with a part too many',
      writeSequence(
        writeSequence(writeNull(), writeNull(), writeNull(), writeNull(), writeNull()),
        writeNull(),
        writeNull(),
      ),
      'info',
    ],
    [
      'a version that is a text',
      writeSequence(infoOf({ version: utf8('0') }), writeSequence(writeOid('1.2.3')), writeBitString(spki)),
      'version',
    ],
    [
      'a subject that is a text',
      writeSequence(infoOf({ subject: utf8('x') }), writeSequence(writeOid('1.2.3')), writeBitString(spki)),
      'subject',
    ],
    [
      'a key that is a text',
      writeSequence(infoOf({ key: utf8('x') }), writeSequence(writeOid('1.2.3')), writeBitString(spki)),
      'publicKey',
    ],
    [
      'attributes under another tag',
      writeSequence(
        infoOf({ attributes: writeContextSetOf(1) }),
        writeSequence(writeOid('1.2.3')),
        writeBitString(spki),
      ),
      'attributes',
    ],
    [
      'an attribute without values',
      writeSequence(
        infoOf({ attributes: writeContextSetOf(0, writeSequence(writeOid('1.2.3'))) }),
        writeSequence(writeOid('1.2.3')),
        writeBitString(spki),
      ),
      'attributes',
    ],
  ])('%s is no request', (_, der, place) => {
    expect(readCsr(der, defaultOidProfile)).toMatchObject({ ok: false, error: { code: 'CSR_SHAPE', part: place } });
  });

  test('a byte behind the request makes it unreadable, with the place told', () => {
    const { der } = makeCsr(sampleSpec, testKey('ec-p256'));
    expect(readCsr(concatBytes(der, Uint8Array.of(0)), defaultOidProfile)).toEqual({
      ok: false,
      error: { code: 'DER_TRAILING_BYTES', offset: der.length },
    });
  });

  test.each([
    ['version 1', { version: writeUnsigned(Uint8Array.of(1)) }, 'CSR_VERSION'],
    ['no list of attributes', { attributes: new Uint8Array(0) }, 'CSR_ATTRIBUTES_ABSENT'],
  ])('%s is remarked', (_, parts, code) => {
    expect(codesOf(viewOf(parts))).toEqual([code]);
  });
});

test('every remark has a sentence without gaps', () => {
  const view = withAttributes(
    attribute(oid.subEmspIds, utf8('DE*GDF'), utf8('DE*GDF')),
    attribute('1.2.3', utf8('x')),
    extensions(extension('1.2.4', writeNull())),
  );
  const texts = view.findings.map(({ code, detail }) => findingText(code, detail));
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.filter((text) => text.includes('?') || text.includes('{'))).toEqual([]);
});
