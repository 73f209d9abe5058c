import type { KeyPurpose } from '../../../../shared/domain/key-algorithm.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { type ClipCode, isRefusedClip } from '../../../../shared/domain/issuing-window.ts';
import { type Claims, claimsNoMore } from '../../../../shared/domain/strike.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { buildTbsCertificate } from '../../pki/certificate-build.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import type { CertificateSpec, LeafProfile } from '../../pki/certificate-spec.ts';
import type { CsrView } from '../../pki/csr-read.ts';
import { namesMatch } from '../../pki/name-match.ts';
import { fromHex } from '../../../../shared/util/hex.ts';
import { type Issuer, kindsOf, policyOf } from '../authorities/index.ts';
import type { Unsignable } from './unsignable.ts';

export interface RequestBytes {
  readonly der: Uint8Array;
  readonly view: CsrView;
}

/** What a certificate for this request says, ids and names as kept. Usages come of the purpose, nothing else is copied. */
export function leafProfile(
  { view }: RequestBytes,
  purpose: KeyPurpose,
  kept: Claims,
  services: readonly string[],
): LeafProfile {
  return {
    kind: 'leaf',
    purpose,
    san: kept.names,
    keyGroupId: view.ocpi.keyGroupId?.text ?? '',
    ids: kept.ids,
    services: [...new Set(services)],
  };
}

/**
 * Subject and key byte for byte as they stand in the request. A subject is never rebuilt: another encoding would be
 * another name to some readers, and what cannot stand as it is makes the request unsignable.
 */
export function leafSpec(
  request: RequestBytes,
  profile: LeafProfile,
  window: { readonly notBefore: Date; readonly notAfter: Date },
  crlUrl: string,
): Pick<CertificateSpec, 'notBefore' | 'notAfter' | 'subject' | 'spki' | 'crlUrl' | 'profile'> {
  const { der, view } = request;
  return {
    notBefore: window.notBefore,
    notAfter: window.notAfter,
    subject: der.slice(view.subject.start, view.subject.end),
    spki: der.slice(view.publicKey.start, view.publicKey.end),
    crlUrl,
    profile,
  };
}

/** Rules between a request, a purpose and the authority, that no bytes are needed for. */
export function reasonsOfAuthority(
  { view }: RequestBytes,
  issuer: Issuer,
  purpose: KeyPurpose,
  services: readonly string[],
): readonly Unsignable[] {
  const reasons: Unsignable[] = [];
  if (!kindsOf(issuer.authority).includes(purpose))
    reasons.push({ code: 'PURPOSE_NOT_OF_AUTHORITY', message: `The authority does not certify ${purpose}.` });
  if (services.length > 0 && purpose !== 'identity')
    reasons.push({ code: 'SERVICES_NOT_IDENTITY', message: 'Only identity certificates name OCPI modules and sides.' });
  if (issuer.chain.some((above) => above.view.publicKey.sha256 === view.publicKey.sha256))
    reasons.push({ code: 'KEY_OF_AUTHORITY', message: 'The key in the request is that of an authority.' });
  // As verifiers compare names: another string type or letter case is the same name to them.
  if (issuer.chain.some((above) => namesMatch(above.view.subject, view.subject)))
    reasons.push({ code: 'SUBJECT_OF_AUTHORITY', message: 'The subject of the request is the name of the authority.' });
  return reasons;
}

/** Ids, names and services as they stand in a to-be-signed certificate. */
export function claimsOfCertificate(view: CertificateView): Claims & { readonly services: readonly string[] } {
  const texts = (list: { readonly ids: readonly { readonly text: string }[] } | null): readonly string[] =>
    (list?.ids ?? []).map(({ text }) => text);
  const { ocpi } = view;
  return {
    ids: { partyIds: texts(ocpi.partyIds), subCpoIds: texts(ocpi.subCpoIds), subEmspIds: texts(ocpi.subEmspIds) },
    names: view.extensions.flatMap(({ value }) =>
      value.kind === 'subject-alt-name'
        ? value.names.flatMap(({ kind, value: text }) =>
            kind === 'dns' || kind === 'ip' || kind === 'uri' || kind === 'mail' ? [{ kind, value: text }] : [],
          )
        : [],
    ),
    services: (ocpi.serviceRoles ?? []).map(({ text }) => text),
  };
}

export interface JudgedIssuance {
  readonly request: RequestBytes;
  /** What the request claims in full. */
  readonly claims: Claims;
  readonly tbs: Uint8Array;
  readonly view: CertificateView;
  readonly purpose: KeyPurpose;
  readonly issuer: Issuer;
  /** As they were when the bytes were made. */
  readonly oids: OidProfile;
  /** As they are now. */
  readonly oidsNow: OidProfile;
  /** What was clipped when the bytes were made. */
  readonly clips: readonly { readonly code: ClipCode }[];
  readonly now: Date;
}

/**
 * So long a prepared certificate may wait for its signature after its start: whoever signs later would vouch for a time
 * in which nobody had the certificate. One that starts later may wait until then and as long after it.
 */
const WAIT_HOURS = 24;

/**
 * The last word on stored bytes before they are signed: they are built once more, from the request, the authority and
 * the policy as they are now and from nothing else but the serial number, the times and the kept ids, names and
 * services that they show. Bytes that differ anywhere are not signed, whoever changed what.
 */
export function judgeLeaf(judged: JudgedIssuance): readonly Unsignable[] {
  const { request, claims, tbs, view, purpose, issuer, oids, oidsNow, clips, now } = judged;
  const { services, ...kept } = claimsOfCertificate(view);
  const policy = policyOf(issuer.authority);
  const reasons = [...reasonsOfAuthority(request, issuer, purpose, services)];
  const add = (code: string, message: string): void => void reasons.push({ code, message });
  if (JSON.stringify(oids) !== JSON.stringify(oidsNow))
    add('OID_PROFILE_CHANGED', 'The OIDs of the workspace have changed since the certificate was prepared.');
  if (!claimsNoMore(kept, claims)) add('CLAIMS_ADDED', 'The certificate claims more than the request.');
  const window = { notBefore: new Date(view.notBefore ?? ''), notAfter: new Date(view.notAfter ?? '') };
  const days = (window.notAfter.getTime() - window.notBefore.getTime()) / 86_400_000;
  if (!(days > 0 && days <= policy.maxLifetimeDays))
    add(
      'LIFETIME_BEYOND_POLICY',
      `The certificate would be valid for more than the ${policy.maxLifetimeDays} days of the policy.`,
    );
  const earliest = now.getTime() - policy.backdateMinutes * 60_000 - WAIT_HOURS * 3_600_000;
  if (!(window.notBefore.getTime() >= earliest))
    add(
      'WINDOW_STARTED',
      `The certificate would be valid from ${view.notBefore ?? '?'} on, which is too long ago; prepare it again.`,
    );
  if (policy.beyond === 'refuse' && clips.some(({ code }) => isRefusedClip(code)))
    add('WINDOW_BEYOND_POLICY', 'The policy refuses the wished validity, which was clipped under an earlier policy.');
  if (reasons.length > 0) return reasons;
  const built = buildTbsCertificate(
    {
      ...leafSpec(request, leafProfile(request, purpose, kept, services), window, policy.crlUrl),
      serialNumber: fromHex(view.serialNumber) ?? new Uint8Array(0),
      signatureAlgorithm: issuer.algorithm,
      issuer: issuer.name,
      issuerKeyId: issuer.keyId,
    },
    oids,
  );
  if (!built.ok || !equalBytes(built.value.der, tbs))
    add('BYTES_DIFFER', 'The stored bytes are not what request, authority and policy give now; prepare them again.');
  return reasons;
}
