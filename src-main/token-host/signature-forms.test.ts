import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyAlgorithms, signatureAlgorithmFor } from '../../shared/domain/key-algorithm';
import { ecdsaToDer, importSpki, verifySignature } from './signature-forms';

const message = Buffer.from('what is signed');
const pairs = {
  'ec-p256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ec-p384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'ec-p521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa-4096': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: () => generateKeyPairSync('ed25519'),
};

test('r‖s becomes the DER that node:crypto verifies, on every curve', () => {
  for (const namedCurve of ['P-256', 'P-384', 'P-521']) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    for (let i = 0; i < 40; i++) {
      const rs = sign('sha256', Buffer.from([i]), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verify('sha256', Buffer.from([i]), publicKey, ecdsaToDer(rs))).toBe(true);
    }
  }
});

test('numbers of any size get their shortest positive DER form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(31), (bytes, zeros) => {
      const r = Uint8Array.from(bytes, (byte, i) => (i < zeros ? 0 : byte));
      const der = ecdsaToDer(Uint8Array.from([...r, ...r]));
      const length = der[3]!;
      const value = der.subarray(4, 4 + length);
      expect(value[0]! < 0x80 && (length === 1 || value[0] !== 0 || value[1]! >= 0x80)).toBe(true);
      expect(BigInt(`0x${Buffer.from(value).toString('hex')}`)).toBe(BigInt(`0x${Buffer.from(r).toString('hex')}`));
    }),
  );
});

test.each(
  keyAlgorithms.flatMap((algorithm) => (['pkcs1', 'pss'] as const).map((padding) => [algorithm, padding] as const)),
)('a %s signature (%s) verifies; another message, a flipped bit or a cut one does not', (algorithm, padding) => {
  const { privateKey, publicKey } = pairs[algorithm]();
  const how = signatureAlgorithmFor(algorithm, padding);
  const key = importSpki(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))!;
  const options = {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
    ...(padding === 'pss' && algorithm.startsWith('rsa') ? { padding: 6, saltLength: 32 } : {}),
  } as const;
  const signature = sign(how.kind === 'ed25519' ? null : how.hash, message, options);
  const flipped = Uint8Array.from(signature, (byte, i) => (i === 20 ? byte ^ 1 : byte));
  const cases = [
    [message, signature, true],
    [Buffer.from('another'), signature, false],
    [message, flipped, false],
    [message, signature.subarray(1), false],
    [message, new Uint8Array(), false],
    [message, new Uint8Array(700), false],
  ] as const;
  for (const [text, bytes, good] of cases) expect(verifySignature(key, how, text, bytes)).toBe(good);
});

test('a point that is not on its curve is no key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  spki[spki.length - 1]! ^= 1;
  expect(importSpki(spki)).toBeUndefined();
});

test('a PSS signature whose leading zero octet was dropped is not taken, though OpenSSL does', () => {
  const { privateKey, publicKey } = pairs['rsa-3072']();
  const how = signatureAlgorithmFor('rsa-3072', 'pss');
  const key = importSpki(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))!;
  let signature: Buffer;
  // One in 256 begins with a zero; PSS is salted, so signing again is another try.
  do signature = sign('sha256', message, { key: privateKey, padding: 6, saltLength: 32 });
  while (signature[0] !== 0);
  expect(verifySignature(key, how, message, signature)).toBe(true);
  expect(verifySignature(key, how, message, signature.subarray(1))).toBe(false);
});
