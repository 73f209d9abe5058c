import { ecdsa, type ECDSA, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { MeterCurve } from '../../../../shared/domain/signed-meter.ts';

/** A curve that ECDSA runs on, with what reading a key and a signature needs. */
export interface EcCurve {
  readonly name: MeterCurve;
  readonly oid: string;
  /** Octets of one coordinate. */
  readonly size: number;
  /** Octets of r and of s. */
  readonly scalar: number;
  /** Whether Electron's crypto (BoringSSL) has it; the others are computed by @noble/curves. */
  readonly native: boolean;
  readonly ecdsa: ECDSA;
}

/** SEC 2 §2.2: curves that libraries no longer ship, and that meters in the field still use. */
const secp192r1 = made({
  p: 0xfffffffffffffffffffffffffffffffeffffffffffffffffn,
  n: 0xffffffffffffffffffffffff99def836146bc9b1b4d22831n,
  a: 0xfffffffffffffffffffffffffffffffefffffffffffffffcn,
  b: 0x64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1n,
  Gx: 0x188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012n,
  Gy: 0x07192b95ffc8da78631011ed6b24cdd573f977a11e794811n,
});
const secp192k1 = made({
  p: 0xfffffffffffffffffffffffffffffffffffffffeffffee37n,
  n: 0xfffffffffffffffffffffffe26f2fc170f69466a74defd8dn,
  a: 0n,
  b: 3n,
  Gx: 0xdb4ff10ec057e9ae26b07d0280b7f4341da5d1b1eae06c7dn,
  Gy: 0x9b2f2f6d9c5628a7844163d015be86344082aa88d95e2f9dn,
});
const secp224r1 = made({
  p: 0xffffffffffffffffffffffffffffffff000000000000000000000001n,
  n: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  a: 0xfffffffffffffffffffffffffffffffefffffffffffffffffffffffen,
  b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
  Gx: 0xb70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21n,
  Gy: 0xbd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34n,
});
/** Its order is one bit longer than its field, so that r and s have 29 octets. */
const secp224k1 = made({
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffeffffe56dn,
  n: 0x10000000000000000000000000001dce8d2ec6184caf0a971769fb1f7n,
  a: 0n,
  b: 5n,
  Gx: 0xa1455b334df099df30fc28a169a467e9e47075a90f7e650eb6b7a45cn,
  Gy: 0x7e089fed7fba344282cafbd6f7e319f7c0b0bd59e2ca4bdb556d61a5n,
});

function made(curve: {
  readonly p: bigint;
  readonly n: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
}): ECDSA {
  return ecdsa(weierstrass({ ...curve, h: 1n }), sha256, { lowS: false });
}

export const ecCurves: readonly EcCurve[] = [
  curve('secp256r1', '1.2.840.10045.3.1.7', 32, p256, true),
  curve('secp384r1', '1.3.132.0.34', 48, p384, true),
  curve('secp521r1', '1.3.132.0.35', 66, p521, true),
  curve('secp224r1', '1.3.132.0.33', 28, secp224r1, true),
  curve('secp256k1', '1.3.132.0.10', 32, secp256k1, false),
  curve('secp192r1', '1.2.840.10045.3.1.1', 24, secp192r1, false),
  curve('secp192k1', '1.3.132.0.31', 24, secp192k1, false),
  { ...curve('secp224k1', '1.3.132.0.32', 28, secp224k1, false), scalar: 29 },
  curve('brainpoolP256r1', '1.3.36.3.3.2.8.1.1.7', 32, brainpoolP256r1, false),
  curve('brainpoolP384r1', '1.3.36.3.3.2.8.1.1.11', 48, brainpoolP384r1, false),
  curve('brainpoolP512r1', '1.3.36.3.3.2.8.1.1.13', 64, brainpoolP512r1, false),
];

function curve(name: MeterCurve, oid: string, size: number, made: ECDSA, native: boolean): EcCurve {
  return { name, oid, size, scalar: size, native, ecdsa: made };
}
