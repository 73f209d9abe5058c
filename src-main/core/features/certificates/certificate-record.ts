import { createHash } from 'node:crypto';
import type { CertificateSource } from '../../../../shared/contract/certificates.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { endsSoonFrom } from '../../../../shared/domain/certificate-time.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import { type CertificateListing, keyIdentifierOf, listCertificate } from '../../workers/certificate-listing.ts';
import { idKey } from './certificate-list.ts';
import type { CertificateRecord } from './certificates.store.ts';

/** Where a certificate belongs, by ids; a link that is not known yet is left out. */
export interface CertificateLinkIds {
  readonly generationId?: string | undefined;
  readonly csrId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly issuanceId?: string | undefined;
  /** The authority whose certificate it is. */
  readonly authorityId?: string | undefined;
  /** The authority of ours that issued it. */
  readonly issuedBy?: string | undefined;
}

export type NewCertificate = Novelty &
  (
    | {
        /** As the strict reader read exactly these bytes. */
        readonly view: CertificateView;
      }
    | {
        /** The same, made of such a view by a worker. */
        readonly listing: CertificateListing;
      }
  );

interface Novelty {
  readonly der: Uint8Array;
  /** The OID profile it was read with. */
  readonly profile: OidProfile;
  readonly source: CertificateSource;
  readonly links?: CertificateLinkIds;
}

export interface PreparedCertificate {
  readonly record: Omit<CertificateRecord, 'row'>;
  readonly profile: string;
  readonly search: string;
  readonly ids: readonly (readonly [kind: string, key: string])[];
}

/** Whether the inventory can hold it: an end or beginning that is no moment cannot be listed. */
export function isListable(view: Pick<CertificateView, 'notBefore' | 'notAfter' | 'serialNumber'>): boolean {
  return view.notBefore !== null && view.notAfter !== null && view.serialNumber.length <= 200;
}

/** The row of a certificate, with what is searched for beside it. Pure; ids and times come in. */
export function prepareCertificate(
  { profile, source, links = {} }: NewCertificate,
  listing: CertificateListing,
  made: { readonly certificateId: string; readonly at: string; readonly by: string },
): PreparedCertificate {
  const { issuer, commonName, keyGroupId, partyIds, subCpoIds, subEmspIds, services } = listing;
  const notBefore = listing.notBefore ?? '';
  const notAfter = listing.notAfter ?? '';
  const profileText = canonicalJson({ ...profile });
  return {
    profile: profileText,
    search: listing.search,
    ids: [
      ...partyIds.map((id) => ['party', idKey(id)] as const),
      ...subCpoIds.map((id) => ['sub-cpo', idKey(id)] as const),
      ...subEmspIds.map((id) => ['sub-emsp', idKey(id)] as const),
    ],
    record: {
      certificate_id: made.certificateId,
      sha256: listing.sha256,
      sha1: listing.sha1,
      source,
      subject: listing.subject,
      issuer,
      issuer_key: issuer.toLowerCase(),
      common_name: commonName,
      name_key: commonName.toLowerCase(),
      subject_sha256: listing.subjectSha256,
      issuer_sha256: listing.issuerSha256,
      aki: listing.aki,
      ski: listing.ski,
      serial: listing.serial,
      not_before: notBefore,
      not_after: notAfter,
      soon_from: notBefore === '' || notAfter === '' ? '' : endsSoonFrom(notBefore, notAfter),
      algorithm: listing.algorithm,
      spki_sha256: listing.spkiSha256,
      is_ca: listing.isCa ? 1 : 0,
      key_group_id: keyGroupId,
      group_key: (keyGroupId ?? '').toLowerCase(),
      claims: JSON.stringify({ partyIds, subCpoIds, subEmspIds, services }),
      profile: sha256Of(profileText),
      added_at: made.at,
      added_by: made.by,
      ...linkColumns(links),
    },
  };
}

/** What is kept of a certificate that comes from wherever. */
export function listingOf(certificate: NewCertificate): CertificateListing {
  return 'listing' in certificate ? certificate.listing : listCertificate(certificate.view, certificate.der);
}

/** All links as columns; those unknown are null. */
function linkColumns(links: CertificateLinkIds) {
  return {
    generation_id: links.generationId ?? null,
    csr_id: links.csrId ?? null,
    request_id: links.requestId ?? null,
    issuance_id: links.issuanceId ?? null,
    authority_id: links.authorityId ?? null,
    issued_by: links.issuedBy ?? null,
  };
}

/** How a certificate names its issuer: what an issuer is looked up by. */
export type IssuerNames = Pick<CertificateRecord, 'issuer_sha256' | 'aki'>;

export function issuerNames(der: Uint8Array, view: CertificateView): IssuerNames {
  return {
    issuer_sha256: sha256Of(der.subarray(view.issuer.start, view.issuer.end)),
    aki: keyIdentifierOf(view, 'authority-key-id'),
  };
}

/** How much a source says: a certificate that is there already takes the stronger one. */
const RANK: Readonly<Record<string, number>> = { imported: 0, anchor: 1, issued: 2, own: 3, authority: 4 };

/** What changes in a row when the same bytes come again with a stronger source or more links. */
export function mergeCertificate(
  there: CertificateRecord,
  { source, links = {} }: Pick<NewCertificate, 'source' | 'links'>,
): Partial<Omit<CertificateRecord, 'row' | 'certificate_id' | 'sha256'>> {
  const change: Record<string, string> = {};
  if ((RANK[source] ?? 0) > (RANK[there.source] ?? 0)) change['source'] = source;
  for (const [name, id] of Object.entries(linkColumns(links))) if (id !== null) change[name] = id;
  return change;
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
