import { createECDH, createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyAlgorithms } from '../../../shared/domain/key-algorithm.ts';
import { fromBase64Url } from '../../../shared/util/base64.ts';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { createDecodeLog, type DecodeLog } from './decode-log.ts';
import { readDer } from './der/der-reader.ts';
import {
  writeBitString,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeUnsigned,
} from './der/der-writer.ts';
import { OID } from './oid-names.ts';
import { rsaWeakness } from './rsa-weakness.ts';
import { buildSpki, type PublicKeyView, type RawPublicKey, readSpki } from './spki.ts';
import { testKey } from './testing/make-csr.ts';

function read(spki: Uint8Array): { readonly view: PublicKeyView | undefined; readonly codes: readonly string[] } {
  const log: DecodeLog = createDecodeLog();
  const node = readDer(spki);
  const view = node.ok ? readSpki(node.value, log, 'publicKey') : undefined;
  return { view, codes: log.findings.map(({ code }) => code) };
}

/** The raw parts as a token gives them, taken from Node's JWK of the same key. */
function rawOf(algorithm: (typeof keyAlgorithms)[number]): RawPublicKey {
  const jwk = createPublicKey({ key: Buffer.from(testKey(algorithm).spki), format: 'der', type: 'spki' }).export({
    format: 'jwk',
  });
  const bytes = (member: string | undefined): Uint8Array => fromBase64Url(member ?? '')!;
  switch (algorithm) {
    case 'rsa-3072':
    case 'rsa-4096':
      return { algorithm, modulus: bytes(jwk.n), exponent: bytes(jwk.e) };
    case 'ed25519':
      return { algorithm, point: bytes(jwk.x) };
    default:
      return { algorithm, point: concatBytes(Uint8Array.of(4), bytes(jwk.x), bytes(jwk.y)) };
  }
}

describe.each(keyAlgorithms)('%s', (algorithm) => {
  test('is built from its raw parts as Node writes it', () => {
    expect(buildSpki(rawOf(algorithm))).toEqual({ ok: true, value: testKey(algorithm).spki });
  });

  test('reads as the algorithm that it is, with nothing to remark', () => {
    const { view, codes } = read(testKey(algorithm).spki);
    expect([view?.algorithm, codes]).toEqual([algorithm, []]);
  });
});

test.each(['ec-p256', 'ec-p384', 'ec-p521', 'ed25519'] as const)(
  'a %s point in an OCTET STRING, as PKCS#11 has it, gives the same key',
  (algorithm) => {
    const raw = rawOf(algorithm);
    const point = 'point' in raw ? raw.point : new Uint8Array(0);
    expect(buildSpki({ algorithm, point: writeOctetString(point) })).toEqual({
      ok: true,
      value: testKey(algorithm).spki,
    });
  },
);

test('RSA numbers may come with leading zeros', () => {
  const raw = rawOf('rsa-3072');
  const padded = raw.algorithm === 'rsa-3072' ? { ...raw, modulus: concatBytes(new Uint8Array(2), raw.modulus) } : raw;
  expect(buildSpki(padded)).toEqual({ ok: true, value: testKey('rsa-3072').spki });
});

test.each([
  ['no bytes', { algorithm: 'ec-p256', point: new Uint8Array(0) }, 'SPKI_POINT'],
  [
    'a point off the curve',
    { algorithm: 'ec-p256', point: Uint8Array.of(4, ...new Uint8Array(64).fill(1)) },
    'SPKI_POINT',
  ],
  [
    'the point of another curve',
    { algorithm: 'ec-p384', point: Uint8Array.of(4, ...new Uint8Array(64)) },
    'SPKI_POINT',
  ],
  ['31 octets for Ed25519', { algorithm: 'ed25519', point: new Uint8Array(31) }, 'SPKI_POINT'],
  [
    'a modulus of 2048 bits',
    { algorithm: 'rsa-3072', modulus: new Uint8Array(256).fill(255), exponent: Uint8Array.of(1, 0, 1) },
    'SPKI_MODULUS',
  ],
  [
    'an even modulus',
    { algorithm: 'rsa-3072', modulus: new Uint8Array(384).fill(254), exponent: Uint8Array.of(1, 0, 1) },
    'SPKI_MODULUS',
  ],
  [
    'an exponent of one',
    { algorithm: 'rsa-3072', modulus: new Uint8Array(384).fill(255), exponent: Uint8Array.of(1) },
    'SPKI_EXPONENT',
  ],
  [
    'an even exponent',
    { algorithm: 'rsa-3072', modulus: new Uint8Array(384).fill(255), exponent: Uint8Array.of(4) },
    'SPKI_EXPONENT',
  ],
] as const)('raw parts with %s are refused', (_, key, code) => {
  expect(buildSpki(key)).toEqual({ ok: false, error: { code } });
});

const rsa = (modulus: Uint8Array, exponent: Uint8Array): Uint8Array =>
  writeSequence(
    writeSequence(writeOid(OID.rsaEncryption), writeNull()),
    writeBitString(writeSequence(writeUnsigned(modulus), writeUnsigned(exponent))),
  );
const ec = (curve: string, point: Uint8Array): Uint8Array =>
  writeSequence(writeSequence(writeOid(OID.ecPublicKey), writeOid(curve)), writeBitString(point));
const ones = (octets: number): Uint8Array => new Uint8Array(octets).fill(255);
/** The largest odd number of that many octets which has no weakness that is looked for. */
function sound(octets: number): Uint8Array {
  let modulus = 2n ** BigInt(8 * octets) - 1n;
  while (rsaWeakness(modulus) !== undefined) modulus -= 2n;
  return Uint8Array.from(Buffer.from(modulus.toString(16), 'hex'));
}
const F4 = Uint8Array.of(1, 0, 1);
const compressed = (() => {
  const key = createECDH('prime256v1');
  return Uint8Array.from(Buffer.from(key.generateKeys('hex', 'compressed'), 'hex'));
})();

test.each([
  ['RSA of 1024 bits', rsa(ones(128), F4), ['KEY_RSA_TOO_SMALL']],
  ['RSA of 2048 bits', rsa(sound(256), F4), ['KEY_RSA_SMALL']],
  ['RSA with a small factor', rsa(ones(384), F4), ['KEY_RSA_SMALL_FACTOR']],
  ['RSA of 3072 bits with exponent 3', rsa(sound(384), Uint8Array.of(3)), ['KEY_RSA_EXPONENT']],
  ['RSA with exponent 1', rsa(sound(384), Uint8Array.of(1)), ['KEY_RSA_EXPONENT_WRONG']],
  ['RSA with an even modulus', rsa(ones(384).fill(254, 383), F4), ['KEY_RSA_MODULUS']],
  ['RSA with modulus zero', rsa(Uint8Array.of(0), Uint8Array.of(0)), ['KEY_RSA_MODULUS', 'KEY_RSA_EXPONENT_WRONG']],
  ['RSA of a hundred kilobytes', rsa(ones(100_000), F4), ['KEY_RSA_TOO_LARGE']],
  ['RSA with an exponent of a hundred kilobytes', rsa(ones(384), ones(100_000)), ['KEY_RSA_TOO_LARGE']],
  [
    'RSA without parameters',
    writeSequence(
      writeSequence(writeOid(OID.rsaEncryption)),
      writeBitString(writeSequence(writeUnsigned(sound(384)), writeUnsigned(F4))),
    ),
    ['KEY_PARAMETERS'],
  ],
  [
    'RSA that is no SEQUENCE',
    writeSequence(writeSequence(writeOid(OID.rsaEncryption), writeNull()), writeBitString(writeNull())),
    ['KEY_MALFORMED'],
  ],
  ['a compressed point', ec('1.2.840.10045.3.1.7', compressed), ['KEY_POINT_COMPRESSED']],
  ['a point off the curve', ec('1.2.840.10045.3.1.7', Uint8Array.of(4, ...ones(64))), ['KEY_NOT_ON_CURVE']],
  ['a point of a wrong length', ec('1.2.840.10045.3.1.7', Uint8Array.of(4, 1, 2)), ['KEY_MALFORMED']],
  ['the point at infinity', ec('1.2.840.10045.3.1.7', Uint8Array.of(0)), ['KEY_MALFORMED']],
  ['another curve', ec('1.3.132.0.10', Uint8Array.of(4, 1, 2)), ['KEY_CURVE_UNKNOWN']],
  [
    'explicit curve parameters',
    writeSequence(writeSequence(writeOid(OID.ecPublicKey), writeSequence()), writeBitString(Uint8Array.of(4))),
    ['KEY_PARAMETERS'],
  ],
  [
    'no curve',
    writeSequence(writeSequence(writeOid(OID.ecPublicKey)), writeBitString(Uint8Array.of(4))),
    ['KEY_PARAMETERS'],
  ],
  [
    'Ed25519 with parameters',
    writeSequence(writeSequence(writeOid(OID.ed25519), writeNull()), writeBitString(ones(32))),
    ['KEY_PARAMETERS'],
  ],
  [
    'Ed25519 of 31 octets',
    writeSequence(writeSequence(writeOid(OID.ed25519)), writeBitString(ones(31))),
    ['KEY_MALFORMED'],
  ],
  [
    'an unknown algorithm',
    writeSequence(writeSequence(writeOid('1.2.3')), writeBitString(ones(3))),
    ['KEY_ALGORITHM_UNKNOWN'],
  ],
])('%s is remarked', (_, spki, codes) => {
  expect(read(spki).codes).toEqual(codes);
});

test.each([
  ['a bare BIT STRING', writeBitString(ones(3))],
  ['an algorithm without OID', writeSequence(writeSequence(), writeBitString(ones(3)))],
  ['a part too many', writeSequence(writeSequence(writeOid(OID.ed25519)), writeBitString(ones(32)), writeNull())],
])('%s is no SubjectPublicKeyInfo', (_, bytes) => {
  expect(read(bytes).view).toBeUndefined();
});
