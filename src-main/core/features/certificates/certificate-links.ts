import type { CertificateLinks } from '../../../../shared/contract/certificates.ts';
import type { Reader } from '../../store/tables.ts';
import type { CertificateLookups } from './certificates.deps.ts';
import { idKey } from './certificate-list.ts';
import { type CertificateRecord, claimsOf, findSeries } from './certificates.store.ts';

/** Where a certificate belongs. Ids stay named when what they mean is gone; names are looked up while it is there. */
export async function linksOf(
  db: Reader,
  record: CertificateRecord,
  lookups: CertificateLookups,
): Promise<CertificateLinks> {
  const { generation_id, authority_id, issued_by } = record;
  const generation = generation_id === null ? undefined : await lookups.generation(generation_id);
  const named = async (authorityId: string) => (await lookups.authority(authorityId)) ?? { authorityId, name: '' };
  const claimed = partyIdsOf(record);
  // Anybody can ask for a certificate of anybody's group id: what follows each other speaks for a common party.
  const series = (await findSeries(db, record)).filter(
    (one) => one.row === record.row || issued_by === null || partyIdsOf(one).some((id) => claimed.includes(id)),
  );
  const at = series.findIndex(({ row }) => row === record.row);
  const predecessor = at > 0 ? series[at - 1]?.certificate_id : undefined;
  const successor = at < 0 ? undefined : series[at + 1]?.certificate_id;
  return {
    ...(generation === undefined ? {} : { generation }),
    ...(record.csr_id === null ? {} : { csrId: record.csr_id }),
    ...(record.request_id === null ? {} : { requestId: record.request_id }),
    ...(record.issuance_id === null ? {} : { issuanceId: record.issuance_id }),
    ...(issued_by === null ? {} : { issuedBy: await named(issued_by) }),
    ...(authority_id === null ? {} : { authority: await named(authority_id) }),
    ...(predecessor === undefined ? {} : { predecessor }),
    ...(successor === undefined ? {} : { successor }),
  };
}

function partyIdsOf(record: CertificateRecord): readonly string[] {
  return claimsOf(record).partyIds.map(idKey);
}
