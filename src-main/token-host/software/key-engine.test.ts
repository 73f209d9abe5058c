import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateKey, keyIdOf, readPrivateKey, spkiOf } from './key-engine.ts';

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

test('the id of an RSA key is the SHA-1 of its RSAPublicKey', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  expect(keyIdOf(spki)).toBe(sha1(publicKey.export({ format: 'der', type: 'pkcs1' })));
});

test.each([
  ['ec-p256', 65],
  ['ec-p384', 97],
  ['ec-p521', 133],
  ['ed25519', 32],
] as const)('the id of a key of %s is the SHA-1 of its point', async (algorithm, length) => {
  const { spki } = await generateKey(algorithm);
  expect(keyIdOf(spki)).toBe(sha1(spki.subarray(-length)));
});

test.each([
  ['rsa-3072', { asymmetricKeyType: 'rsa', asymmetricKeyDetails: { modulusLength: 3072, publicExponent: 65537n } }],
  ['ec-p521', { asymmetricKeyType: 'ec', asymmetricKeyDetails: { namedCurve: 'secp521r1' } }],
  ['ed25519', { asymmetricKeyType: 'ed25519' }],
] as const)('a key of %s is of that kind, and its two halves belong together', async (algorithm, kind) => {
  const { pkcs8, spki } = await generateKey(algorithm);
  expect(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })).toMatchObject(kind);
  const privateKey = readPrivateKey(pkcs8);
  expect(privateKey === undefined ? undefined : spkiOf(privateKey)).toEqual(Buffer.from(spki));
});

test('bytes that are no PKCS#8 are no key', () => {
  expect(readPrivateKey(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00))).toBeUndefined();
});
