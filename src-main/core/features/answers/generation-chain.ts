import type { Reader } from '../../store/tables.ts';
import { type CertificateRecord, chainOf, findByGeneration, type StoredCertificate } from '../certificates/index.ts';

/**
 * The chain of a generation, leaf first: of its certificates the one that is valid now and lasts longest, else the one
 * that was accepted last. Empty when it has none.
 */
export async function generationChain(
  db: Reader,
  generationId: string,
  now: Date,
  certificateId?: string,
): Promise<readonly StoredCertificate[]> {
  const records = (await findByGeneration(db, generationId)).filter(
    (record) => certificateId === undefined || record.certificate_id === certificateId,
  );
  const chosen = bestOf(records, now.toISOString());
  return chosen === undefined ? [] : chainOf(db, chosen.certificate_id);
}

function bestOf(records: readonly CertificateRecord[], at: string): CertificateRecord | undefined {
  const valid = records.filter(({ not_before, not_after }) => not_before <= at && at <= not_after);
  const [longest] = valid.toSorted((a, b) => (a.not_after < b.not_after ? 1 : -1));
  return longest ?? records[0];
}
