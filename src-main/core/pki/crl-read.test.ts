import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { type CrlView, readCrl } from './crl-read.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNull,
  writeOid,
  writeSequence,
  writeTime,
  writeTlv,
  writeUnsigned,
} from './der/der-writer.ts';
import { authorityKeyId, crlEntryOf, extensionOf, makeCrl, nameOf, nothing } from './testing/make-certificate.ts';
import { testKey } from './testing/make-csr.ts';
import { opensslMissing } from './testing/openssl.ts';
import { opensslFolder } from './testing/openssl-files.ts';
import { verifySignedBy } from './verify-signed.ts';

function read(der: Uint8Array): CrlView {
  const crl = readCrl(der, defaultOidProfile);
  if (!crl.ok) throw new Error(JSON.stringify(crl.error));
  return crl.value;
}

const enumerated = (value: number) => writeTlv('universal', 10, false, Uint8Array.of(value));
const keyCompromise = extensionOf('2.5.29.21', enumerated(1));
const serialOf = (number: number) =>
  Uint8Array.of(number >> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255);
const crlNumber = extensionOf('2.5.29.20', writeUnsigned(Uint8Array.of(7)));
const tailOf = (...extensions: readonly Uint8Array[]) => ({ tail: writeExplicit(0, writeSequence(...extensions)) });

test('a list without entries has nothing to remark, and its issuer’s signature holds', () => {
  const der = makeCrl();
  const crl = read(der);
  expect(crl.findings).toEqual([]);
  expect(crl).toMatchObject({ version: 1, crlNumber: '07', entries: [], nextUpdate: '2026-01-08T00:00:00.000Z' });
  expect(verifySignedBy(crl, der, testKey('ec-p256').spki)).toEqual({ verdict: 'valid' });
});

test('an entry tells serial number, time, reason and since when', () => {
  const since = extensionOf('2.5.29.24', writeTlv('universal', 24, false, encodeUtf8('20260102030405Z')));
  const der = makeCrl({
    entries: writeSequence(crlEntryOf(serialOf(0xabcdef), keyCompromise, since), crlEntryOf(serialOf(9))),
  });
  expect(read(der).entries).toMatchObject([
    {
      serialNumber: '00abcdef'.slice(2),
      revokedAt: '2026-01-05T00:00:00.000Z',
      reason: 'keyCompromise',
      invalidSince: '2026-01-02T03:04:05.000Z',
    },
    { serialNumber: '09', reason: null, invalidSince: null, extensions: [] },
  ]);
});

test('in an indirect list an entry without issuer belongs to the one before it', () => {
  const point = extensionOf('2.5.29.28', writeSequence(writeImplicit(4, Uint8Array.of(0xff))), true);
  const issuer = extensionOf('2.5.29.29', writeSequence(writeExplicit(4, nameOf('Other CA'))), true);
  const entries = writeSequence(crlEntryOf(serialOf(1)), crlEntryOf(serialOf(2), issuer), crlEntryOf(serialOf(3)));
  const crl = read(makeCrl({ entries, ...tailOf(authorityKeyId, crlNumber, point) }));
  expect(crl.isIndirect).toBe(true);
  const issuers = crl.entries.map(({ certificateIssuer }) => certificateIssuer?.map(({ value }) => value) ?? null);
  expect(issuers).toEqual([null, ['CN=Other CA'], ['CN=Other CA']]);
});

test.each([
  ['no next update', { nextUpdate: nothing }, ['warning CRL_NEXT_UPDATE_ABSENT']],
  [
    'a next update before this one',
    { nextUpdate: writeTime(new Date('2025-01-01T00:00:00Z')) },
    ['error CRL_UPDATE_ORDER'],
  ],
  ['an empty list of entries', { entries: writeSequence() }, ['error CRL_ENTRIES_EMPTY']],
  ['version 1 with extensions', { version: nothing }, ['error CRL_VERSION_EXTENSIONS']],
  ['a version that does not exist', { version: writeUnsigned(Uint8Array.of(2)) }, ['error CRL_VERSION']],
  ['no number', tailOf(authorityKeyId), ['warning CRL_NUMBER_ABSENT']],
  ['no key identifier', tailOf(crlNumber), ['warning AUTHORITY_KEY_ID_ABSENT']],
  ['an empty issuer', { issuer: writeSequence() }, ['error ISSUER_EMPTY']],
  [
    'a serial number twice',
    { entries: writeSequence(crlEntryOf(serialOf(5)), crlEntryOf(serialOf(5))) },
    ['warning CRL_SERIAL_DUPLICATE'],
  ],
  [
    'a reason that does not exist',
    { entries: writeSequence(crlEntryOf(serialOf(5), extensionOf('2.5.29.21', enumerated(7)))) },
    ['error CRL_REASON_UNKNOWN'],
  ],
  [
    'a point that covers only users and only authorities',
    tailOf(
      authorityKeyId,
      crlNumber,
      extensionOf(
        '2.5.29.28',
        writeSequence(writeImplicit(1, Uint8Array.of(255)), writeImplicit(2, Uint8Array.of(255))),
        true,
      ),
    ),
    ['error DISTRIBUTION_POINT_CONTRADICTS'],
  ],
])('%s is remarked', (_, change, codes) => {
  expect(read(makeCrl(change)).findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes);
});

test.each([
  ['thisUpdate', { thisUpdate: nothing, nextUpdate: nothing }],
  ['issuer', { issuer: writeNull() }],
  ['entry', { entries: writeSequence(writeSequence(writeNull())) }],
  ['extensions', { tail: writeExplicit(0, writeSequence(writeNull())) }],
  ['tbs', { tail: writeExplicit(1, writeNull()) }],
])('without a %s it is no list', (part, change) => {
  expect(readCrl(makeCrl(change), defaultOidProfile)).toMatchObject({ ok: false, error: { code: 'CRL_SHAPE', part } });
});

test('an entry that is not DER makes the list unreadable, with its place in the whole', () => {
  const broken = Uint8Array.of(0x30, 3, 2, 0x81, 0);
  const der = makeCrl({ entries: writeSequence(crlEntryOf(serialOf(1)), broken) });
  const offset = Buffer.from(der).indexOf(broken) + 3;
  expect(readCrl(der, defaultOidProfile)).toEqual({ ok: false, error: { code: 'DER_LENGTH_NOT_MINIMAL', offset } });
});

test('a hundred thousand entries are read, and only the first of them become fields', () => {
  const entries = Array.from({ length: 100_000 }, (_, i) => crlEntryOf(serialOf(0x01000000 + i), keyCompromise));
  const crl = read(makeCrl({ entries: writeSequence(concatBytes(...entries)) }));
  expect(crl.entries.length).toBe(100_000);
  expect(crl.entries.at(-1)).toMatchObject({ serialNumber: '0101869f', reason: 'keyCompromise' });
  expect(crl.fields.length).toBeLessThan(300);
});

test('a remark for each of a thousand entries becomes two hundred and one that says so', () => {
  const wrong = extensionOf('2.5.29.21', enumerated(7));
  const entries = Array.from({ length: 1000 }, (_, i) => crlEntryOf(serialOf(i), wrong));
  const { findings } = read(makeCrl({ entries: writeSequence(concatBytes(...entries)) }));
  expect(findings.length).toBe(201);
  expect(findings.at(-1)).toMatchObject({ code: 'CRL_FINDINGS_CUT', severity: 'error', detail: { count: 1000 } });
});

const CA_CONFIG = `
[req]
distinguished_name = dn
prompt = no
x509_extensions = authority
[authority]
subjectKeyIdentifier = hash
[dn]
CN = Test CA
[ca]
default_ca = c
[c]
default_md = sha256
default_crl_days = 30
crl_extensions = e
[e]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical,@point
[point]
fullname = URI:http://a.example/ca.crl
onlyuser = TRUE
onlysomereasons = keyCompromise,superseded
`;

test.skipIf(opensslMissing)('a list by OpenSSL is read and its signature holds (needs openssl)', () => {
  using folder = opensslFolder();
  const revoked = 'R\t301231235959Z\t260105000000Z,keyCompromise\t0123456789ABCDEF01\tunknown\t/CN=x\n';
  folder.write('index', revoked);
  folder.write('number', '2A\n');
  folder.write(
    'config',
    CA_CONFIG.replace('[c]', `[c]\ndatabase = ${folder.path('index')}\ncrlnumber = ${folder.path('number')}`),
  );
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '@key'];
  folder.run('req', '-new', '-x509', '-config', '@config', ...key, '-out', '@certificate');
  folder.run('ca', '-gencrl', '-config', '@config', '-keyfile', '@key', '-cert', '@certificate', '-out', '@pem');
  folder.run('crl', '-in', '@pem', '-outform', 'DER', '-out', '@crl');
  folder.run('x509', '-in', '@certificate', '-pubkey', '-noout', '-out', '@public');
  folder.run('pkey', '-pubin', '-in', '@public', '-outform', 'DER', '-out', '@spki');
  const der = folder.read('crl');
  const crl = read(der);
  expect(crl.findings).toEqual([]);
  expect(crl).toMatchObject({
    crlNumber: '2a',
    issuer: { text: 'CN=Test CA' },
    entries: [{ serialNumber: '0123456789abcdef01', revokedAt: '2026-01-05T00:00:00.000Z', reason: 'keyCompromise' }],
  });
  const point = crl.extensions.find(({ value }) => value.kind === 'issuing-distribution-point');
  expect(point?.value).toMatchObject({ onlyUserCertificates: true, onlySomeReasons: ['keyCompromise', 'superseded'] });
  expect(verifySignedBy(crl, der, folder.read('spki'))).toEqual({ verdict: 'valid' });
});

test('an algorithm inside that differs from the one outside is an error', () => {
  const der = makeCrl();
  const crl = read(der);
  const other = writeSequence(writeOid('1.2.840.10045.4.3.3'));
  const changed = writeSequence(der.slice(crl.tbs.start, crl.tbs.end), other, der.slice(crl.signature.value.start - 3));
  const again = readCrl(changed, defaultOidProfile);
  expect(again.ok && again.value.findings.map(({ code }) => code)).toContain('SIGNATURE_ALGORITHM_DIFFERS');
});
