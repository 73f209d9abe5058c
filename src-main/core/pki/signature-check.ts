import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ReadSignatureAlgorithm } from './algorithm-identifier.ts';
import type { ByteRange } from './decode-log.ts';
import type { SignatureView } from './signature-rules.ts';
import type { PublicKeyView } from './spki.ts';

/**
 * `valid`: whoever made the bytes has the private key. `invalid`: not, or bytes were changed. `unsupported`: nobody
 * can say, because key or algorithm are unknown, unsafe or not usable here; never treat it as valid.
 */
export type SignatureVerdict =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid' }
  | { readonly verdict: 'unsupported'; readonly reason: 'no-signature' | 'algorithm' | 'key' };

const HASHES = new Set(['sha256', 'sha384', 'sha512']);

type Checkable = Exclude<ReadSignatureAlgorithm, { readonly kind: 'unknown' }>;

/** A key that signatures are checked with, imported once for many of them. */
export interface VerifyingKey {
  readonly kind: PublicKeyView['kind'];
  readonly key: KeyObject;
  /** Octets of an RSA modulus, undefined for other keys. */
  readonly modulusOctets: number | undefined;
}

/** Undefined when the platform cannot use the key; Node throws for curves and forms that its library lacks. */
export function importVerifyingKey(spki: Uint8Array, kind: PublicKeyView['kind']): VerifyingKey | undefined {
  try {
    const key = createPublicKey(pemOf(spki));
    const bits = kind === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined;
    return { kind, key, modulusOctets: bits === undefined ? undefined : Math.ceil(bits / 8) };
  } catch {
    return undefined;
  }
}

/** RFC 7468 §13. Node asks of any object whether it is a key by catching what it throws; of a text it does not. */
function pemOf(spki: Uint8Array): string {
  const base64 = Buffer.from(spki.buffer, spki.byteOffset, spki.length).toString('base64');
  let lines = '';
  for (let at = 0; at < base64.length; at += 64) lines += `${base64.slice(at, at + 64)}\n`;
  return `-----BEGIN PUBLIC KEY-----\n${lines}-----END PUBLIC KEY-----\n`;
}

/** Undefined when a signature of this algorithm by a key of this kind may be called valid; SHA-1 and weaker never. */
export function whyNotCheckable(
  signature: SignatureView | null,
  kind: PublicKeyView['kind'],
): Extract<SignatureVerdict, { verdict: 'unsupported' }> | undefined {
  if (signature === null) return { verdict: 'unsupported', reason: 'no-signature' };
  return isCheckable(signature.algorithm, kind) ? undefined : { verdict: 'unsupported', reason: 'algorithm' };
}

function isCheckable(algorithm: ReadSignatureAlgorithm, kind: PublicKeyView['kind']): algorithm is Checkable {
  if (algorithm.kind === 'unknown' || !algorithm.wellFormed) return false;
  if (algorithm.kind !== 'ed25519' && !HASHES.has(algorithm.hash)) return false;
  if (algorithm.kind === 'rsa-pss' && algorithm.hash !== algorithm.mgfHash) return false;
  return kind === (algorithm.kind === 'ecdsa' ? 'ec' : algorithm.kind === 'ed25519' ? 'ed25519' : 'rsa');
}

/** Checks a signature over a part of the bytes as they came, with a key that was imported before. */
export function checkSignature(
  der: Uint8Array,
  signed: ByteRange,
  signature: SignatureView | null,
  by: VerifyingKey,
): SignatureVerdict {
  const reason = whyNotCheckable(signature, by.kind);
  if (reason !== undefined) return reason;
  if (signature === null || !isCheckable(signature.algorithm, by.kind))
    return { verdict: 'unsupported', reason: 'algorithm' };
  const { algorithm, value } = signature;
  const bytes = der.subarray(value.start, value.end);
  // RFC 8017 §8.1.2 step 1: OpenSSL takes a PSS signature whose leading zero octet was dropped.
  const isWhole = by.modulusOctets === undefined || bytes.length === by.modulusOctets;
  const isValid = isWhole && verifies(algorithm, der.subarray(signed.start, signed.end), by.key, bytes);
  return { verdict: isValid ? 'valid' : 'invalid' };
}

/**
 * Checks one signature by a key that is seen for the first time and probably the last: a request has its own. `spki`
 * must be the bytes that `key` was read from, without an error.
 */
export function checkSignatureOnce(
  der: Uint8Array,
  signed: ByteRange,
  signature: SignatureView | null,
  spki: Uint8Array,
  key: Pick<PublicKeyView, 'kind' | 'bits'>,
): SignatureVerdict {
  const reason = whyNotCheckable(signature, key.kind);
  if (reason !== undefined) return reason;
  // A third less than importing and then checking; a PSS signature needs more than a key and a hash.
  if (signature !== null && signature.algorithm.kind !== 'rsa-pss' && signature.algorithm.kind !== 'unknown') {
    const hash = signature.algorithm.kind === 'ed25519' ? null : signature.algorithm.hash;
    const bytes = der.subarray(signature.value.start, signature.value.end);
    try {
      const isWhole = key.kind !== 'rsa' || bytes.length === Math.ceil((key.bits ?? 0) / 8);
      const isValid = verify(hash, der.subarray(signed.start, signed.end), pemOf(spki), bytes) && isWhole;
      return { verdict: isValid ? 'valid' : 'invalid' };
    } catch {
      // Key or signature: which of them, importing the key tells.
    }
  }
  const imported = importVerifyingKey(spki, key.kind);
  return imported === undefined
    ? { verdict: 'unsupported', reason: 'key' }
    : checkSignature(der, signed, signature, imported);
}

function verifies(algorithm: Checkable, data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    switch (algorithm.kind) {
      case 'ed25519':
        return verify(null, data, key, signature);
      case 'ecdsa':
        return verify(algorithm.hash, data, key, signature);
      case 'rsa-pkcs1':
        return verify(algorithm.hash, data, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
      case 'rsa-pss':
        return verify(
          algorithm.hash,
          data,
          { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength },
          signature,
        );
    }
  } catch {
    return false;
  }
}
