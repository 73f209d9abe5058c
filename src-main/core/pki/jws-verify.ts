import { constants, createPublicKey, verify } from 'node:crypto';
import { jwsAlgorithmFor, type JwsAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import type { PublicKeyView } from './spki.ts';

/** The key alone decides which algorithms may stand in the header, never the other way round. */
export function jwsAlgorithmsOf({ kind, algorithm }: PublicKeyView): readonly JwsAlgorithm[] {
  if (kind === 'rsa') return ['RS256', 'PS256'];
  return algorithm === null ? [] : [jwsAlgorithmFor(algorithm)];
}

/** Checks a JWS signature (RFC 7518 §3, RFC 8037 §3.1) over its signing input; ECDSA as r‖s. */
export function verifyJws(
  algorithm: JwsAlgorithm,
  signingInput: string,
  spki: Uint8Array,
  signature: Uint8Array,
): boolean {
  const hash = algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const padding =
      algorithm === 'PS256'
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : {};
    return verify(hash, encodeUtf8(signingInput), { key, dsaEncoding: 'ieee-p1363', ...padding }, signature);
  } catch {
    return false;
  }
}
