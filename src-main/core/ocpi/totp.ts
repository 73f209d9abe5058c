import { createHmac } from 'node:crypto';

export interface TotpSettings {
  readonly validitySeconds: number;
  readonly length: number;
  readonly alphabet: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
}

/**
 * Time-based one-time password of the OCPI 3.0 reference (facts of OCPI 3.0 §3.6). Bound to a channel, its digest is keyed
 * with the channel's material once more; without that material there is none: undefined.
 *
 * @param exporter hex, for type 1; undefined for type 0
 */
export function totpValue(
  seed: string,
  { validitySeconds, length, alphabet, hash }: TotpSettings,
  at: Date,
  exporter?: string,
): string | undefined {
  const letters = Array.from(alphabet);
  if (letters.length < 4 || seed === '') return undefined;
  const slot = Buffer.alloc(8);
  slot.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000 / validitySeconds)));
  const first = createHmac(hash, Buffer.from(seed, 'utf8')).update(slot).digest();
  const digest = exporter === undefined ? first : createHmac(hash, Buffer.from(exporter, 'hex')).update(first).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  // The bias of the remainder is part of the format.
  return Array.from(
    { length },
    (_unused, i) => letters[(digest[(offset + i) % digest.length] ?? 0) % letters.length],
  ).join('');
}
