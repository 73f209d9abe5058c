import { fromBase64, fromBase64Url } from '../../../shared/util/base64.ts';
import { fromHex } from '../../../shared/util/hex.ts';
import type { KeySource, MeterData } from './meter-types.ts';

/** Meter data as a decoder wants it; text that is no UTF-8 stands as Latin-1, for old XML says so. */
export function meterData(bytes: Uint8Array, keys: readonly KeySource[] = []): MeterData {
  return { bytes, text: textOf(bytes), keys };
}

export function meterText(text: string, keys: readonly KeySource[] = []): MeterData {
  return { bytes: Buffer.from(text, 'utf8'), text: text.replace(/^\uFEFF/, '').trim(), keys };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8
      .decode(bytes)
      .replace(/^\uFEFF/, '')
      .trim();
  } catch {
    return bytes.includes(0) ? '' : Buffer.from(bytes).toString('latin1').trim();
  }
}

/** Hex with blanks, colons or line ends between the octets. */
export function looseHex(text: string): Uint8Array | undefined {
  const plain = text.replace(/[\s:]+/g, '');
  return plain === '' ? undefined : fromHex(plain);
}

/** Base64 or base64url, with or without padding, with line ends; unused bits must be zero. */
export function looseBase64(text: string): Uint8Array | undefined {
  const plain = text.replace(/\s+/g, '');
  if (plain === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) return undefined;
  const bare = plain.replace(/=+$/, '');
  const standard = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
  return /[_-]/.test(bare) ? fromBase64Url(bare) : bare.length % 4 === 1 ? undefined : fromBase64(standard);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648 §6), with or without padding; rests of bits must be zero. */
export function looseBase32(text: string): Uint8Array | undefined {
  const plain = text.trim().replace(/=+$/, '').toUpperCase();
  if (plain === '') return undefined;
  const bytes = new Uint8Array(Math.floor((plain.length * 5) / 8));
  let pending = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < plain.length; i++) {
    const value = BASE32.indexOf(plain.charAt(i));
    if (value < 0) return undefined;
    pending = ((pending << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (pending >> bits) & 255;
    }
  }
  return bits < 5 && (pending & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
