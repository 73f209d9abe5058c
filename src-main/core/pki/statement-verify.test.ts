import { constants, createPublicKey, sign } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { statements } from '../../../shared/contract/statements.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { jwsAlgorithmFor, type JwsAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { assembleStatement, statementSigningInput } from '../../../shared/domain/statement.ts';
import { fromHex } from '../../../shared/util/hex.ts';
import { sha256Of } from './digests.ts';
import { verifyStatement } from './statement-verify.ts';
import { makeCertificate } from './testing/make-certificate.ts';
import { type TestKey, testKey } from './testing/make-csr.ts';

const JANUARY = Date.parse('2026-01-15T12:00:00Z') / 1000;
const payload = {
  v: 1,
  workspace: '0f3b6c1e-6d0a-4c57-9b53-0d6a7a1f2b3c',
  iat: JANUARY,
  seq: 3,
  entry: 'c'.repeat(64),
  decision: 'approve',
};

const certificates = new Map<TestKey, Uint8Array>();

/** One for each key: a signature is another one each time. */
function certificateOf(key: TestKey): Uint8Array {
  const certificate = certificates.get(key) ?? makeCertificate({ spki: key.spki });
  certificates.set(key, certificate);
  return certificate;
}

interface Change {
  readonly alg?: JwsAlgorithm;
  readonly payload?: typeof payload;
  readonly named?: Uint8Array;
}

function signed(key: TestKey, change: Change = {}): string {
  const alg = change.alg ?? jwsAlgorithmFor(key.algorithm);
  const digest = fromHex(sha256Of(change.named ?? certificateOf(key))) ?? new Uint8Array();
  const text = statementSigningInput('roster-vote', alg, digest, change.payload ?? payload);
  const padding =
    alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
  const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
  const options = { key: key.privateKey, dsaEncoding: 'ieee-p1363', ...padding } as const;
  return assembleStatement(text, new Uint8Array(sign(hash, Buffer.from(text), options)));
}

const check = (jws: string, certificate: Uint8Array) =>
  verifyStatement(jws, statements.rosterVote, certificate, defaultOidProfile);

const key = testKey('ec-p256');

describe('a statement of each algorithm', () => {
  test.each(['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'ed25519'] as const)(
    '%s is verified, by jose too',
    async (name) => {
      const of = testKey(name);
      const jws = signed(of);
      expect(check(jws, certificateOf(of))).toEqual({ ok: true, value: payload });
      const { protectedHeader } = await compactVerify(jws, createPublicKey(of.privateKey));
      expect(protectedHeader['typ']).toBe('ocpi-console-roster-vote+jws');
    },
  );

  test('RSA with PSS too', () => {
    const rsa = testKey('rsa-3072');
    expect(check(signed(rsa, { alg: 'PS256' }), certificateOf(rsa)).ok).toBe(true);
  });
});

describe('what is refused', () => {
  test('another certificate with the same key: the statement names one', () => {
    const other = makeCertificate({ spki: key.spki, serialNumber: Uint8Array.of(2, 1, 9) });
    expect(check(signed(key), other)).toEqual({ ok: false, error: { code: 'STATEMENT_SIGNER' } });
  });

  test('the signature of somebody else under this name', () => {
    const jws = signed(testKey('ec-p384'), { named: certificateOf(key), alg: 'ES256' });
    expect(check(jws, certificateOf(key))).toEqual({ ok: false, error: { code: 'STATEMENT_SIGNATURE' } });
  });

  test('an algorithm that is not the key’s, whatever the header says', () => {
    expect(check(signed(key, { alg: 'ES384' }), certificateOf(key))).toEqual({
      ok: false,
      error: { code: 'STATEMENT_ALGORITHM' },
    });
  });

  test.each([
    ['before', Date.parse('2025-12-31T23:59:59Z') / 1000],
    ['after', Date.parse('2026-01-31T00:00:01Z') / 1000],
  ])('a statement from %s the certificate’s time', (_when, iat) => {
    const jws = signed(key, { payload: { ...payload, iat } });
    expect(check(jws, certificateOf(key))).toEqual({ ok: false, error: { code: 'STATEMENT_TIME' } });
  });

  test('a changed signature', () => {
    const jws = signed(key);
    const changed = jws.slice(0, -10) + (jws.at(-10) === 'A' ? 'B' : 'A') + jws.slice(-9);
    expect(check(changed, certificateOf(key))).toEqual({ ok: false, error: { code: 'STATEMENT_SIGNATURE' } });
  });

  test('a certificate that cannot be read', () => {
    expect(check(signed(key), Uint8Array.of(0x30, 0))).toEqual({ ok: false, error: { code: 'STATEMENT_CERTIFICATE' } });
  });
});
