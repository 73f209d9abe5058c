import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certificateKey, ecParamsOf, ellipticKey, keyIdentifier, kindOfType, rsaKey } from './public-key';

const spki = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }));
const ec = (namedCurve: string) => spki(generateKeyPairSync('ec', { namedCurve }).publicKey);
const hex = (text: string) => Buffer.from(text, 'hex');

const curves = [
  ['ec-p256', ec('P-256'), 65],
  ['ec-p384', ec('P-384'), 97],
  ['ec-p521', ec('P-521'), 133],
  ['ed25519', spki(generateKeyPairSync('ed25519').publicKey), 32],
] as const;
const wrapped = (point: Uint8Array) =>
  Buffer.from([0x04, ...(point.length < 128 ? [point.length] : [0x81, point.length]), ...point]);

test.each(curves)(
  '%s: a wrapped and a bare point give the same SubjectPublicKeyInfo as OpenSSL',
  (algorithm, own, length) => {
    const point = Buffer.from(own.subarray(-length));
    const params = ecParamsOf(algorithm)!;
    for (const form of [point, wrapped(point)]) {
      const { kind, half } = ellipticKey(params, form);
      expect(kind.algorithm).toBe(algorithm);
      expect(half?.spki).toEqual(own);
      expect(half?.spkiSha256).toBe(createHash('sha256').update(own).digest('hex'));
    }
  },
);

test.each(curves)('%s: the key identifier is the SHA-1 of the key bits', (_algorithm, own, length) => {
  expect(keyIdentifier(own)).toEqual(createHash('sha1').update(own.subarray(-length)).digest());
});

test('Ed25519 is known by its name and by its OID', () => {
  const point = Buffer.from(curves[3][1].subarray(-32));
  for (const params of ['130c656477617264733235353139', '06032b6570']) {
    expect(ellipticKey(hex(params), point).kind.algorithm).toBe('ed25519');
  }
});

test('a point of another length is none', () => {
  const params = ecParamsOf('ec-p256')!;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 140 }), (bytes) => {
      const half = ellipticKey(params, Buffer.from(bytes)).half;
      return half === undefined || bytes.length === 65 || (bytes.length === 67 && bytes[0] === 4 && bytes[1] === 65);
    }),
  );
  expect(ellipticKey(params, undefined).half).toBeUndefined();
});

test.each([
  ['06052b8104000a', 'EC (curve 1.3.132.0.10)'],
  ['06092b2403030208010107', 'EC (curve 1.3.36.3.3.2.8.1.1.7)'],
  ['3006060100', 'EC (unnamed curve)'],
  ['', 'EC (unnamed curve)'],
])('parameters %s are told as %s', (params, text) => {
  expect(ellipticKey(hex(params), Buffer.alloc(65)).kind).toEqual({ algorithm: undefined, text });
});

test.each([
  [3072, 'rsa-3072'],
  [2048, undefined],
  [1024, undefined],
])('RSA %d is read with and without leading zeros', (bits, algorithm) => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const [modulus, exponent] = [Buffer.from(n!, 'base64url'), Buffer.from(e!, 'base64url')];
  for (const form of [modulus, Buffer.concat([Buffer.alloc(3), modulus])]) {
    const { kind, half } = rsaKey(form, exponent);
    expect(kind).toEqual({ algorithm, text: `RSA ${bits}` });
    expect(half?.spki).toEqual(spki(publicKey));
  }
  const bitString = publicKey.export({ format: 'der', type: 'pkcs1' });
  expect(keyIdentifier(spki(publicKey))).toEqual(createHash('sha1').update(bitString).digest());
});

test('numbers of nonsense make no RSA key of ours and throw nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ maxLength: 600 }), (n, e) => {
      expect(() => rsaKey(Buffer.from(n), Buffer.from(e))).not.toThrow();
    }),
  );
});

test('a certificate that is none gives no key', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => certificateKey(Buffer.from(bytes)) === undefined),
  );
});

test('a kind that nobody knows is told by its number', () => {
  expect(kindOfType(0x2b).text).toBe('unknown (CKK 0x2b)');
  expect(kindOfType(undefined).text).toBe('unknown');
});
