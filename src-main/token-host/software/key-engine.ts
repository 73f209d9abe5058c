import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  type webcrypto,
} from 'node:crypto';
import { Crypto } from '@peculiar/webcrypto';
import type { KeyAlgorithmName, RsaPadding } from '../../../shared/contract/key-facts.ts';
import { signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import { assertNever } from '../../../shared/util/assert-never.ts';

/** A fresh key pair: PKCS#8 (RFC 5958 v1, the caller wipes it) and SubjectPublicKeyInfo, both DER. */
export interface FreshKey {
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
}

/**
 * Makes a key pair with @peculiar/webcrypto, which makes the same keys on Node's OpenSSL and on Electron's BoringSSL
 * (Node's own WebCrypto names Ed25519 differently from version to version).
 *
 * Signing below does not go through it: it keeps a private key as a base64 PEM *string* beside the CryptoKey, even of a
 * non-extractable one, where it cannot be wiped, and reads that text again for each signature. A KeyObject keeps the
 * key outside JavaScript's memory. Here the library's own copy of the fresh key is garbage as soon as this returns.
 */
export async function generateKey(algorithm: KeyAlgorithmName): Promise<FreshKey> {
  // the library's declarations name the DOM's types, which this zone does not load; Node's are the same interface
  const subtle = new Crypto().subtle as webcrypto.SubtleCrypto;
  const pair = (await subtle.generateKey(generationOf(algorithm), true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair; // each of ours is a pair
  const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  const spki = new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
  return { pkcs8, spki };
}

type Generation = webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams | webcrypto.Algorithm;

function generationOf(algorithm: KeyAlgorithmName): Generation {
  const rsa = (modulusLength: number) => ({
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  });
  switch (algorithm) {
    case 'ec-p256':
      return { name: 'ECDSA', namedCurve: 'P-256' };
    case 'ec-p384':
      return { name: 'ECDSA', namedCurve: 'P-384' };
    case 'ec-p521':
      return { name: 'ECDSA', namedCurve: 'P-521' };
    case 'rsa-3072':
      return rsa(3072);
    case 'rsa-4096':
      return rsa(4096);
    case 'ed25519':
      return { name: 'Ed25519' };
  }
}

/** Takes a PKCS#8 key into the engine; undefined for bytes that are none. */
export function readPrivateKey(pkcs8: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey({
      key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length),
      format: 'der',
      type: 'pkcs8',
    });
  } catch {
    return undefined;
  }
}

/** The SubjectPublicKeyInfo of a private key. */
export function spkiOf(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}

/**
 * Signs a message: ECDSA as r‖s with the curve's hash, RSA with SHA-256 and a salt as long as the hash for PSS, Ed25519
 * as it is (see signatureAlgorithmFor).
 */
export function signMessage(
  key: KeyObject,
  algorithm: KeyAlgorithmName,
  padding: RsaPadding,
  message: Uint8Array,
): Uint8Array {
  const { hash, options } = schemeOf(algorithm, padding);
  return sign(hash, message, { key, ...options });
}

function schemeOf(algorithm: KeyAlgorithmName, padding: RsaPadding) {
  const scheme = signatureAlgorithmFor(algorithm, padding);
  switch (scheme.kind) {
    case 'ecdsa':
      return { hash: scheme.hash, options: { dsaEncoding: 'ieee-p1363' } as const };
    case 'rsa-pkcs1':
      return { hash: scheme.hash, options: { padding: constants.RSA_PKCS1_PADDING } };
    case 'rsa-pss':
      return {
        hash: scheme.hash,
        options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      };
    case 'ed25519':
      return { hash: null, options: {} };
    default:
      return assertNever(scheme);
  }
}

/** SHA-1 of the public key's bits, in hex: the CKA_ID that keys on PKCS#11 tokens get, and RFC 5280 §4.2.1.2 (1). */
export function keyIdOf(spki: Uint8Array): string {
  return createHash('sha1').update(publicKeyBits(spki)).digest('hex');
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The BIT STRING's content of a SubjectPublicKeyInfo that the engine wrote: SEQUENCE { SEQUENCE, BIT STRING }. */
function publicKeyBits(spki: Uint8Array): Uint8Array {
  const inside = contentStart(spki, 0).start;
  const algorithm = contentStart(spki, inside);
  const bits = contentStart(spki, algorithm.start + algorithm.length);
  return spki.subarray(bits.start + 1, bits.start + bits.length);
}

function contentStart(bytes: Uint8Array, at: number): { readonly start: number; readonly length: number } {
  const first = bytes[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, length: first };
  const octets = first & 0x7f;
  let length = 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return { start: at + 2 + octets, length };
}
