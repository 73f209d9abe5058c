import { hexOf } from './digests.ts';

/** A named curve over a prime field: y² = x³ − 3x + b (all three NIST curves have a = −3). */
export interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521';
  readonly oid: string;
  /** Octets of one coordinate, and of r and s in a signature. */
  readonly size: number;
  readonly bits: number;
  readonly p: bigint;
  readonly b: bigint;
}

/** SP 800-186 §3.2.1: the curves that tokens and Electron's crypto both have. */
export const curves: readonly Curve[] = [
  {
    name: 'P-256',
    oid: '1.2.840.10045.3.1.7',
    size: 32,
    bits: 256,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  {
    name: 'P-384',
    oid: '1.3.132.0.34',
    size: 48,
    bits: 384,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  {
    name: 'P-521',
    oid: '1.3.132.0.35',
    size: 66,
    bits: 521,
    p: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
];

/** Tells whether an uncompressed point `04 ‖ x ‖ y` of the right length lies on the curve. */
export function isOnCurve(curve: Curve, point: Uint8Array): boolean {
  const x = toBigInt(point.subarray(1, 1 + curve.size));
  const y = toBigInt(point.subarray(1 + curve.size));
  if (x >= curve.p || y >= curve.p) return false;
  return (y * y - (x * x * x - 3n * x + curve.b)) % curve.p === 0n;
}

/** Unsigned big-endian octets to a number. */
export function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${hexOf(bytes) || '0'}`);
}
