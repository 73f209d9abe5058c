import type { RosterOperator } from '../../../../shared/domain/roster.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { Reader } from '../../store/tables.ts';
import { type CertificateRecord, findCertificateByHash } from '../certificates/index.ts';
import type { findGeneration } from '../keys/index.ts';

export type GenerationRecord = NonNullable<Awaited<ReturnType<typeof findGeneration>>>;

/** The certificate of an operator as the inventory has it. */
export async function identityOf(
  db: Reader,
  { certificate }: Pick<RosterOperator, 'certificate'>,
): Promise<CertificateRecord | undefined> {
  const der = fromBase64Url(certificate);
  return der === undefined ? undefined : findCertificateByHash(db, sha256Of(der));
}
