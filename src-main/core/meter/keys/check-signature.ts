import { createHash, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { ed448 } from '@noble/curves/ed448.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { ecdsaFromDer, ecdsaToDer } from '../../pki/ecdsa-signature.ts';
import type { MeterAlgorithm, MeterHash } from '../meter-types.ts';
import type { MeterKey } from './meter-key.ts';
import type { EcCurve } from './weierstrass-curves.ts';

/**
 * Whether the signature over these bytes is right. ECDSA takes the left bits of the hash when the curve is shorter (FIPS 186-5
 * §6.4.2), and s as it comes: meters do not make it low. Native crypto where the runtime has the curve, else @noble/curves.
 */
export function isSignatureRight(
  key: MeterKey,
  algorithm: Pick<MeterAlgorithm, 'hash' | 'form'>,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return key.ec === undefined
      ? isPlainRight(key, signed, signature)
      : isEcdsaRight(key, algorithm, signed, signature);
  } catch {
    // A signature of the wrong form is a wrong signature; libraries throw for it.
    return false;
  }
}

function isEcdsaRight(
  key: MeterKey,
  { hash: stated, form }: Pick<MeterAlgorithm, 'hash' | 'form'>,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { ec } = key;
  if (ec === undefined) return false;
  const hash = stated === 'by-curve' ? hashOfCurve(ec) : stated;
  const rs = form === 'der' ? ecdsaFromDer(signature, ec.scalar) : undefined;
  if (rs?.ok === false || (rs === undefined && signature.length !== 2 * ec.scalar)) return false;
  if (key.native !== undefined) {
    const der = rs === undefined ? ecdsaToDer(signature) : undefined;
    return verify(hash, signed, key.native, der?.ok === true ? der.value : signature);
  }
  const digest = createHash(hash).update(signed).digest();
  return ec.ecdsa.verify(rs === undefined ? signature : rs.value, digest, key.bytes, {
    prehash: false,
    lowS: false,
    format: 'compact',
  });
}

function hashOfCurve({ size }: EcCurve): MeterHash {
  return size <= 32 ? 'sha256' : size <= 48 ? 'sha384' : 'sha512';
}

function isPlainRight(key: MeterKey, signed: Uint8Array, signature: Uint8Array): boolean {
  switch (key.curve) {
    case 'Ed25519':
      return key.native === undefined
        ? ed25519.verify(signature, signed, key.bytes, { zip215: false })
        : verify(null, signed, key.native, signature);
    case 'Ed448':
      return ed448.verify(signature, signed, key.bytes, { zip215: false });
    case 'ML-DSA-44':
      return ml_dsa44.verify(signature, signed, key.bytes);
    case 'ML-DSA-65':
      return ml_dsa65.verify(signature, signed, key.bytes);
    case 'ML-DSA-87':
      return ml_dsa87.verify(signature, signed, key.bytes);
    default:
      return false;
  }
}
