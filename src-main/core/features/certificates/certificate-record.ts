import { createHash } from 'node:crypto';
import type { CertificateSource } from '../../../../shared/contract/certificates.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { endsSoonFrom } from '../../../../shared/domain/certificate-time.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import { publicKeyText } from '../../workers/document-facts.ts';
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

export interface NewCertificate {
  readonly der: Uint8Array;
  /** As the strict reader read exactly these bytes. */
  readonly view: CertificateView;
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

const MAX_NAME = 4000;
const MAX_SEARCH = 20_000;
const MAX_IDS = 5000;

/** Whether the inventory can hold it: an end or beginning that is no moment cannot be listed. */
export function isListable(view: CertificateView): boolean {
  return view.notBefore !== null && view.notAfter !== null && view.serialNumber.length <= 200;
}

/** The row of a certificate, with what is searched for beside it. Pure; ids and times come in. */
export function prepareCertificate(
  { der, view, profile, source, links = {} }: NewCertificate,
  made: { readonly certificateId: string; readonly at: string; readonly by: string },
): PreparedCertificate {
  const notBefore = view.notBefore ?? '';
  const notAfter = view.notAfter ?? '';
  const partyIds = textsOf(view.ocpi.partyIds?.ids);
  const subCpoIds = textsOf(view.ocpi.subCpoIds?.ids);
  const subEmspIds = textsOf(view.ocpi.subEmspIds?.ids);
  const services = textsOf(view.ocpi.serviceRoles ?? undefined);
  const keyGroupId = view.ocpi.keyGroupId === null ? null : clip(view.ocpi.keyGroupId.text);
  const commonName = clip(commonNameOf(view.subject));
  const issuer = clip(view.issuer.text);
  const profileText = canonicalJson({ ...profile });
  const names = view.extensions.flatMap(({ value }) =>
    value.kind === 'subject-alt-name' ? value.names.map((name) => name.value) : [],
  );
  return {
    profile: profileText,
    search: [
      view.subject.text,
      issuer,
      ...names,
      keyGroupId ?? '',
      ...partyIds,
      ...subCpoIds,
      ...subEmspIds,
      ...services,
    ]
      .join('\n')
      .slice(0, MAX_SEARCH),
    ids: [
      ...partyIds.map((id) => ['party', idKey(id)] as const),
      ...subCpoIds.map((id) => ['sub-cpo', idKey(id)] as const),
      ...subEmspIds.map((id) => ['sub-emsp', idKey(id)] as const),
    ],
    record: {
      certificate_id: made.certificateId,
      sha256: view.sha256,
      sha1: createHash('sha1').update(der).digest('hex'),
      source,
      subject: clip(view.subject.text),
      issuer,
      issuer_key: issuer.toLowerCase(),
      common_name: commonName,
      name_key: commonName.toLowerCase(),
      subject_sha256: sha256Of(der.subarray(view.subject.start, view.subject.end)),
      ...issuerNames(der, view),
      ski: keyIdentifier(view, 'subject-key-id'),
      serial: view.serialNumber,
      not_before: notBefore,
      not_after: notAfter,
      soon_from: notBefore === '' || notAfter === '' ? '' : endsSoonFrom(notBefore, notAfter),
      algorithm: publicKeyText(view.publicKey),
      spki_sha256: view.publicKey.sha256,
      is_ca: view.isCa ? 1 : 0,
      key_group_id: keyGroupId,
      group_key: (keyGroupId ?? '').toLowerCase(),
      claims: JSON.stringify({ partyIds, subCpoIds, subEmspIds, services: services.slice(0, 1000) }),
      profile: sha256Of(profileText),
      added_at: made.at,
      added_by: made.by,
      ...linkColumns(links),
    },
  };
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
    aki: keyIdentifier(view, 'authority-key-id'),
  };
}

/** How much a source says: a certificate that is there already takes the stronger one. */
const RANK: Readonly<Record<string, number>> = { imported: 0, anchor: 1, issued: 2, own: 3, authority: 4 };

/** What changes in a row when the same bytes come again with a stronger source or more links. */
export function mergeCertificate(
  there: CertificateRecord,
  { source, links = {} }: NewCertificate,
): Partial<Omit<CertificateRecord, 'row' | 'certificate_id' | 'sha256'>> {
  const change: Record<string, string> = {};
  if ((RANK[source] ?? 0) > (RANK[there.source] ?? 0)) change['source'] = source;
  for (const [name, id] of Object.entries(linkColumns(links))) if (id !== null) change[name] = id;
  return change;
}

export function commonNameOf(subject: CertificateView['subject']): string {
  const parts = subject.rdns.flat();
  return parts.find(({ name }) => name === 'CN')?.text?.text ?? '';
}

function keyIdentifier(view: CertificateView, kind: 'subject-key-id' | 'authority-key-id'): string | null {
  for (const { value } of view.extensions) {
    if (value.kind === 'subject-key-id' && kind === value.kind) return value.keyId;
    if (value.kind === 'authority-key-id' && kind === value.kind) return value.keyId;
  }
  return null;
}

function textsOf(views: readonly { readonly text: string }[] | undefined): string[] {
  return (views ?? []).slice(0, MAX_IDS).map(({ text }) => clip(text));
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function clip(text: string): string {
  return wellFormed(text.slice(0, MAX_NAME));
}
