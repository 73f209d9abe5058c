import { createHash } from 'node:crypto';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import type { CertificateView } from '../pki/certificate-read.ts';
import { publicKeyText } from './document-facts.ts';

/** Everything that an inventory keeps of a certificate beside its bytes, cut to size: plain data, so that it can travel. */
export interface CertificateListing {
  readonly sha256: string;
  readonly sha1: string;
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string;
  /** Of the names as they are encoded. */
  readonly subjectSha256: string;
  readonly issuerSha256: string;
  readonly ski: string | null;
  readonly aki: string | null;
  readonly serial: string;
  /** ISO dates; null for what is no moment. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly algorithm: string;
  readonly spkiSha256: string;
  readonly isCa: boolean;
  readonly keyGroupId: string | null;
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
  readonly services: readonly string[];
  /** What a filter by text looks through. */
  readonly search: string;
}

const MAX_NAME = 4000;
const MAX_SEARCH = 20_000;
const MAX_IDS = 5000;

/** `der`: the bytes that `view` was read from. */
export function listCertificate(view: CertificateView, der: Uint8Array): CertificateListing {
  const partyIds = textsOf(view.ocpi.partyIds?.ids);
  const subCpoIds = textsOf(view.ocpi.subCpoIds?.ids);
  const subEmspIds = textsOf(view.ocpi.subEmspIds?.ids);
  const services = textsOf(view.ocpi.serviceRoles ?? undefined);
  const keyGroupId = view.ocpi.keyGroupId === null ? null : clip(view.ocpi.keyGroupId.text);
  const issuer = clip(view.issuer.text);
  const names = view.extensions.flatMap(({ value }) =>
    value.kind === 'subject-alt-name' ? value.names.map((name) => name.value) : [],
  );
  const search = [view.subject.text, issuer, ...names, keyGroupId ?? '', ...partyIds, ...subCpoIds, ...subEmspIds];
  return {
    sha256: view.sha256,
    sha1: createHash('sha1').update(der).digest('hex'),
    subject: clip(view.subject.text),
    issuer,
    commonName: clip(commonNameOf(view.subject)),
    subjectSha256: sha256Of(der.subarray(view.subject.start, view.subject.end)),
    issuerSha256: sha256Of(der.subarray(view.issuer.start, view.issuer.end)),
    ski: keyIdentifierOf(view, 'subject-key-id'),
    aki: keyIdentifierOf(view, 'authority-key-id'),
    serial: view.serialNumber,
    notBefore: view.notBefore,
    notAfter: view.notAfter,
    algorithm: publicKeyText(view.publicKey),
    spkiSha256: view.publicKey.sha256,
    isCa: view.isCa,
    keyGroupId,
    partyIds,
    subCpoIds,
    subEmspIds,
    services: services.slice(0, 1000),
    search: [...search, ...services].join('\n').slice(0, MAX_SEARCH),
  };
}

/** The first common name of a subject, as it stands there; empty without one. */
export function commonNameOf(subject: CertificateView['subject']): string {
  const parts = subject.rdns.flat();
  return parts.find(({ name }) => name === 'CN')?.text?.text ?? '';
}

export function keyIdentifierOf(view: CertificateView, kind: 'subject-key-id' | 'authority-key-id'): string | null {
  for (const { value } of view.extensions) {
    if (value.kind === 'subject-key-id' && kind === value.kind) return value.keyId;
    if (value.kind === 'authority-key-id' && kind === value.kind) return value.keyId;
  }
  return null;
}

function textsOf(views: readonly { readonly text: string }[] | undefined): string[] {
  return (views ?? []).slice(0, MAX_IDS).map(({ text }) => clip(text));
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function clip(text: string): string {
  return wellFormed(text.slice(0, MAX_NAME));
}
