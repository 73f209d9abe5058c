import type { Trx } from '../../store/tables.ts';
import { listingOf, mergeCertificate, type NewCertificate, prepareCertificate } from './certificate-record.ts';
import {
  type CertificateRecord,
  findBySha256,
  insertCertificate,
  keepProfile,
  updateCertificate,
} from './certificates.store.ts';

export interface AddedCertificate {
  readonly record: CertificateRecord;
  readonly isNew: boolean;
}

/**
 * Puts certificates into the inventory inside the caller's unit of work. The same bytes are one certificate: it then
 * takes the stronger source and the links that it did not have. In the order given.
 */
export async function addCertificates(
  trx: Trx,
  certificates: readonly NewCertificate[],
  made: { readonly newId: () => string; readonly at: Date; readonly by: string },
): Promise<readonly AddedCertificate[]> {
  const added: AddedCertificate[] = [];
  const profiles = new Set<string>();
  for (const certificate of certificates) {
    const listing = listingOf(certificate);
    const there = await findBySha256(trx, listing.sha256);
    if (there !== undefined) {
      const change = mergeCertificate(there, certificate);
      await updateCertificate(trx, there.row, change);
      added.push({ record: { ...there, ...change }, isNew: false });
      continue;
    }
    const prepared = prepareCertificate(certificate, listing, {
      certificateId: made.newId(),
      at: made.at.toISOString(),
      by: made.by,
    });
    if (!profiles.has(prepared.record.profile)) {
      await keepProfile(trx, prepared.record.profile, prepared.profile);
      profiles.add(prepared.record.profile);
    }
    const record = await insertCertificate(trx, prepared.record, { ...prepared, der: certificate.der });
    added.push({ record, isNew: true });
  }
  return added;
}
