import { isSignatureRight } from '../keys/check-signature.ts';
import { readMeterKey } from '../keys/meter-key.ts';
import { checkedPieces, meterSamples } from './meter-samples.ts';

/** Formats and curves of which a right record is at hand. */
export function rightRecords(): ReadonlyMap<string, RightRecord> {
  return new Map(
    meterSamples().flatMap((sample) =>
      checkedPieces(sample).flatMap(({ record, key, signature }) =>
        record !== undefined && key !== undefined && signature === 'valid'
          ? [[`${record.format} ${key.curve}`, { record, key }] as const]
          : [],
      ),
    ),
  );
}

type Piece = ReturnType<typeof checkedPieces>[number];

export interface RightRecord {
  readonly record: NonNullable<Piece['record']>;
  readonly key: NonNullable<Piece['key']>;
}

/** Flips every `stride`th bit of signed bytes, signature and key; which flips left the signature right. */
export function flipsThatPass({ record, key }: RightRecord, stride: number): readonly string[] {
  const read = readMeterKey(key.spki);
  if (!read.ok) return ['key'];
  const { signed, signature, algorithm } = record;
  if (!isSignatureRight(read.value, algorithm, signed, signature)) return ['the record itself is not right'];
  const passed: string[] = [];
  for (let bit = 0; bit < signed.length * 8; bit += stride) {
    if (isSignatureRight(read.value, algorithm, flipped(signed, bit), signature)) passed.push(`signed ${bit}`);
  }
  for (let bit = 0; bit < signature.length * 8; bit += stride) {
    if (isSignatureRight(read.value, algorithm, signed, flipped(signature, bit))) passed.push(`signature ${bit}`);
  }
  for (let bit = 0; bit < key.spki.length * 8; bit += stride) {
    const other = readMeterKey(flipped(key.spki, bit));
    // A flipped bit of the wrapping may leave the key as it is; a key that is another must not fit.
    if (!other.ok || other.value.sha256 === read.value.sha256) continue;
    if (isSignatureRight(other.value, algorithm, signed, signature)) passed.push(`key ${bit}`);
  }
  return passed;
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
}
