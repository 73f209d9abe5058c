import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { readCertificate, readTbsCertificate } from './certificate-read.ts';
import { writeBitString, writeNull, writeOid, writeSequence } from './der/der-writer.ts';
import { OID } from './oid-names.ts';
import { makeCertificate } from './testing/make-certificate.ts';
import { testKey } from './testing/make-csr.ts';
import { signatureCheckerOf, verifySignedBy } from './verify-signed.ts';

function read(der: Uint8Array) {
  const certificate = readCertificate(der, defaultOidProfile);
  if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
  return certificate.value;
}

const der = makeCertificate();
const view = read(der);

test.each(['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'ed25519'] as const)(
  'a signature by %s holds with its key and with no other',
  (algorithm) => {
    const signed = makeCertificate({}, testKey(algorithm));
    const other = testKey(algorithm === 'ec-p256' ? 'ec-p384' : 'ec-p256').spki;
    expect(verifySignedBy(read(signed), signed, testKey(algorithm).spki)).toEqual({ verdict: 'valid' });
    expect(verifySignedBy(read(signed), signed, other).verdict).not.toBe('valid');
  },
);

test('one checker serves many certificates', () => {
  const check = signatureCheckerOf(testKey('ec-p256').spki);
  const other = makeCertificate({}, testKey('ed25519'));
  expect([check(view, der), check(read(other), other)]).toEqual([
    { verdict: 'valid' },
    { verdict: 'unsupported', reason: 'algorithm' },
  ]);
});

test('what is not signed yet cannot be checked', () => {
  const tbs = der.slice(view.tbs.start, view.tbs.end);
  const unsigned = readTbsCertificate(tbs, defaultOidProfile);
  expect(unsigned.ok && verifySignedBy(unsigned.value, tbs, testKey('ec-p256').spki)).toEqual({
    verdict: 'unsupported',
    reason: 'no-signature',
  });
});

test.each([
  ['no DER', Uint8Array.of(1, 2, 3)],
  ['no key', writeNull()],
  [
    'a point off the curve',
    writeSequence(
      writeSequence(writeOid(OID.ecPublicKey), writeOid('1.2.840.10045.3.1.7')),
      writeBitString(Uint8Array.of(4, ...new Uint8Array(64).fill(1))),
    ),
  ],
])('an issuer key that is %s makes nothing valid', (_, spki) => {
  expect(verifySignedBy(view, der, spki)).toEqual({ verdict: 'unsupported', reason: 'key' });
});

test('SHA-1 is never called valid', () => {
  const { signature } = view;
  const value = der.slice(signature?.value.start, signature?.value.end);
  const algorithm = writeSequence(writeOid('1.2.840.10045.4.1'));
  const weak = writeSequence(der.slice(view.tbs.start, view.tbs.end), algorithm, writeBitString(value));
  const seen = read(weak);
  expect(verifySignedBy(seen, weak, testKey('ec-p256').spki)).toEqual({ verdict: 'unsupported', reason: 'algorithm' });
  expect(seen.findings.map(({ code }) => code)).toContain('SIGNATURE_ALGORITHM_WEAK');
});
