import { constants, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import type { SignatureAlgorithm } from '../../shared/domain/key-algorithm.ts';

/** r‖s of ECDSA (PKCS#11 v2.40 §2.3.1) as the DER `ECDSA-Sig-Value` of X.509 (RFC 3279 §2.2.3). */
export function ecdsaToDer(rs: Uint8Array): Uint8Array {
  const half = rs.length / 2;
  const r = digitsOf(rs.subarray(0, half));
  const s = digitsOf(rs.subarray(half));
  const length = derLength(r) + derLength(s);
  const der = new Uint8Array(length + (length < 0x80 ? 2 : 3));
  der[0] = 0x30;
  if (length >= 0x80) der[1] = 0x81;
  der[der.length - length - 1] = length;
  putInteger(der, der.length - length, r);
  putInteger(der, der.length - derLength(s), s);
  return der;
}

/** Without leading zeros; zero itself is one digit. */
function digitsOf(unsigned: Uint8Array): Uint8Array {
  let start = 0;
  while (start < unsigned.length - 1 && unsigned[start] === 0) start++;
  return unsigned.subarray(start);
}

/** Of the whole INTEGER; a zero before the first digit keeps it positive. */
function derLength(digits: Uint8Array): number {
  return digits.length + ((digits[0] ?? 0) >= 0x80 ? 3 : 2);
}

function putInteger(der: Uint8Array, at: number, digits: Uint8Array): void {
  const length = derLength(digits);
  der[at] = 0x02;
  der[at + 1] = length - 2;
  der.set(digits, at + length - digits.length);
}

/** The public key as node:crypto takes it; undefined when it refuses it (a point that is not on its curve, for example). */
export function importSpki(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * Verifies in software what a token signed; EC as r‖s. A faulty token, or one that is made to fail, would otherwise
 * hand out signatures that tell about the key (RFC 8017 §5.1.2 with CRT; Boneh, DeMillo, Lipton 1997), or nonsense.
 */
export function verifySignature(
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const form = verifyForm(key, algorithm, signature);
  if (form === undefined) return false;
  try {
    return verify(hashOf(algorithm), message, verifyInput(key, algorithm), form);
  } catch {
    return false; // a length that no signature of this kind has
  }
}

/** The same in the thread pool, for many at a time: the host signs on while earlier signatures are checked. */
export function verifyInPool(
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const form = verifyForm(key, algorithm, signature);
  if (form === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    try {
      verify(hashOf(algorithm), message, verifyInput(key, algorithm), form, (error, valid) =>
        resolve(error === null && valid),
      );
    } catch {
      resolve(false);
    }
  });
}

function hashOf(algorithm: SignatureAlgorithm): string | null {
  return algorithm.kind === 'ed25519' ? null : algorithm.hash;
}

/** Bytes of r‖s by curve (FIPS 186-5 §6.4): whole octets of twice the order. */
const RS_BYTES: Readonly<Record<string, number>> = { prime256v1: 64, secp384r1: 96, secp521r1: 132 };

/**
 * ECDSA goes to node:crypto in DER: it takes r‖s too, but turns it into DER by itself first, on the thread that signs, which
 * made checking a batch a fifth slower. Undefined for a length that no signature of this key has.
 */
function verifyForm(key: KeyObject, algorithm: SignatureAlgorithm, signature: Uint8Array): Uint8Array | undefined {
  // RFC 8017 §8.1.2 step 1: OpenSSL takes a PSS signature whose leading zero octet was dropped; others rightly do not.
  const modulusBits = key.asymmetricKeyDetails?.modulusLength;
  if (modulusBits !== undefined && signature.length !== Math.ceil(modulusBits / 8)) return undefined;
  if (algorithm.kind !== 'ecdsa') return signature;
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  return signature.length === RS_BYTES[curve] ? ecdsaToDer(signature) : undefined;
}

function verifyInput(key: KeyObject, algorithm: SignatureAlgorithm): VerifyKeyObjectInput {
  switch (algorithm.kind) {
    case 'ecdsa':
      return { key };
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    case 'ed25519':
      return { key };
  }
}
