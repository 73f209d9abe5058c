import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { CsrView } from './csr-read.ts';

/**
 * `valid`: whoever made the request has the private key. `invalid`: not, or bytes were changed. `unsupported`: nobody
 * can say, because key or algorithm are unknown, unsafe or not usable here; never treat it as valid.
 */
export type SignatureVerdict =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid' }
  | { readonly verdict: 'unsupported'; readonly reason: 'no-signature' | 'algorithm' | 'key' };

const HASHES = new Set(['sha256', 'sha384', 'sha512']);

/**
 * Proof of possession: checks the request's signature over the bytes as they came (RFC 2986 §4.2). `der` must be the
 * bytes that `csr` was read from. SHA-1 and weaker are never called valid.
 */
export function verifyCsrSignature(der: Uint8Array, csr: CsrView): SignatureVerdict {
  const { signature, publicKey, info } = csr;
  if (signature === null) return { verdict: 'unsupported', reason: 'no-signature' };
  const { algorithm, value } = signature;
  if (algorithm.kind === 'unknown' || !algorithm.wellFormed) return { verdict: 'unsupported', reason: 'algorithm' };
  if (algorithm.kind !== 'ed25519' && !HASHES.has(algorithm.hash))
    return { verdict: 'unsupported', reason: 'algorithm' };
  if (algorithm.kind === 'rsa-pss' && algorithm.hash !== algorithm.mgfHash)
    return { verdict: 'unsupported', reason: 'algorithm' };
  const expectedKind = algorithm.kind === 'ecdsa' ? 'ec' : algorithm.kind === 'ed25519' ? 'ed25519' : 'rsa';
  if (publicKey.kind !== expectedKind) return { verdict: 'unsupported', reason: 'algorithm' };
  if (csr.findings.some(({ field, severity }) => field === 'publicKey' && severity === 'error')) {
    return { verdict: 'unsupported', reason: 'key' };
  }
  const key = importKey(der.subarray(publicKey.start, publicKey.end));
  if (key === undefined) return { verdict: 'unsupported', reason: 'key' };
  const hash = algorithm.kind === 'ed25519' ? null : algorithm.hash;
  const padding =
    algorithm.kind === 'rsa-pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
      : algorithm.kind === 'rsa-pkcs1'
        ? { padding: constants.RSA_PKCS1_PADDING }
        : {};
  const bytes = der.subarray(value.start, value.end);
  // RFC 8017 §8.1.2 step 1: OpenSSL takes a PSS signature whose leading zero octet was dropped.
  const modulusBits = key.asymmetricKeyDetails?.modulusLength;
  const isWhole = modulusBits === undefined || bytes.length === Math.ceil(modulusBits / 8);
  const isValid = isWhole && verifies(hash, der.subarray(info.start, info.end), { key, ...padding }, bytes);
  return { verdict: isValid ? 'valid' : 'invalid' };
}

/** Node throws for curves and forms that its library lacks; that is an answer here, not a failure. */
function importKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function verifies(
  hash: string | null,
  data: Uint8Array,
  key: Parameters<typeof verify>[2],
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}
