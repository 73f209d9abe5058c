import { constants, createHash, createPublicKey, sign } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  jwsAlgorithmFor,
  type JwsAlgorithm,
  keyAlgorithms,
  type RsaPadding,
} from '../../../shared/domain/key-algorithm.ts';
import { RENEWAL_PROOF_TYPE, renewalProofSigningInput } from '../../../shared/domain/renewal-proof.ts';
import { assembleRenewalProof, readRenewalRequest, verifyRenewalProof, writeRenewalRequest } from './renewal.ts';
import { makeCsr, sampleSpec, type TestKey, testKey } from './testing/make-csr.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const csrDer = makeCsr(sampleSpec, testKey('ec-p256')).der;
const issuedAt = new Date('2026-01-10T12:00:00.750Z');

function signText(key: TestKey, alg: JwsAlgorithm, text: string): Uint8Array {
  const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
  const padding =
    alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
  return new Uint8Array(sign(hash, Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363', ...padding }));
}

function proofBy(key: TestKey, padding: RsaPadding = 'pkcs1', keyGroupId = 'cpo1-emsp1-key'): string {
  const alg = jwsAlgorithmFor(key.algorithm, padding);
  const input = renewalProofSigningInput({
    alg,
    csrSha256: sha256(csrDer),
    keyGroupId,
    predecessorSpkiSha256: sha256(key.spki),
    issuedAt,
  });
  return assembleRenewalProof(input, signText(key, alg, input));
}

/** A proof with freely chosen parts, signed correctly over them. */
function forged(key: TestKey, header: unknown, payload: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  return assembleRenewalProof(input, signText(key, jwsAlgorithmFor(key.algorithm), input));
}

const key = testKey('ec-p256');
const expected = { csrDer, keyGroupId: 'cpo1-emsp1-key', predecessorSpki: key.spki };
const header = { alg: 'ES256', typ: RENEWAL_PROOF_TYPE };
const payload = {
  csr_sha256: sha256(csrDer),
  iat: 1,
  key_group_id: 'cpo1-emsp1-key',
  predecessor_spki_sha256: sha256(key.spki),
};

describe('a proof by the predecessor', () => {
  const kinds = keyAlgorithms.flatMap((algorithm): (readonly [typeof algorithm, RsaPadding])[] =>
    algorithm.startsWith('rsa')
      ? [
          [algorithm, 'pkcs1'],
          [algorithm, 'pss'],
        ]
      : [[algorithm, 'pkcs1']],
  );

  test.each(kinds)('by %s with %s verifies here', (algorithm, padding) => {
    const signer = testKey(algorithm);
    expect(verifyRenewalProof(proofBy(signer, padding), { ...expected, predecessorSpki: signer.spki })).toMatchObject({
      ok: true,
    });
  });

  test.each(kinds)('by %s with %s verifies with an independent JOSE library', async (algorithm, padding) => {
    const signer = testKey(algorithm);
    const publicKey = createPublicKey({ key: Buffer.from(signer.spki), format: 'der', type: 'spki' });
    const verified = await compactVerify(proofBy(signer, padding), publicKey);
    expect(verified.protectedHeader).toEqual({
      alg: jwsAlgorithmFor(algorithm, padding),
      typ: 'ocpi-renewal-proof+jws',
    });
    expect(JSON.parse(Buffer.from(verified.payload).toString())).toEqual({
      csr_sha256: sha256(csrDer),
      iat: 1768046400,
      key_group_id: 'cpo1-emsp1-key',
      predecessor_spki_sha256: sha256(signer.spki),
    });
  });

  test('is the same bytes wherever it is made', () => {
    const input = renewalProofSigningInput({
      alg: 'ES256',
      csrSha256: 'aa',
      keyGroupId: 'g',
      predecessorSpkiSha256: 'bb',
      issuedAt,
    });
    expect(input.split('.').map((part) => Buffer.from(part, 'base64url').toString())).toEqual([
      '{"alg":"ES256","typ":"ocpi-renewal-proof+jws"}',
      '{"csr_sha256":"aa","iat":1768046400,"key_group_id":"g","predecessor_spki_sha256":"bb"}',
    ]);
  });
});

test.each([
  ['for another CSR', { ...expected, csrDer: csrDer.with(csrDer.length - 1, 0) }, 'PROOF_OTHER_CSR'],
  [
    'by another key of the same kind of algorithm',
    { ...expected, predecessorSpki: makeOtherSpki() },
    'PROOF_OTHER_KEY',
  ],
  ['for another group', { ...expected, keyGroupId: 'other' }, 'PROOF_OTHER_GROUP'],
  ['by a key of another algorithm', { ...expected, predecessorSpki: testKey('ec-p384').spki }, 'PROOF_ALGORITHM'],
  ['by a key that cannot be read', { ...expected, predecessorSpki: new Uint8Array(3) }, 'PROOF_KEY'],
])('a proof %s is refused', (_, expectation, code) => {
  expect(verifyRenewalProof(proofBy(key), expectation)).toEqual({ ok: false, error: { code } });
});

/** A second P-256 key: the base point itself, whose private key is one. */
function makeOtherSpki(): Uint8Array {
  const point = Buffer.from(
    '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  );
  return Uint8Array.from([...key.spki.subarray(0, key.spki.length - 64), ...point]);
}

test.each([
  ['no algorithm', { ...header, alg: 'none' }, payload, 'PROOF_ALGORITHM'],
  ['a symmetric algorithm', { ...header, alg: 'HS256' }, payload, 'PROOF_ALGORITHM'],
  ['another type', { ...header, typ: 'JWT' }, payload, 'PROOF_TYPE'],
  ['an extension that must be understood', { ...header, crit: ['b64'] }, payload, 'PROOF_FORM'],
  ['an unencoded payload', { ...header, b64: false }, payload, 'PROOF_FORM'],
  ['a digest in capitals', header, { ...payload, csr_sha256: sha256(csrDer).toUpperCase() }, 'PROOF_FORM'],
  ['a time that is a text', header, { ...payload, iat: '1' }, 'PROOF_FORM'],
  ['no key group', header, { ...payload, key_group_id: undefined }, 'PROOF_FORM'],
  ['a list as payload', header, [], 'PROOF_FORM'],
])('a correctly signed proof with %s is refused', (_, head, body, code) => {
  expect(verifyRenewalProof(forged(key, head, body), expected)).toEqual({ ok: false, error: { code } });
});

test('a correctly signed proof with nothing wrong is taken, so the refusals above have their one reason', () => {
  expect(verifyRenewalProof(forged(key, header, payload), expected)).toMatchObject({ ok: true });
});

test.each([
  ['a changed signature', (jws: string) => jws.replace(/.{5}$/, 'AAAAA'), 'PROOF_SIGNATURE'],
  ['an empty signature', (jws: string) => jws.slice(0, jws.lastIndexOf('.') + 1), 'PROOF_SIGNATURE'],
  ['a part too few', (jws: string) => jws.slice(0, jws.lastIndexOf('.')), 'PROOF_FORM'],
  ['a part too many', (jws: string) => `${jws}.`, 'PROOF_FORM'],
  ['padding', (jws: string) => `${jws}=`, 'PROOF_FORM'],
  ['twenty thousand characters', (jws: string) => jws + 'A'.repeat(20_000), 'PROOF_FORM'],
])('a proof with %s is refused', (_, change, code) => {
  expect(verifyRenewalProof(change(proofBy(key)), expected)).toEqual({ ok: false, error: { code } });
});

describe('CertificateRenewalRequest', () => {
  test('reads back as it was written', () => {
    const json: unknown = JSON.parse(writeRenewalRequest(csrDer, 'cb-0001'));
    expect(readRenewalRequest(json)).toEqual({
      ok: true,
      value: { csr: expect.stringContaining('BEGIN CERTIFICATE REQUEST'), callbackId: 'cb-0001' },
    });
  });

  test('is read with callback_id too', () => {
    expect(readRenewalRequest({ csr: 'x', callback_id: 'y', more: 1 })).toEqual({
      ok: true,
      value: { csr: 'x', callbackId: 'y' },
    });
  });

  test.each([
    {},
    null,
    { csr: 'x' },
    { callbackId: 'x' },
    { csr: 1, callbackId: 'x' },
    { csr: '', callbackId: 'x' },
    { csr: 'x'.repeat(100_001), callbackId: 'x' },
  ])('other JSON is refused: %#', (value) => {
    expect(readRenewalRequest(value)).toEqual({ ok: false, error: { code: 'RENEWAL_REQUEST_FORM' } });
  });
});
