import { constants, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import type { SignatureAlgorithm } from '../../shared/domain/key-algorithm.ts';
import { concatBytes } from '../../shared/util/bytes.ts';

/** r‖s of ECDSA (PKCS#11 v2.40 §2.3.1) as the DER `ECDSA-Sig-Value` of X.509 (RFC 3279 §2.2.3). */
export function ecdsaToDer(rs: Uint8Array): Uint8Array {
  const half = rs.length / 2;
  const r = derInteger(rs.subarray(0, half));
  const s = derInteger(rs.subarray(half));
  const length = r.length + s.length;
  const header = length < 0x80 ? [0x30, length] : [0x30, 0x81, length];
  return concatBytes(Uint8Array.from(header), r, s);
}

function derInteger(unsigned: Uint8Array): Uint8Array {
  let start = 0;
  while (start < unsigned.length - 1 && unsigned[start] === 0) start++;
  const digits = unsigned.subarray(start);
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.from([0x02, digits.length + sign.length, ...sign, ...digits]);
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
  try {
    return verify(hashOf(algorithm), message, verifyInput(key, algorithm), signature);
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
  return new Promise((resolve) => {
    try {
      verify(hashOf(algorithm), message, verifyInput(key, algorithm), signature, (error, valid) =>
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

function verifyInput(key: KeyObject, algorithm: SignatureAlgorithm): VerifyKeyObjectInput {
  switch (algorithm.kind) {
    case 'ecdsa':
      return { key, dsaEncoding: 'ieee-p1363' };
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    case 'ed25519':
      return { key };
  }
}
