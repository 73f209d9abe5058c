import { describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { type CertificateView, readCertificate, readTbsCertificate } from './certificate-read.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNamedBits,
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
import { readmeStyleCsr } from './testing/csr-vectors.ts';
import { readPem } from './pem.ts';
import {
  authorityKeyId,
  extensionOf,
  extensionsOf,
  makeCertificate,
  nameOf,
  nothing,
} from './testing/make-certificate.ts';

function read(der: Uint8Array): CertificateView {
  const certificate = readCertificate(der, defaultOidProfile);
  if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
  return certificate.value;
}

const codesOf = (der: Uint8Array): readonly string[] =>
  read(der).findings.map(({ severity, code }) => `${severity} ${code}`);

const utf8 = (text: string) => writeString('utf8', text);
const { partyIds, subCpoIds, subEmspIds, keyGroupId, serviceRoles } = defaultOidProfile;

describe('a certificate without oddities', () => {
  const der = makeCertificate();
  const certificate = read(der);

  test('has nothing to remark', () => {
    expect(certificate.findings).toEqual([]);
  });

  test('has the serial number, names and times that were written', () => {
    expect(certificate).toMatchObject({
      version: 2,
      serialNumber: '0102030405060708090a0b0c0d0e0f10',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2026-01-31T00:00:00.000Z',
      isCa: false,
      selfIssued: false,
    });
    expect([certificate.issuer.text, certificate.subject.text]).toEqual(['CN=Test CA', 'CN=cpo.example.org']);
  });

  test('has fields within its bytes, each with an id of its own, in the order of the bytes', () => {
    const { fields } = certificate;
    expect(fields.filter(({ start, end }) => start < 0 || end <= start || end > der.length)).toEqual([]);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    expect(fields.map(({ start }) => start)).toEqual(fields.map(({ start }) => start).toSorted((a, b) => a - b));
  });

  test('reads the same before it is signed', () => {
    const tbs = der.slice(certificate.tbs.start, certificate.tbs.end);
    const before = readTbsCertificate(tbs, defaultOidProfile);
    expect(before).toMatchObject({
      ok: true,
      value: { kind: 'tbs', serialNumber: certificate.serialNumber, signature: null, sha256: certificate.tbs.sha256 },
    });
  });

  test('gives the same verdicts, and no fields, when only verdicts are asked for', () => {
    const verdicts = readCertificate(der, defaultOidProfile, 'verdicts');
    expect(verdicts).toEqual({ ok: true, value: { ...certificate, fields: [] } });
  });
});

test('the claims are read from the extensions of the profile', () => {
  const { ocpi, findings } = read(
    makeCertificate({
      tail: extensionsOf(
        authorityKeyId,
        extensionOf(partyIds, writeSequence(utf8('DEGEF'), utf8('DEGE2'))),
        extensionOf(subCpoIds, writeSequence(utf8('DE*GEF'))),
        extensionOf(subEmspIds, writeSequence(utf8('DE-GDF'))),
        extensionOf(keyGroupId, utf8('cpo1-emsp1-key')),
        extensionOf(serviceRoles, writeSequence(utf8('cdrs:SENDER'), utf8('tokens:RECEIVER'))),
      ),
    }),
  );
  expect(findings).toEqual([]);
  expect(ocpi.keyGroupId?.text).toBe('cpo1-emsp1-key');
  expect(ocpi.serviceRoles).toMatchObject([
    { module: 'cdrs', side: 'SENDER' },
    { module: 'tokens', side: 'RECEIVER' },
  ]);
  const lists = [ocpi.partyIds, ocpi.subCpoIds, ocpi.subEmspIds];
  expect(lists.map((list) => list?.ids.map(({ text }) => text))).toEqual([['DEGEF', 'DEGE2'], ['DE*GEF'], ['DE-GDF']]);
});

test('of two extensions with one OID the first makes the claim, and the second is an error', () => {
  const twice = ['DEGEF', 'DEXYZ'].map((id) => extensionOf(partyIds, writeSequence(utf8(id))));
  const { ocpi, findings } = read(makeCertificate({ tail: extensionsOf(authorityKeyId, ...twice) }));
  expect(ocpi.partyIds?.ids.map(({ text }) => text)).toEqual(['DEGEF']);
  expect(findings.map(({ code }) => code)).toEqual(['EXTENSION_DUPLICATE']);
});

test('a second extension does not take the place of a first one that cannot be read', () => {
  const twice = [utf8('DEGEF'), writeSequence(utf8('DEXYZ'))].map((value) => extensionOf(partyIds, value));
  expect(read(makeCertificate({ tail: extensionsOf(authorityKeyId, ...twice) })).ocpi.partyIds).toBeNull();
});

test('a second extension does not make a leaf an authority', () => {
  const twice = [writeSequence(), writeSequence(writeTrue())].map((value) => extensionOf('2.5.29.19', value, true));
  expect(read(makeCertificate({ tail: extensionsOf(authorityKeyId, ...twice) })).isCa).toBe(false);
});

test('under another profile the same extensions are unknown ones', () => {
  const der = makeCertificate({ tail: extensionsOf(extensionOf(partyIds, writeSequence(utf8('DEGEF')))) });
  const other = readCertificate(der, { ...defaultOidProfile, partyIds: '1.3.9' });
  expect(other.ok && other.value.ocpi.partyIds).toBeNull();
  expect(other.ok && other.value.extensions[0]?.value).toMatchObject({
    kind: 'unknown',
    tree: [{ tag: 'SEQUENCE' }, { tag: 'UTF8String', value: 'DEGEF', depth: 1 }],
  });
});

const countryOf = (form: 'utf8' | 'printable') =>
  writeSequence(writeSetOf(writeSequence(writeOid('2.5.4.6'), writeString(form, 'DE'))));
const version = (number: number) => writeExplicit(0, writeUnsigned(Uint8Array.of(number)));
const bits = (...set: readonly number[]) => writeNamedBits(set);
const ca = writeSequence(writeTrue());
const oid = { ku: '2.5.29.15', bc: '2.5.29.19', san: '2.5.29.17', nc: '2.5.29.30', eku: '2.5.29.37', aki: '2.5.29.35' };
const generalized = (text: string) => writeTlv('universal', 24, false, encodeUtf8(text));
const utc = (text: string) => writeTlv('universal', 23, false, encodeUtf8(text));
const withExtensions = (...list: readonly Uint8Array[]) => ({ tail: extensionsOf(authorityKeyId, ...list) });

test.each([
  [
    'version 1 written out',
    { version: version(0), tail: nothing },
    ['warning DEFAULT_EXPLICIT', 'warning CERTIFICATE_VERSION_OLD'],
  ],
  ['version 1 with extensions', { version: nothing }, ['error CERTIFICATE_VERSION_EXTENSIONS']],
  ['a version that does not exist', { version: version(3) }, ['error CERTIFICATE_VERSION']],
  [
    'a unique identifier',
    { tail: writeImplicit(1, Uint8Array.of(0, 7)), version: version(1) },
    ['warning UNIQUE_ID_PRESENT', 'warning CERTIFICATE_VERSION_OLD'],
  ],
  [
    'a negative serial number',
    { serialNumber: Uint8Array.of(2, 8, 0x80, 1, 1, 1, 1, 1, 1, 1) },
    ['error SERIAL_NEGATIVE'],
  ],
  ['the serial number zero', { serialNumber: Uint8Array.of(2, 1, 0) }, ['error SERIAL_ZERO', 'info SERIAL_SHORT']],
  [
    'a serial number of 21 octets',
    { serialNumber: writeUnsigned(new Uint8Array(21).fill(1)) },
    ['error SERIAL_TOO_LONG'],
  ],
  [
    'an end before the beginning',
    { notAfter: writeTime(new Date('2025-12-31T23:59:59Z')) },
    ['error VALIDITY_REVERSED'],
  ],
  ['GeneralizedTime before 2050', { notBefore: generalized('20260101000000Z') }, ['warning TIME_FORM']],
  ['a time without seconds', { notBefore: utc('2601010000Z') }, ['error TIME_INVALID']],
  ['a day that does not exist', { notAfter: utc('260230000000Z') }, ['error TIME_INVALID']],
  ['an empty issuer', { issuer: writeSequence() }, ['error ISSUER_EMPTY']],
  ['an empty subject without other names', { subject: writeSequence() }, ['error SUBJECT_EMPTY_SAN']],
  [
    'another algorithm inside',
    { algorithm: writeSequence(writeOid('1.2.840.10045.4.3.3')) },
    ['error SIGNATURE_ALGORITHM_DIFFERS'],
  ],
  [
    'an empty list of extensions',
    { tail: extensionsOf() },
    ['error EXTENSIONS_EMPTY', 'warning AUTHORITY_KEY_ID_ABSENT'],
  ],
  [
    'a leaf that may sign certificates',
    withExtensions(extensionOf(oid.ku, bits(5), true)),
    ['error KEY_USAGE_SIGN_WITHOUT_CA'],
  ],
  [
    'an authority that may not sign',
    withExtensions(extensionOf(oid.bc, ca, true), extensionOf(oid.ku, bits(0), true)),
    ['warning KEY_USAGE_CA_WITHOUT_SIGN', 'warning SUBJECT_KEY_ID_ABSENT'],
  ],
  [
    'basic constraints that are not critical',
    withExtensions(extensionOf(oid.bc, ca), extensionOf('2.5.29.14', writeOctetString(Uint8Array.of(1)))),
    ['warning EXTENSION_NOT_CRITICAL'],
  ],
  [
    'a path length without authority',
    withExtensions(extensionOf(oid.bc, writeSequence(writeUnsigned(Uint8Array.of(1))))),
    ['error PATH_LENGTH_WITHOUT_CA'],
  ],
  [
    'name constraints in a leaf',
    withExtensions(
      extensionOf(
        oid.nc,
        writeSequence(writeExplicit(0, writeSequence(writeImplicit(2, encodeUtf8('a.example'))))),
        true,
      ),
    ),
    ['error NAME_CONSTRAINTS_WITHOUT_CA'],
  ],
  [
    'half an authority key identifier',
    { tail: extensionsOf(extensionOf(oid.aki, writeSequence(writeImplicit(2, Uint8Array.of(1))))) },
    ['error AUTHORITY_KEY_ID_HALF'],
  ],
  [
    'any extended key usage',
    withExtensions(extensionOf(oid.eku, writeSequence(writeOid('2.5.29.37.0')))),
    ['info EXTENDED_KEY_USAGE_ANY'],
  ],
  ['party ids as SET OF', withExtensions(extensionOf(partyIds, writeSetOf(utf8('DEGEF')))), ['info ID_LIST_SET_FORM']],
  [
    'critical party ids',
    withExtensions(extensionOf(partyIds, writeSequence(utf8('DEGEF')), true)),
    ['warning OCPI_EXTENSION_CRITICAL'],
  ],
  ['party ids that are one text', withExtensions(extensionOf(partyIds, utf8('DEGEF'))), ['error EXTENSION_MALFORMED']],
  [
    'a service role of an unknown module',
    withExtensions(extensionOf(serviceRoles, writeSequence(utf8('cars:SENDER')))),
    ['warning SERVICE_ROLE_MODULE'],
  ],
  [
    'a service role without a side',
    withExtensions(extensionOf(serviceRoles, writeSequence(utf8('cdrs')))),
    ['error SERVICE_ROLE_FORM'],
  ],
  [
    'an extension that is no DER',
    withExtensions(extensionOf(oid.bc, Uint8Array.of(0x30, 0x80, 0, 0))),
    ['error EXTENSION_MALFORMED'],
  ],
  [
    'a country as UTF8String',
    { subject: countryOf('utf8') },
    ['warning NAME_STRING_TYPE', 'warning SUBJECT_NO_COMMON_NAME'],
  ],
  ['an unknown extension', withExtensions(extensionOf('1.2.3', writeNull())), ['info EXTENSION_UNKNOWN']],
])('%s is remarked', (_, change, codes) => {
  expect(codesOf(makeCertificate(change)).toSorted()).toEqual(codes.toSorted());
});

test('every remark has a sentence without gaps', () => {
  const der = makeCertificate({
    serialNumber: Uint8Array.of(2, 1, 0),
    ...withExtensions(extensionOf('1.2.3', writeNull())),
  });
  const sentences = read(der).findings.map(({ code, detail }) => findingText(code, detail));
  expect(sentences.filter((sentence) => sentence === '' || sentence.includes('?'))).toEqual([]);
});

test.each([
  ['the same bytes', nameOf('A B'), true],
  ['another case and more blanks', nameOf('a  b'), true],
  [
    'another string type',
    writeSequence(writeSetOf(writeSequence(writeOid('2.5.4.3'), writeString('printable', 'A B')))),
    true,
  ],
  ['another name', nameOf('A C'), false],
])('issuer and subject of %s: self-issued is told', (_, issuer, selfIssued) => {
  expect(read(makeCertificate({ issuer, subject: nameOf('A B') })).selfIssued).toBe(selfIssued);
});

test('the beginning of a constraint on addresses is shown with its mask', () => {
  const base = writeImplicit(7, Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0));
  const constraints = extensionOf(oid.nc, writeSequence(writeExplicit(0, writeSequence(base))), true);
  const { extensions } = read(makeCertificate(withExtensions(constraints)));
  expect(extensions[1]?.value).toMatchObject({ permitted: [{ base: { kind: 'ip', value: '10.0.0.0/255.0.0.0' } }] });
});

test.each([
  ['serialNumber', { serialNumber: writeNull() }],
  ['signatureAlgorithm', { algorithm: writeSequence() }],
  ['issuer', { issuer: writeNull() }],
  ['validity', { notAfter: nothing }],
  ['subject', { subject: writeSequence(writeNull()) }],
  ['publicKey', { spki: writeSequence() }],
  ['uniqueId', { tail: writeImplicit(1, nothing) }],
  ['extensions', { tail: writeExplicit(3, writeSequence(writeNull())) }],
  ['tbs', { tail: writeExplicit(4, writeNull()) }],
  ['version', { version: writeExplicit(0, writeNull()) }],
])('without a %s it is no certificate', (part, change) => {
  const der = makeCertificate(change);
  const fault = readCertificate(der, defaultOidProfile);
  expect(fault).toMatchObject({ ok: false, error: { code: 'CERTIFICATE_SHAPE', part } });
});

test('bytes behind the certificate make it unreadable, with the place', () => {
  const der = makeCertificate();
  const longer = new Uint8Array([...der, 0]);
  expect(readCertificate(longer, defaultOidProfile)).toEqual({
    ok: false,
    error: { code: 'DER_TRAILING_BYTES', offset: der.length },
  });
});

test('a request is no certificate', () => {
  const pem = readPem(readmeStyleCsr.pem);
  const der = pem.ok ? pem.value.blocks[0]?.der : undefined;
  expect(readCertificate(der ?? nothing, defaultOidProfile)).toMatchObject({
    ok: false,
    error: { code: 'CERTIFICATE_SHAPE' },
  });
});
