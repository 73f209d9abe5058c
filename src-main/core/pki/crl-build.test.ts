import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { type KeyAlgorithm, signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import { LARGEST_CRL_NUMBER, type RevocationReason, revocationReasons } from '../../../shared/domain/revocation.ts';
import { assembleCrl, buildTbsCertList, type BuiltCrl, type CrlEntrySpec, type CrlSpec } from './crl-build.ts';
import { writeNamedBits, writeOctetString, writeSequence, writeTime, writeTrue } from './der/der-writer.ts';
import { keyIdentifierOf } from './certificate-build.ts';
import { extensionOf, extensionsOf, makeCertificate, nameOf } from './testing/make-certificate.ts';
import { signWith, testKey } from './testing/make-csr.ts';
import { opensslMissing } from './testing/openssl.ts';
import { opensslFolder } from './testing/openssl-files.ts';

const at = (text: string) => new Date(text);
const entry = (serial: string, more: Partial<CrlEntrySpec> = {}): CrlEntrySpec => ({
  serial,
  revokedAt: at('2026-01-05T06:07:08.900Z'),
  reason: 'unspecified',
  invalidSince: null,
  ...more,
});
const specFor = (algorithm: KeyAlgorithm, more: Partial<CrlSpec> = {}): CrlSpec => ({
  signatureAlgorithm: signatureAlgorithmFor(algorithm),
  issuer: nameOf('Test CA'),
  issuerKeyId: keyIdentifierOf(testKey(algorithm).spki),
  number: 7n,
  thisUpdate: at('2026-01-10T00:00:00Z'),
  nextUpdate: at('2026-01-17T00:00:00Z'),
  entries: [],
  ...more,
});

function build(algorithm: KeyAlgorithm, more: Partial<CrlSpec> = {}): BuiltCrl {
  const spec = specFor(algorithm, more);
  const key = testKey(algorithm);
  const tbs = buildTbsCertList(spec, defaultOidProfile);
  if (!tbs.ok) throw new Error(JSON.stringify(tbs.error));
  const signature = signWith(key, spec.signatureAlgorithm, tbs.value.der);
  const crl = assembleCrl(tbs.value.der, spec.signatureAlgorithm, signature, key.spki, defaultOidProfile);
  if (!crl.ok) throw new Error(JSON.stringify(crl.error));
  return crl.value;
}

test('an empty list has nothing to remark', () => {
  const { view } = build('ec-p256');
  expect(view.findings).toEqual([]);
  expect(view).toMatchObject({ version: 1, crlNumber: '07', entries: [], isDelta: false, isIndirect: false });
});

test('entries are sorted by number and tell reason and since when', () => {
  const { view } = build('ec-p256', {
    entries: [
      entry('0100', { reason: 'keyCompromise', invalidSince: at('2049-01-02T03:04:05Z') }),
      entry('ff', { reason: 'certificateHold' }),
      entry('0a'),
    ],
  });
  expect(view.findings).toEqual([]);
  expect(view.entries).toMatchObject([
    { serialNumber: '0a', reason: null, invalidSince: null, revokedAt: '2026-01-05T06:07:08.000Z' },
    { serialNumber: 'ff', reason: 'certificateHold' },
    { serialNumber: '0100', reason: 'keyCompromise', invalidSince: '2049-01-02T03:04:05.000Z' },
  ]);
});

test.each(Object.keys(revocationReasons) as RevocationReason[])('the reason %s reads back', (reason) => {
  const { view } = build('ec-p256', { entries: [entry('0a', { reason })] });
  expect(view.entries[0]?.reason ?? 'unspecified').toBe(reason);
});

test('a serial number that comes twice is not built', () => {
  const built = buildTbsCertList(specFor('ec-p256', { entries: [entry('0a'), entry('0a')] }), defaultOidProfile);
  expect(built).toMatchObject({ ok: false, error: { member: 'serialNumber' } });
});

test.each([0n, LARGEST_CRL_NUMBER + 1n])('the number %s is not built', (number) => {
  expect(buildTbsCertList(specFor('ec-p256', { number }), defaultOidProfile).ok).toBe(false);
});

test('a signature by another key is no list', () => {
  const spec = specFor('ec-p256');
  const tbs = buildTbsCertList(spec, defaultOidProfile);
  if (!tbs.ok) throw new Error('not built');
  const foreign = signWith(testKey('ec-p384'), signatureAlgorithmFor('ec-p384'), tbs.value.der);
  const end = assembleCrl(tbs.value.der, spec.signatureAlgorithm, foreign, testKey('ec-p256').spki, defaultOidProfile);
  expect(end).toMatchObject({ ok: false, error: { code: 'CRL_SIGNATURE_WRONG' } });
});

test('what is built reads back, whatever it lists', () => {
  const serial = fc
    .bigInt({ min: 1n, max: 2n ** 159n - 1n })
    .map((number) => number.toString(16))
    .map((text) => (text.length % 2 === 0 ? text : `0${text}`));
  const date = fc.date({ min: at('1950-01-01T00:00:00Z'), max: at('9999-12-31T23:59:59Z'), noInvalidDate: true });
  const reason = fc.constantFrom(...(Object.keys(revocationReasons) as RevocationReason[]));
  const some = fc.record({ serial, revokedAt: date, reason, invalidSince: fc.option(date) });
  fc.assert(
    fc.property(
      fc.uniqueArray(some, { selector: (one) => one.serial, maxLength: 20 }),
      fc.bigInt({ min: 1n, max: LARGEST_CRL_NUMBER }),
      (entries, number) => {
        expect(buildTbsCertList(specFor('ec-p256', { entries, number }), defaultOidProfile).ok).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('a list of thirty thousand entries is built', () => {
  const entries = Array.from({ length: 30_000 }, (_, i) => entry(`01${i.toString(16).padStart(6, '0')}`));
  expect(buildTbsCertList(specFor('ec-p256', { entries }), defaultOidProfile).ok).toBe(true);
});

const algorithms = ['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'ed25519'] as const;
const revoked = '01'.repeat(16);
const entries = [
  entry('0a', { reason: 'keyCompromise', invalidSince: at('2026-01-01T00:00:00Z') }),
  entry(revoked, { reason: 'superseded' }),
];

/** An authority as other programs want it. */
function authority(algorithm: KeyAlgorithm): Uint8Array {
  const key = testKey(algorithm);
  const keyId = keyIdentifierOf(key.spki);
  return makeCertificate(
    {
      subject: nameOf('Test CA'),
      spki: key.spki,
      notBefore: writeTime(at('2026-01-01T00:00:00Z')),
      notAfter: writeTime(at('2046-01-01T00:00:00Z')),
      tail: extensionsOf(
        extensionOf('2.5.29.19', writeSequence(writeTrue()), true),
        extensionOf('2.5.29.15', writeNamedBits([5, 6]), true),
        extensionOf('2.5.29.14', writeOctetString(keyId)),
      ),
    },
    key,
  );
}

describe.skipIf(opensslMissing)('OpenSSL (needs openssl)', () => {
  test.each(algorithms)('verifies a list by %s', (algorithm) => {
    using folder = opensslFolder();
    folder.write('crl', build(algorithm, { entries }).der);
    folder.write('ca.der', authority(algorithm));
    folder.run('x509', '-inform', 'DER', '-in', '@ca.der', '-out', '@ca');
    folder.run('crl', '-inform', 'DER', '-in', '@crl', '-CAfile', '@ca', '-verify', '-noout');
  });
});

const missing = (program: string) => spawnSync(program, ['--version']).error !== undefined;

describe.skipIf(missing('certtool'))('GnuTLS (needs certtool)', () => {
  // It judges by the clock of the machine.
  test.each(algorithms)('verifies a list by %s', (algorithm) => {
    using folder = opensslFolder();
    folder.write('crl', build(algorithm, { entries, nextUpdate: at('2045-01-01T00:00:00Z') }).der);
    folder.write('ca.der', authority(algorithm));
    folder.run('x509', '-inform', 'DER', '-in', '@ca.der', '-out', '@ca');
    folder.run('crl', '-inform', 'DER', '-in', '@crl', '-out', '@crl.pem');
    const args = ['--verify-crl', '--load-ca-certificate', folder.path('ca'), '--infile', folder.path('crl.pem')];
    const { stdout, stderr } = spawnSync('certtool', args, { encoding: 'utf8', timeout: 30_000 });
    expect(`${stdout}${stderr}`).toContain('Verification output: Verified.');
  });
});

describe.skipIf(missing('crlutil') || missing('certutil'))('NSS (needs crlutil)', () => {
  test.each(['ec-p256', 'rsa-3072'] as const)('imports a list by %s and shows its entries', (algorithm) => {
    using folder = opensslFolder();
    folder.write('crl', build(algorithm, { entries }).der);
    folder.write('ca.der', authority(algorithm));
    const nss = (program: string, ...args: readonly string[]) => {
      const end = spawnSync(program, [...args, '-d', `sql:${folder.path('.')}`], { encoding: 'utf8', timeout: 30_000 });
      return `${end.status} ${end.stdout}${end.stderr}`;
    };
    expect(nss('certutil', '-N', '--empty-password')).toMatch(/^0 /);
    expect(nss('certutil', '-A', '-n', 'ca', '-t', 'CT,C,C', '-i', folder.path('ca.der'))).toMatch(/^0 /);
    expect(nss('crlutil', '-I', '-t', '1', '-i', folder.path('crl'))).toMatch(/^0 /);
    expect(nss('crlutil', '-L', '-n', 'ca')).toContain('01:01:01:01');
  });
});
