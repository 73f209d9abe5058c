import { constants, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import type { SignatureAlgorithm } from '../../shared/domain/key-algorithm.ts';

/** r‖s of ECDSA (PKCS#11 v2.40 §2.3.1) as the DER `ECDSA-Sig-Value` of X.509 (RFC 3279 §2.2.3). */
export function ecdsaToDer(rs: Uint8Array): Uint8Array {
  const half = rs.length / 2;
  const r = firstDigit(rs, 0, half);
  const s = firstDigit(rs, half, rs.length);
  const length = integerLength(rs, r, half) + integerLength(rs, s, rs.length);
  const der = new Uint8Array(length + (length < 0x80 ? 2 : 3));
  der[0] = 0x30;
  if (length >= 0x80) der[1] = 0x81;
  let at = der.length - length;
  der[at - 1] = length;
  at = putInteger(der, at, rs, r, half);
  putInteger(der, at, rs, s, rs.length);
  return der;
}

/** Behind leading zeros; zero itself is one digit. */
function firstDigit(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end - 1 && bytes[at] === 0) at++;
  return at;
}

/** Of the whole INTEGER; a zero before the first digit keeps it positive. */
function integerLength(bytes: Uint8Array, start: number, end: number): number {
  return end - start + ((bytes[start] ?? 0) >= 0x80 ? 3 : 2);
}

/** Where the next one begins. Octet by octet: views cost more than they save at this size. */
function putInteger(der: Uint8Array, begin: number, bytes: Uint8Array, start: number, end: number): number {
  const length = integerLength(bytes, start, end);
  der[begin] = 0x02;
  der[begin + 1] = length - 2;
  let at = begin + length - (end - start);
  for (let from = start; from < end; from++) der[at++] = bytes[from] ?? 0;
  return at;
}

/** The public key as node:crypto takes it; undefined when it refuses it (a point that is not on its curve, for example). */
export function importSpki(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** How node:crypto is asked whether a signature is good; a thread of its own can be asked the same way. */
export interface VerifyCall {
  readonly hash: string | null;
  readonly input: KeyObject | VerifyKeyObjectInput;
}

export function verifyCall(key: KeyObject, algorithm: SignatureAlgorithm): VerifyCall {
  return { hash: algorithm.kind === 'ed25519' ? null : algorithm.hash, input: verifyInput(key, algorithm) };
}

/**
 * What a token answered, in the form that is verified: DER for ECDSA, the same octets for the others. Undefined for a
 * length that no signature of this key has. (node:crypto takes r‖s too, but makes DER of it by a longer way.)
 */
export function verifiedForm(
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
): Uint8Array | undefined {
  const octets = signatureOctets(key);
  // RFC 8017 §8.1.2 and §8.2.2, step 1: OpenSSL takes a PSS signature whose leading zero octet was dropped; others rightly do not.
  if (octets !== undefined && signature.length !== octets) return undefined;
  if (algorithm.kind !== 'ecdsa') return signature;
  return octets === undefined ? undefined : ecdsaToDer(signature);
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
  const form = verifiedForm(key, algorithm, signature);
  if (form === undefined) return false;
  return verifies(verifyCall(key, algorithm), message, form);
}

/** `form` as `verifiedForm` made it. */
export function verifies({ hash, input }: VerifyCall, message: Uint8Array, form: Uint8Array): boolean {
  try {
    return verify(hash, message, input, form);
  } catch {
    return false; // a length that no signature of this kind has
  }
}

/** Bytes of r‖s by curve (FIPS 186-5 §6.4): whole octets of twice the order. */
const RS_BYTES: Readonly<Record<string, number>> = { prime256v1: 64, secp384r1: 96, secp521r1: 132 };
/** Asking a key for its details takes longer than all else around a verification. */
const octetsOf = new WeakMap<KeyObject, { readonly octets: number | undefined }>();

/** Of a whole signature as tokens answer it; undefined where the key does not tell. */
function signatureOctets(key: KeyObject): number | undefined {
  const known = octetsOf.get(key);
  if (known !== undefined) return known.octets;
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const octets = modulusLength === undefined ? RS_BYTES[namedCurve ?? ''] : Math.ceil(modulusLength / 8);
  octetsOf.set(key, { octets });
  return octets;
}

/** The bare key where nothing else is to be said: unpacking it from an object costs a fifth of a P-256 verification. */
function verifyInput(key: KeyObject, algorithm: SignatureAlgorithm): VerifyCall['input'] {
  switch (algorithm.kind) {
    case 'ecdsa':
      return key;
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    case 'ed25519':
      return key;
  }
}
