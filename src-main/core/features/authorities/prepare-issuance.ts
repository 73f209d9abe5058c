import type { z } from 'zod';
import type { Clip } from '../../../../shared/contract/authorities.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { type BuiltTbs, buildTbsCertificate, serialOf } from '../../pki/certificate-build.ts';
import type { CertificateSpec } from '../../pki/certificate-spec.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import type { IssuanceRecord, IssuanceRole } from './issuances.store.ts';
import type { Issuer } from './issuer.ts';
import { judgeUnderIssuer } from './judge-tbs.ts';

/** What is to be certified; serial number, issuer and algorithm are the authority's affair. */
export interface PrepareWish {
  readonly issuer: Issuer;
  readonly spec: Pick<CertificateSpec, 'notBefore' | 'notAfter' | 'subject' | 'spki' | 'crlUrl' | 'profile'>;
  readonly role: IssuanceRole;
  readonly requestId?: string | undefined;
  readonly subjectAuthorityId?: string | undefined;
  readonly clips: readonly z.infer<typeof Clip>[];
  readonly by: string;
}

export interface PreparedIssuance {
  readonly row: IssuanceRecord;
  readonly built: BuiltTbs;
}

/**
 * Builds the bytes that will be signed, with a fresh serial number, judges them under their issuer and gives the row to
 * store. Nothing is written here. ISSUANCE_REFUSED tells every rule that they break.
 */
export function prepareIssuance(
  deps: Pick<AuthoritiesDeps, 'random' | 'newId' | 'clock' | 'oidProfile'>,
  { issuer, spec, role, requestId, subjectAuthorityId, clips, by }: PrepareWish,
): Result<PreparedIssuance, AuthorityFault> {
  const oids = deps.oidProfile();
  const now = deps.clock.now();
  const whole: CertificateSpec = {
    ...spec,
    serialNumber: serialOf(deps.random(16)),
    signatureAlgorithm: issuer.algorithm,
    issuer: issuer.name,
    issuerKeyId: issuer.keyId,
  };
  const built = buildTbsCertificate(whole, oids);
  if (!built.ok) return refused([{ code: built.error.code, message: sentenceOf(built.error) }]);
  const findings = judgeUnderIssuer(built.value.der, built.value.view, issuer, now);
  if (findings.length > 0) return refused(findings);
  const { der, sha256, view } = built.value;
  return ok({
    built: built.value,
    row: {
      issuance_id: deps.newId(),
      authority_id: issuer.authority.authority_id,
      request_id: requestId ?? null,
      subject_authority_id: subjectAuthorityId ?? null,
      role,
      purpose: spec.profile.kind === 'leaf' ? spec.profile.purpose : null,
      tbs: der,
      tbs_sha256: sha256,
      serial: view.serialNumber,
      state: 'prepared',
      not_before: view.notBefore ?? '',
      not_after: view.notAfter ?? '',
      clips: JSON.stringify(clips),
      oid_profile: JSON.stringify(oids),
      created_at: now.toISOString(),
      created_by: by,
      signing_at: null,
      ended_at: null,
      certificate_id: null,
    },
  });
}

function refused(
  findings: readonly { readonly code: string; readonly message: string }[],
): Result<never, AuthorityFault> {
  return fail({
    code: 'ISSUANCE_REFUSED',
    data: { findings: findings.slice(0, 200).map((finding) => ({ ...finding })) },
  });
}

function sentenceOf(fault: { readonly code: string; readonly member?: string }): string {
  return fault.code === 'CERTIFICATE_KEY_REFUSED'
    ? 'The public key is unsound or of a kind that nobody here can judge.'
    : `What was written did not read back as what was asked for (${fault.member ?? ''}); nothing is signed.`;
}
