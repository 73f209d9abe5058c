import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkPiece, type CheckedPiece } from '../judge/check-record.ts';
import { readMeterFile } from '../containers/read-file.ts';
import { ocmfPayload, testMeter, twoRecords } from './make-ocmf.ts';

/** A file with signed meter data and the key that goes with it. */
export interface MeterSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly key: string | undefined;
}

const folder = join(import.meta.dirname, '../../../../../shared/vectors');

const Manifest = z.object({
  vectors: z.array(z.object({ file: z.string(), key: z.string().optional() })),
});

/** Made here, and the real records where they are at hand: one sample a file, no larger than 40 kB. */
export function meterSamples(): readonly MeterSample[] {
  const meter = testMeter();
  const made = [
    { name: 'made two records', bytes: Buffer.from(twoRecords(meter).join('\n')), key: meter.publicKey },
    {
      name: 'made one record',
      bytes: Buffer.from(
        meter.record(
          ocmfPayload([
            { TX: 'B', RV: 1 },
            { TX: 'E', RV: 2 },
          ]),
        ),
      ),
      key: meter.publicKey,
    },
  ];
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return made;
  const { vectors } = Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const real = vectors
    .filter(({ file }) => file.startsWith('meter/'))
    .map(({ file, key }) => ({
      name: file,
      bytes: readFileSync(join(folder, file)),
      key: key === undefined ? undefined : readFileSync(join(folder, key), 'utf8'),
    }))
    .filter(({ bytes }) => bytes.length <= 40_000);
  return [...made, ...real];
}

/** The records of a sample, checked with its key. */
export function checkedPieces({ bytes, key }: Pick<MeterSample, 'bytes' | 'key'>): readonly CheckedPiece[] {
  const keys = key === undefined ? [] : [{ origin: 'file', value: key } as const];
  return readMeterFile({ bytes, keys }).map((piece) => checkPiece(piece, []));
}
