import { createDice, mutateBytes } from '../../pki/testing/mutate.ts';
import { verifyMeterFile } from '../verify-file.ts';
import { checkedPieces, meterSamples } from './meter-samples.ts';

export interface FuzzResult {
  readonly inputs: number;
  /** Inputs that called a record right that nobody signed like this. */
  readonly forged: readonly string[];
  /** Longest CPU time of one input, milliseconds. */
  readonly slowest: number;
  /** How many inputs still had a right record; none would mean that nothing was tried. */
  readonly stillRight: number;
}

/** Mutated files of all formats: an answer each, and never a signature that is right over other bytes than were signed. */
export function fuzzMeter(count: number, seed: number): FuzzResult {
  const dice = createDice(seed);
  const samples = meterSamples();
  const signed = new Set<string>();
  for (const sample of samples)
    for (const piece of checkedPieces(sample)) if (piece.signature === 'valid') signed.add(markOf(piece));
  const forged: string[] = [];
  let slowest = 0;
  let stillRight = 0;
  for (let i = 0; i < count; i++) {
    const sample = samples[dice(samples.length)];
    if (sample === undefined) continue;
    let bytes: Uint8Array = sample.bytes;
    for (let n = 1 + dice(3); n > 0; n--) bytes = bytes.length === 0 ? bytes : mutateBytes(bytes, dice);
    const before = process.cpuUsage();
    const keys = sample.key === undefined ? [] : [{ origin: 'file', value: sample.key } as const];
    const { sessions } = verifyMeterFile({ bytes, keys });
    const used = process.cpuUsage(before);
    slowest = Math.max(slowest, (used.user + used.system) / 1000);
    const right = sessions.flatMap(({ pieces }) => pieces.filter(({ signature }) => signature === 'valid'));
    if (right.length > 0) stillRight += 1;
    if (right.some((piece) => !signed.has(markOf(piece)))) forged.push(`${sample.name} #${i}`);
  }
  return { inputs: count, forged, slowest, stillRight };
}

/** What must be the very same for a signature to stay right: signed bytes and key. */
function markOf({ record, key }: ReturnType<typeof checkedPieces>[number]): string {
  return `${Buffer.from(record?.signed ?? []).toString('base64')} ${key?.sha256 ?? ''}`;
}
