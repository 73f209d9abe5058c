import { describe, expect, test } from 'vitest';
import { readCertificationRequestInfo, readCsr } from './csr-read.ts';
import { verifyCsrSignature } from './csr-verify.ts';
import { writeBitString, writeNull, writeOid, writeSequence } from './der/der-writer.ts';
import { OID } from './oid-names.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { makeCsr, sampleSpec, testKey } from './testing/make-csr.ts';

describe('proof of possession', () => {
  const { der, view } = makeCsr(sampleSpec, testKey('ec-p256'));

  test('holds for a request of ours', () => {
    expect(verifyCsrSignature(der, view)).toEqual({ verdict: 'valid' });
  });

  test('fails when a claim was changed', () => {
    const at = view.ocpi.keyGroupId?.end ?? 0;
    const changed = der.with(at - 1, 0x7a);
    const read = readCsr(changed, defaultOidProfile);
    expect(read.ok && verifyCsrSignature(changed, read.value)).toEqual({ verdict: 'invalid' });
  });

  test.each(['ec-p384', 'ec-p521', 'rsa-3072', 'ed25519'] as const)('holds and fails as it should with %s', (kind) => {
    const made = makeCsr(sampleSpec, testKey(kind));
    const changed = made.der.with(made.view.info.start + 20, (made.der[made.view.info.start + 20] ?? 0) ^ 1);
    const verdicts = [made.der, changed].map((bytes) => verifyCsrSignature(bytes, made.view).verdict);
    expect(verdicts).toEqual(['valid', 'invalid']);
  });

  test('cannot be told with a key on a curve that nobody has', () => {
    const curve = Buffer.from('2a8648ce3d030107', 'hex');
    const changed = der.with(Buffer.from(der).indexOf(curve) + curve.length - 1, 0x63);
    const read = readCsr(changed, defaultOidProfile);
    expect(read.ok && verifyCsrSignature(changed, read.value)).toEqual({ verdict: 'unsupported', reason: 'key' });
  });

  test('cannot be told for a request that is not signed yet', () => {
    const info = der.slice(view.info.start, view.info.end);
    const read = readCertificationRequestInfo(info, defaultOidProfile);
    expect(read.ok && verifyCsrSignature(info, read.value)).toEqual({ verdict: 'unsupported', reason: 'no-signature' });
  });

  test.each([
    ['SHA-1', writeSequence(writeOid('1.2.840.10045.4.1')), 'SIGNATURE_ALGORITHM_WEAK'],
    ['an unknown algorithm', writeSequence(writeOid('1.2.3')), 'SIGNATURE_ALGORITHM_UNKNOWN'],
    [
      'parameters that do not belong',
      writeSequence(writeOid('1.2.840.10045.4.3.2'), writeNull()),
      'SIGNATURE_PARAMETERS',
    ],
    ['an algorithm of another key', writeSequence(writeOid('1.3.101.112')), 'SIGNATURE_KEY_MISMATCH'],
    ['PSS without parameters', writeSequence(writeOid(OID.rsaPss)), 'SIGNATURE_PARAMETERS'],
  ])('is never called valid with %s', (_, algorithm, code) => {
    const { signature, info } = view;
    const value = der.slice(signature?.value.start, signature?.value.end);
    const changed = writeSequence(der.slice(info.start, info.end), algorithm, writeBitString(value));
    const read = readCsr(changed, defaultOidProfile);
    expect(read.ok && verifyCsrSignature(changed, read.value)).toEqual({ verdict: 'unsupported', reason: 'algorithm' });
    expect(read.ok && read.value.findings.map((finding) => finding.code)).toContain(code);
  });
});
