import { hexOf } from '../digests.ts';
import { contentOf, type DerNode, TAG } from './der-node.ts';

interface KnownOid {
  readonly octets: Uint8Array;
  readonly text: string;
}

/** Texts of OIDs by a number made of their octets: documents repeat the same few dozen. */
const knownOids = new Map<number, KnownOid>();
const MOST_KNOWN_OIDS = 500;

/**
 * Dotted text of an OBJECT IDENTIFIER's content (X.690 §8.19). The strict reader has checked the form; numbers of any
 * size are exact.
 */
export function readOid(node: DerNode): string {
  const { source, contentStart, end } = node;
  let key = end - contentStart;
  for (let at = contentStart; at < end; at++) key = (Math.imul(key, 31) + (source[at] ?? 0)) | 0;
  const known = knownOids.get(key);
  if (known !== undefined && hasOctets(known.octets, source, contentStart, end)) return known.text;
  const text = spellOid(source, contentStart, end);
  if (knownOids.size < MOST_KNOWN_OIDS) knownOids.set(key, { octets: source.slice(contentStart, end), text });
  return text;
}

function hasOctets(octets: Uint8Array, source: Uint8Array, start: number, end: number): boolean {
  if (octets.length !== end - start) return false;
  for (let i = 0; i < octets.length; i++) if (octets[i] !== source[start + i]) return false;
  return true;
}

function spellOid(source: Uint8Array, contentStart: number, end: number): string {
  const arcs: string[] = [];
  let value = 0;
  let large: bigint | undefined;
  for (let at = contentStart; at < end; at++) {
    const octet = source[at] ?? 0;
    if (large !== undefined) large = large * 128n + BigInt(octet & 0x7f);
    else if (value > 0x3fffffffffff) large = BigInt(value) * 128n + BigInt(octet & 0x7f);
    else value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push((large ?? value).toString());
    else if (large !== undefined) arcs.push('2', (large - 80n).toString());
    else
      arcs.push(
        Math.min(Math.floor(value / 40), 2).toString(),
        (value - Math.min(Math.floor(value / 40), 2) * 40).toString(),
      );
    value = 0;
    large = undefined;
  }
  return arcs.join('.');
}

/** The INTEGER as a number, undefined when it does not fit into 53 bits. */
export function readSmallInteger(node: DerNode): number | undefined {
  if (node.end - node.contentStart > 7) return undefined;
  const value = Number(readInteger(node));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The INTEGER of any size, two's complement; linear in its length, so that a long hostile one costs nothing. */
export function readInteger(node: DerNode): bigint {
  const content = contentOf(node);
  const value = BigInt(`0x${hexOf(content) || '0'}`);
  return (content[0] ?? 0) >= 0x80 ? value - (1n << BigInt(8 * content.length)) : value;
}

/** Octets of a BIT STRING behind the count of unused bits, and that count. */
export function readBitString(node: DerNode): { readonly bytes: Uint8Array; readonly unusedBits: number } {
  const content = contentOf(node);
  return { bytes: content.subarray(1), unusedBits: content[0] ?? 0 };
}

/** Numbers of the bits that are set in a named bit list, the first bit is 0: KeyUsage `03 02 05 a0` → 0, 2. */
export function readNamedBits(node: DerNode): readonly number[] {
  const { bytes } = readBitString(node);
  const set: number[] = [];
  for (const [index, octet] of bytes.entries()) {
    for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) set.push(index * 8 + bit);
  }
  return set;
}

/** True for FF. The strict reader lets no other value than 00 and FF pass. */
export function readBoolean(node: DerNode): boolean {
  return node.source[node.contentStart] === 0xff;
}

export type TimeForm = 'utc-time' | 'generalized-time';

/**
 * UTCTime `YYMMDDhhmmssZ` (1950–2049) or GeneralizedTime `YYYYMMDDhhmmssZ`, the only spellings DER and RFC 5280
 * §4.1.2.5 allow. Undefined for any other text and for days that do not exist.
 */
export function readTime(node: DerNode): { readonly form: TimeForm; readonly at: Date } | undefined {
  const form =
    node.tag === TAG.utcTime ? 'utc-time' : node.tag === TAG.generalizedTime ? 'generalized-time' : undefined;
  if (form === undefined) return undefined;
  const { source, contentStart, end } = node;
  const yearEnd = contentStart + (form === 'utc-time' ? 2 : 4);
  if (end !== yearEnd + 11 || source[end - 1] !== 0x5a) return undefined;
  for (let at = contentStart; at < end - 1; at++) if (!isDigit(source[at])) return undefined;
  const pair = (at: number): number => 10 * ((source[at] ?? 0) - 0x30) + (source[at + 1] ?? 0) - 0x30;
  const shortYear = pair(yearEnd - 2);
  const year =
    form === 'generalized-time' ? 100 * pair(contentStart) + shortYear : (shortYear < 50 ? 2000 : 1900) + shortYear;
  const [month, day] = [pair(yearEnd), pair(yearEnd + 2)];
  const [hour, minute, second] = [pair(yearEnd + 4), pair(yearEnd + 6), pair(yearEnd + 8)];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? { form, at } : undefined;
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

/** Text of bytes below 128, undefined when one is not. */
export function asciiOf(bytes: Uint8Array): string | undefined {
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}
