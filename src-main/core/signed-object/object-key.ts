import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { ObjectAlgorithm } from '../../../shared/domain/signed-object.ts';
import { toBase64Url } from '../../../shared/util/base64.ts';
import { verifyJws } from '../pki/jws-verify.ts';

/** A key that objects are signed with, in the terms of JOSE. */
export interface ObjectKey {
  readonly spki: Uint8Array;
  /** RFC 7638 thumbprint, SHA-256, base64url. */
  readonly kid: string;
  readonly algorithms: readonly ObjectAlgorithm[];
}

const BY_CURVE: Readonly<Record<string, readonly ObjectAlgorithm[]>> = {
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  Ed25519: ['Ed25519', 'EdDSA'],
};
const OCTETS: Readonly<Record<ObjectAlgorithm, number>> = { ES256: 64, ES384: 96, ES512: 132, Ed25519: 64, EdDSA: 64 };

/** Undefined for keys of kinds that objects are not signed with. */
export function objectKeyOf(spki: Uint8Array): ObjectKey | undefined {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  const algorithms = BY_CURVE[crv ?? ''];
  if (algorithms === undefined) return undefined;
  // RFC 7638 §3.2: the required members in the order of their names, nothing else.
  const members = kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y };
  const kid = toBase64Url(createHash('sha256').update(JSON.stringify(members)).digest());
  return { spki, kid, algorithms };
}

/** ECDSA as r‖s of exactly the curve's length (RFC 7518 §3.4); DER is a wrong signature. */
export function isObjectSignatureRight(
  { spki }: ObjectKey,
  algorithm: ObjectAlgorithm,
  signingInput: string,
  signature: Uint8Array,
): boolean {
  if (signature.length !== OCTETS[algorithm]) return false;
  return verifyJws(algorithm === 'Ed25519' ? 'EdDSA' : algorithm, signingInput, spki, signature);
}
