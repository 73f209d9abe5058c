import { concatBytes } from '../../../shared/util/bytes.ts';

/** DER (X.690) of the few types that a PKCS#12 file needs. Inputs are our own, so nothing is checked. */
export function sequence(...members: readonly Uint8Array[]): Uint8Array {
  return element(0x30, concatBytes(...members));
}

/** A SET OF one member needs no sorting; more are not written here. */
export function setOfOne(member: Uint8Array): Uint8Array {
  return element(0x31, member);
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return element(0x04, bytes);
}

/** BMPString: UTF-16, big end first. */
export function bmpString(text: string): Uint8Array {
  return element(0x1e, utf16(text));
}

export function nothing(): Uint8Array {
  return Uint8Array.of(0x05, 0x00);
}

/** Context tag, constructed, explicit. */
export function explicit(tag: number, member: Uint8Array): Uint8Array {
  return element(0xa0 | tag, member);
}

/** INTEGER of a number from 0 to 2^31 - 1. */
export function integer(value: number): Uint8Array {
  const bytes = [value & 0xff];
  for (let rest = value >>> 8; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  if ((bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return element(0x02, Uint8Array.from(bytes));
}

/** OBJECT IDENTIFIER from its dotted text. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** UTF-16 code units, big end first. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) >> 8;
    bytes[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return bytes;
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(128 + (rest % 128));
  return digits;
}

function element(tag: number, content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag), lengthOf(content.length), content);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from([0x80 | bytes.length, ...bytes]);
}
