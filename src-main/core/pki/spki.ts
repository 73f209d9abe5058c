import type { KeyAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type Curve, curves, isOnCurve, toBigInt } from './curves.ts';
import { addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, encodingOf, isUniversal, TAG } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { writeBitString, writeNull, writeOid, writeSequence, writeUnsigned } from './der/der-writer.ts';
import { readBitString, readInteger, readOid } from './der/read-values.ts';
import { sha256Of } from './digests.ts';
import { OID, oidName } from './oid-names.ts';
import { rsaWeakness } from './rsa-weakness.ts';

/** A public key in the raw parts that tokens give out (CKA_EC_POINT, CKA_MODULUS and CKA_PUBLIC_EXPONENT). */
export type RawPublicKey =
  /** Uncompressed point `04 ‖ x ‖ y`, with or without the OCTET STRING around it that PKCS#11 asks for. */
  | { readonly algorithm: 'ec-p256' | 'ec-p384' | 'ec-p521'; readonly point: Uint8Array }
  /** Unsigned big-endian numbers. */
  | { readonly algorithm: 'rsa-3072' | 'rsa-4096'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  /** 32 octets, with or without the OCTET STRING around them. */
  | { readonly algorithm: 'ed25519'; readonly point: Uint8Array };

export interface SpkiFault {
  readonly code: 'SPKI_POINT' | 'SPKI_MODULUS' | 'SPKI_EXPONENT';
}

/** A SubjectPublicKeyInfo as read. `algorithm` is set when it is one of ours and nothing is wrong with the key. */
export interface PublicKeyView extends ByteRange {
  readonly kind: 'ec' | 'rsa' | 'ed25519' | 'unknown';
  readonly algorithm: KeyAlgorithm | null;
  readonly oid: string;
  readonly curve: string | null;
  readonly bits: number | null;
  readonly exponent: string | null;
  /** SHA-256 of the whole SubjectPublicKeyInfo, lower-case hex. */
  readonly sha256: string;
}

const CURVE_NAMES = { 'ec-p256': 'P-256', 'ec-p384': 'P-384', 'ec-p521': 'P-521' } as const;
const EC_ALGORITHMS = { 'P-256': 'ec-p256', 'P-384': 'ec-p384', 'P-521': 'ec-p521' } as const;

/** Builds a SubjectPublicKeyInfo (RFC 5480, RFC 3279 §2.3.1, RFC 8410) and refuses parts that are no such key. */
export function buildSpki(key: RawPublicKey): Result<Uint8Array, SpkiFault> {
  switch (key.algorithm) {
    case 'ed25519': {
      const point = unwrapPoint(key.point, 32);
      if (point?.length !== 32) return fail({ code: 'SPKI_POINT' });
      return ok(writeSequence(writeSequence(writeOid(OID.ed25519)), writeBitString(point)));
    }
    case 'rsa-3072':
    case 'rsa-4096': {
      const modulus = toBigInt(key.modulus);
      const exponent = toBigInt(key.exponent);
      const bits = key.algorithm === 'rsa-3072' ? 3072 : 4096;
      if (modulus.toString(2).length !== bits || modulus % 2n === 0n) return fail({ code: 'SPKI_MODULUS' });
      if (exponent < 3n || exponent % 2n === 0n || exponent >= modulus) return fail({ code: 'SPKI_EXPONENT' });
      const numbers = writeSequence(writeUnsigned(key.modulus), writeUnsigned(key.exponent));
      return ok(writeSequence(writeSequence(writeOid(OID.rsaEncryption), writeNull()), writeBitString(numbers)));
    }
    default: {
      const curve = curveNamed(CURVE_NAMES[key.algorithm]);
      const point = curve && unwrapPoint(key.point, 1 + 2 * curve.size);
      if (!curve || !point || point[0] !== 4 || !isOnCurve(curve, point)) return fail({ code: 'SPKI_POINT' });
      const algorithm = writeSequence(writeOid(OID.ecPublicKey), writeOid(curve.oid));
      return ok(writeSequence(algorithm, writeBitString(point)));
    }
  }
}

/** PKCS#11 2.40 §2.3.3 wraps a point in an OCTET STRING; several modules do not. The length tells which it is. */
function unwrapPoint(point: Uint8Array, length: number): Uint8Array | undefined {
  if (point.length === length) return point;
  const wrapped = readDer(point);
  if (!wrapped.ok || !isUniversal(wrapped.value, TAG.octetString)) return undefined;
  const content = contentOf(wrapped.value);
  return content.length === length ? content : undefined;
}

/**
 * Reads a SubjectPublicKeyInfo and notes what is wrong or weak about the key. Undefined when the node does not even
 * have the shape `SEQUENCE { SEQUENCE { OID … }, BIT STRING }`.
 */
export function readSpki(node: DerNode, log: DecodeLog, field: string): PublicKeyView | undefined {
  const [algorithmNode, keyNode, ...rest] = node.children;
  const [oidNode, parameters] = algorithmNode?.children ?? [];
  const hasShape =
    isUniversal(node, TAG.sequence) &&
    isUniversal(algorithmNode, TAG.sequence) &&
    algorithmNode.children.length <= 2 &&
    rest.length === 0;
  if (!hasShape || !isUniversal(oidNode, TAG.oid) || !isUniversal(keyNode, TAG.bitString)) return undefined;
  const oid = readOid(oidNode);
  const facts = readFacts({ oid, parameters, keyNode, log, field });
  const sha256 = sha256Of(encodingOf(node));
  return {
    kind: 'unknown',
    algorithm: null,
    curve: null,
    bits: null,
    exponent: null,
    ...facts,
    oid,
    sha256,
    start: node.start,
    end: node.end,
  };
}

interface SpkiParts {
  readonly oid: string;
  readonly parameters: DerNode | undefined;
  readonly keyNode: DerNode;
  readonly log: DecodeLog;
  readonly field: string;
}

function readFacts(parts: SpkiParts): Partial<PublicKeyView> {
  const { oid, parameters, keyNode, log, field } = parts;
  if (readBitString(keyNode).unusedBits !== 0) {
    addFinding(log, 'error', 'KEY_MALFORMED', field, keyNode);
    return {};
  }
  switch (oid) {
    case OID.ecPublicKey:
      return readEc(parts);
    case OID.rsaEncryption:
      if (!isUniversal(parameters, TAG.null))
        addFinding(log, 'warning', 'KEY_PARAMETERS', field, parameters ?? keyNode);
      return readRsa(parts);
    case OID.ed25519: {
      if (parameters !== undefined) addFinding(log, 'error', 'KEY_PARAMETERS', field, parameters);
      const isWhole = readBitString(keyNode).bytes.length === 32;
      if (!isWhole) addFinding(log, 'error', 'KEY_MALFORMED', field, keyNode);
      return { kind: 'ed25519', bits: 255, algorithm: isWhole && parameters === undefined ? 'ed25519' : null };
    }
    default:
      addFinding(log, 'warning', 'KEY_ALGORITHM_UNKNOWN', field, keyNode, { oid });
      return {};
  }
}

function readEc({ parameters, keyNode, log, field }: SpkiParts): Partial<PublicKeyView> {
  if (!isUniversal(parameters, TAG.oid)) {
    // Explicit curve parameters allow forged curves (RFC 5480 §2.1.1 forbids them).
    addFinding(log, 'error', 'KEY_PARAMETERS', field, parameters ?? keyNode);
    return { kind: 'ec' };
  }
  const curveOid = readOid(parameters);
  const curve = curves.find((known) => known.oid === curveOid);
  const name = curve?.name ?? oidName(curveOid) ?? curveOid;
  if (curve === undefined) {
    addFinding(log, 'warning', 'KEY_CURVE_UNKNOWN', field, parameters, { curve: name });
    return { kind: 'ec', curve: name };
  }
  const found = { kind: 'ec', curve: name, bits: curve.bits } as const;
  const point = readBitString(keyNode).bytes;
  if (point.length === 1 + curve.size && (point[0] === 2 || point[0] === 3)) {
    addFinding(log, 'warning', 'KEY_POINT_COMPRESSED', field, keyNode);
    return found;
  }
  if (point.length !== 1 + 2 * curve.size || point[0] !== 4) {
    addFinding(log, 'error', 'KEY_MALFORMED', field, keyNode);
    return found;
  }
  if (!isOnCurve(curve, point)) {
    addFinding(log, 'error', 'KEY_NOT_ON_CURVE', field, keyNode);
    return found;
  }
  return { ...found, algorithm: EC_ALGORITHMS[curve.name] };
}

function readRsa({ keyNode, log, field }: SpkiParts): Partial<PublicKeyView> {
  const numbers = readDer(keyNode.source, { start: keyNode.contentStart + 1, end: keyNode.end });
  const [modulusNode, exponentNode, ...rest] = numbers.ok ? numbers.value.children : [];
  const hasShape = numbers.ok && isUniversal(numbers.value, TAG.sequence) && rest.length === 0;
  if (!hasShape || !isUniversal(modulusNode, TAG.integer) || !isUniversal(exponentNode, TAG.integer)) {
    addFinding(log, 'error', 'KEY_MALFORMED', field, keyNode);
    return { kind: 'rsa' };
  }
  // Judged by length first: turning hostile megabytes into decimal text would take minutes.
  const octets = modulusNode.end - modulusNode.contentStart;
  if (octets > 2049 || exponentNode.end - exponentNode.contentStart > octets) {
    addFinding(log, 'error', 'KEY_RSA_TOO_LARGE', field, numbers.value, { bits: 8 * octets });
    return { kind: 'rsa' };
  }
  return {
    kind: 'rsa',
    ...judgeRsa(readInteger(modulusNode), readInteger(exponentNode), { modulusNode, exponentNode, log, field }),
  };
}

interface RsaParts {
  readonly modulusNode: DerNode;
  readonly exponentNode: DerNode;
  readonly log: DecodeLog;
  readonly field: string;
}

function judgeRsa(
  modulus: bigint,
  exponent: bigint,
  { modulusNode, exponentNode, log, field }: RsaParts,
): Partial<PublicKeyView> {
  const bits = modulus > 0n ? bitsOf(modulusNode) : 0;
  const shown = exponent.toString().slice(0, 40);
  const errorsBefore = log.findings.length;
  if (modulus <= 0n || modulus % 2n === 0n) addFinding(log, 'error', 'KEY_RSA_MODULUS', field, modulusNode);
  else if (bits < 2048) addFinding(log, 'error', 'KEY_RSA_TOO_SMALL', field, modulusNode, { bits });
  const weakness = log.findings.length > errorsBefore ? undefined : rsaWeakness(modulus);
  if (weakness !== undefined) addFinding(log, 'error', WEAKNESSES[weakness], field, modulusNode);
  if (exponent < 3n || exponent % 2n === 0n || exponent >= modulus) {
    addFinding(log, 'error', 'KEY_RSA_EXPONENT_WRONG', field, exponentNode);
  }
  if (log.findings.length > errorsBefore) return { bits, exponent: shown };
  if (bits < 3072) addFinding(log, 'warning', 'KEY_RSA_SMALL', field, modulusNode, { bits });
  if (exponent !== 65537n) addFinding(log, 'warning', 'KEY_RSA_EXPONENT', field, exponentNode, { exponent: shown });
  return { bits, exponent: shown, algorithm: bits === 3072 ? 'rsa-3072' : bits === 4096 ? 'rsa-4096' : null };
}

/** Length of a positive INTEGER in bits, from its octets: decimal or binary text of large numbers costs time. */
function bitsOf({ source, contentStart, end }: DerNode): number {
  const first = source[contentStart] ?? 0;
  return first === 0
    ? 8 * (end - contentStart - 2) + 32 - Math.clz32(source[contentStart + 1] ?? 0)
    : 8 * (end - contentStart - 1) + 32 - Math.clz32(first);
}

const WEAKNESSES = {
  'small-factor': 'KEY_RSA_SMALL_FACTOR',
  roca: 'KEY_RSA_ROCA',
  'close-primes': 'KEY_RSA_CLOSE_PRIMES',
} as const;

function curveNamed(name: Curve['name']): Curve | undefined {
  return curves.find((curve) => curve.name === name);
}
