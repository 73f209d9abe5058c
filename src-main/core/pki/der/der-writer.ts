import { compareBytes, concatBytes } from '../../../../shared/util/bytes.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { TAG, type TagClass } from './der-node.ts';

/**
 * A small DER writer: each function gives the complete encoding of one value, callers nest them.
 *
 * Why not @peculiar/asn1-schema: its SET OF keeps the caller's order (DER sorts by encoding), string types of names are
 * chosen by it, and a schema class cannot say "this list as SET of values or as one SEQUENCE". Here every octet of a
 * request is ours. The tests read what is written with that library as an independent witness.
 */
export function writeTlv(
  tagClass: TagClass,
  tag: number,
  constructed: boolean,
  ...content: readonly Uint8Array[]
): Uint8Array {
  if (tag >= 0x1f) throw new RangeError('high tag numbers are not written');
  const body = concatBytes(...content);
  const identifier = CLASS_BITS[tagClass] | (constructed ? 0x20 : 0) | tag;
  return concatBytes(Uint8Array.of(identifier), lengthOctets(body.length), body);
}

const CLASS_BITS = { universal: 0, application: 0x40, context: 0x80, private: 0xc0 } as const;

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

export function writeSequence(...items: readonly Uint8Array[]): Uint8Array {
  return writeTlv('universal', TAG.sequence, true, ...items);
}

/** SET OF: the items sorted by their encoding (X.690 §11.6), whatever order they come in. */
export function writeSetOf(...items: readonly Uint8Array[]): Uint8Array {
  return writeTlv('universal', TAG.set, true, ...items.toSorted(compareBytes));
}

/** `[tag] IMPLICIT SET OF`: the attributes of a certification request. */
export function writeContextSetOf(tag: number, ...items: readonly Uint8Array[]): Uint8Array {
  return writeTlv('context', tag, true, ...items.toSorted(compareBytes));
}

/** `[tag] EXPLICIT`: a value inside a tag of its own. */
export function writeExplicit(tag: number, value: Uint8Array): Uint8Array {
  return writeTlv('context', tag, true, value);
}

/** `[tag] IMPLICIT` over a primitive type's content octets. */
export function writeImplicit(tag: number, content: Uint8Array): Uint8Array {
  return writeTlv('context', tag, false, content);
}

/** Dotted text to OBJECT IDENTIFIER. Throws for a text that is no OID: profiles are checked when they are read. */
export function writeOid(dotted: string): Uint8Array {
  if (!/^\d+(\.\d+)+$/.test(dotted)) throw new RangeError(`no OID: ${dotted}`);
  const arcs = dotted.split('.').map((arc) => BigInt(arc));
  const [first = 0n, second = 0n, ...rest] = arcs;
  if (first > 2n || (first < 2n && second > 39n)) throw new RangeError(`no OID: ${dotted}`);
  const octets = [first * 40n + second, ...rest].flatMap(base128);
  return writeTlv('universal', TAG.oid, false, Uint8Array.from(octets));
}

function base128(arc: bigint): readonly number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

/** INTEGER of an unsigned big-endian number; leading zeros are dropped, one is added where the sign needs it. */
export function writeUnsigned(bigEndian: Uint8Array): Uint8Array {
  const firstUsed = bigEndian.findIndex((octet) => octet !== 0);
  const digits = firstUsed < 0 ? Uint8Array.of(0) : bigEndian.subarray(firstUsed);
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0);
  return writeTlv('universal', TAG.integer, false, sign, digits);
}

export function writeOctetString(bytes: Uint8Array): Uint8Array {
  return writeTlv('universal', TAG.octetString, false, bytes);
}

/** BIT STRING of whole octets. */
export function writeBitString(bytes: Uint8Array): Uint8Array {
  return writeTlv('universal', TAG.bitString, false, Uint8Array.of(0), bytes);
}

/** Named bit list (X.690 §11.2.2): trailing zero bits are dropped. `writeNamedBits([0, 2])` → `03 02 05 a0`. */
export function writeNamedBits(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return writeTlv('universal', TAG.bitString, false, Uint8Array.of(0));
  const last = Math.max(...bits);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return writeTlv('universal', TAG.bitString, false, Uint8Array.of(7 - (last & 7)), octets);
}

export function writeNull(): Uint8Array {
  return writeTlv('universal', TAG.null, false);
}

export function writeTrue(): Uint8Array {
  return writeTlv('universal', TAG.boolean, false, Uint8Array.of(0xff));
}

/** The callers have checked the alphabet of the type. */
export function writeString(form: 'utf8' | 'printable' | 'ia5', text: string): Uint8Array {
  const tag = { utf8: TAG.utf8String, printable: TAG.printableString, ia5: TAG.ia5String }[form];
  return writeTlv('universal', tag, false, encodeUtf8(text));
}

/** ENUMERATED of one octet. */
export function writeEnumerated(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 127) throw new RangeError('only small values are written');
  return writeTlv('universal', TAG.enumerated, false, Uint8Array.of(value));
}

/** GeneralizedTime, as invalidityDate wants it in every year (RFC 5280 §5.3.2); a fraction of a second is cut. */
export function writeGeneralizedTime(at: Date): Uint8Array {
  const text = `${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
  if (text.length !== 15) throw new RangeError('year has no DER form');
  return writeTlv('universal', TAG.generalizedTime, false, encodeUtf8(text));
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5), always UTC; a fraction of a second is cut. */
export function writeTime(at: Date): Uint8Array {
  const text = `${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
  const year = at.getUTCFullYear();
  if (year < 1950 || year > 9999) throw new RangeError('year has no DER form');
  return year < 2050
    ? writeTlv('universal', TAG.utcTime, false, encodeUtf8(text.slice(2)))
    : writeTlv('universal', TAG.generalizedTime, false, encodeUtf8(text));
}
