import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { concatBytes } from '../../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { contentOf, isUniversal, TAG } from '../../pki/der/der-node.ts';
import { readDer } from '../../pki/der/der-reader.ts';
import { writeBitString, writeOid, writeSequence } from '../../pki/der/der-writer.ts';
import { readBitString, readOid } from '../../pki/der/read-values.ts';
import type { MeterCurve } from '../../../../shared/domain/signed-meter.ts';
import { looseBase64, looseHex } from '../text-data.ts';
import { type EcCurve, ecCurves } from './weierstrass-curves.ts';

/** A public key of a meter, ready to verify with. */
export interface MeterKey {
  readonly curve: MeterCurve;
  /** Uncompressed point `04 ‖ x ‖ y` of an EC key, else the key's own octets. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex: one name for each key, however it was written. */
  readonly sha256: string;
  readonly spki: Uint8Array;
  /** Absent where the runtime cannot compute the curve; @noble/curves does then. */
  readonly native: KeyObject | undefined;
  readonly ec: EcCurve | undefined;
}

export interface MeterKeyFault {
  readonly code: 'METER_KEY';
  readonly reason: 'encoding' | 'form' | 'algorithm' | 'point' | 'curve-unclear';
}

const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const PLAIN: readonly { readonly curve: MeterCurve; readonly oid: string; readonly size: number }[] = [
  { curve: 'Ed25519', oid: '1.3.101.112', size: 32 },
  { curve: 'Ed448', oid: '1.3.101.113', size: 57 },
  { curve: 'ML-DSA-44', oid: '2.16.840.1.101.3.4.3.17', size: 1312 },
  { curve: 'ML-DSA-65', oid: '2.16.840.1.101.3.4.3.18', size: 1952 },
  { curve: 'ML-DSA-87', oid: '2.16.840.1.101.3.4.3.19', size: 2592 },
];
const MOST = 8000;
const KEPT = 2000;
const kept = new Map<string, Result<MeterKey, MeterKeyFault>>();

/**
 * Reads a public key as meters, labels and CDRs carry it: SubjectPublicKeyInfo in DER, hex, base64, base64url or PEM, or a bare
 * point (x‖y, 04‖x‖y, compressed). `wanted` tells the curve of a bare point, which does not say itself. The point must lie on
 * the curve.
 */
export function readMeterKey(source: string | Uint8Array, wanted?: MeterCurve): Result<MeterKey, MeterKeyFault> {
  const memo = typeof source === 'string' ? `${wanted ?? ''} ${source}` : undefined;
  const known = memo === undefined ? undefined : kept.get(memo);
  if (known !== undefined) return known;
  const bytes = typeof source === 'string' ? keyBytes(source) : source;
  const key = bytes === undefined ? fail({ code: 'METER_KEY', reason: 'encoding' } as const) : keyOf(bytes, wanted);
  if (memo !== undefined && memo.length <= MOST) {
    // Whoever sends keys without end must not fill the memory: the oldest goes.
    if (kept.size >= KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    kept.set(memo, key);
  }
  return key;
}

function keyBytes(text: string): Uint8Array | undefined {
  const pem = /-----BEGIN [A-Z ]+-----([^-]*)-----END/.exec(text);
  const plain = (pem?.[1] ?? text).replace(/^\uFEFF/, '').trim();
  if (plain.length > MOST) return undefined;
  if (pem !== null) return looseBase64(plain);
  return looseHex(plain) ?? looseBase64(plain);
}

function keyOf(bytes: Uint8Array, wanted: MeterCurve | undefined): Result<MeterKey, MeterKeyFault> {
  const spki = bytes[0] === 0x30 ? readSpki(bytes) : undefined;
  return spki ?? barePoint(bytes, wanted);
}

/** Undefined when it is no SubjectPublicKeyInfo at all: a bare x may begin like one. */
function readSpki(bytes: Uint8Array): Result<MeterKey, MeterKeyFault> | undefined {
  const read = readDer(bytes);
  if (!read.ok || !isUniversal(read.value, TAG.sequence)) return undefined;
  const [algorithm, value] = read.value.children;
  const [oidNode, parameters] = algorithm?.children ?? [];
  if (
    !isUniversal(algorithm, TAG.sequence) ||
    !isUniversal(oidNode, TAG.oid) ||
    !isUniversal(value, TAG.bitString) ||
    contentOf(value).length < 2
  )
    return undefined;
  const { bytes: point, unusedBits } = readBitString(value);
  if (unusedBits !== 0) return fail({ code: 'METER_KEY', reason: 'form' });
  const oid = readOid(oidNode);
  const plain = PLAIN.find((one) => one.oid === oid);
  if (plain !== undefined) {
    if (point.length !== plain.size) return fail({ code: 'METER_KEY', reason: 'form' });
    // Written anew, so that each key has one name however it was wrapped.
    return ok(made(plain.curve, point, writeSequence(writeSequence(writeOid(oid)), writeBitString(point)), undefined));
  }
  const curveOid = oid === EC_PUBLIC_KEY && isUniversal(parameters, TAG.oid) ? readOid(parameters) : undefined;
  const ec = ecCurves.find((one) => one.oid === curveOid);
  return ec === undefined ? fail({ code: 'METER_KEY', reason: 'algorithm' }) : ecKey(ec, point);
}

function barePoint(bytes: Uint8Array, wanted: MeterCurve | undefined): Result<MeterKey, MeterKeyFault> {
  const fitting = ecCurves.filter(({ size }) => {
    const marked = bytes.length === 1 + 2 * size && bytes[0] === 4;
    const compressed = bytes.length === 1 + size && (bytes[0] === 2 || bytes[0] === 3);
    return marked || compressed || bytes.length === 2 * size;
  });
  if (fitting.length === 0) return fail({ code: 'METER_KEY', reason: 'form' });
  // A bare point says no curve. The record names one, or only one curve has the point on it.
  const ec = fitting.find(({ name }) => name === wanted);
  if (ec !== undefined) return ecKey(ec, bytes);
  const found = fitting.map((one) => ecKey(one, bytes)).filter((one) => one.ok);
  const [only] = found;
  if (found.length > 1 || only === undefined) {
    return fail({ code: 'METER_KEY', reason: found.length > 1 ? 'curve-unclear' : 'point' });
  }
  return only;
}

function ecKey(ec: EcCurve, bytes: Uint8Array): Result<MeterKey, MeterKeyFault> {
  const marked = bytes.length === 2 * ec.size ? concatBytes(Uint8Array.of(4), bytes) : bytes;
  try {
    const point = ec.ecdsa.Point.fromBytes(marked);
    point.assertValidity();
    const whole = point.toBytes(false);
    const algorithm = writeSequence(writeOid(EC_PUBLIC_KEY), writeOid(ec.oid));
    return ok(made(ec.name, whole, writeSequence(algorithm, writeBitString(whole)), ec));
  } catch {
    return fail({ code: 'METER_KEY', reason: 'point' });
  }
}

function made(curve: MeterCurve, bytes: Uint8Array, spki: Uint8Array, ec: EcCurve | undefined): MeterKey {
  const sha256 = createHash('sha256').update(spki).digest('hex');
  const wantsNative = ec === undefined ? curve === 'Ed25519' : ec.native;
  return { curve, bytes, spki, sha256, ec, native: wantsNative ? nativeKey(spki) : undefined };
}

function nativeKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
