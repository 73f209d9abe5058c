import { fromBase64Url, toBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import {
  anchorsFor,
  findCertificate,
  judgePath,
  loadCertificate,
  type NotedAnchor,
  possibleIssuersOf,
  type StoredCertificate,
} from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';
import type { CertificateReason, OperatorFault, OperatorsDeps } from './operators.deps.ts';

export interface IdentityCertificate {
  readonly stored: StoredCertificate;
  /** DER, base64url: as the roster keeps it. */
  readonly text: string;
  /** The root that its path ends in, DER in base64url. */
  readonly root: string;
}

/**
 * A certificate of the inventory that may stand for a person: valid now, for identities, no service, with a path to one of
 * these roots; without roots given, to any anchor that this workspace trusts for identities (only the first operator).
 */
export async function findIdentity(
  deps: Pick<OperatorsDeps, 'db' | 'clock' | 'oidProfile'>,
  certificateId: string,
  roots: readonly string[] | undefined,
): Promise<Result<IdentityCertificate, OperatorFault>> {
  const { db, clock, oidProfile } = deps;
  const record = await findCertificate(db, certificateId);
  const stored = record === undefined ? undefined : await loadCertificate(db, record);
  if (stored === undefined) return fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} });
  const { notBefore, notAfter, extensions } = stored.view;
  const now = clock.now();
  if (notBefore === null || notAfter === null) return unfit('unreadable');
  if (now.getTime() < Date.parse(notBefore)) return unfit('not-yet');
  if (now.getTime() > Date.parse(notAfter)) return unfit('expired');
  if (extensions.some(({ value }) => value.kind === 'ocpi-service-roles')) return unfit('service');
  if ((await standingsOf(db, [stored.record])).size > 0) return unfit('revoked');
  const anchors = roots === undefined ? await anchorsFor(db, 'identity') : roots.flatMap((root) => anchorOf(root));
  const { verdict, path } = judgePath({
    leaf: stored,
    intermediates: await possibleIssuersOf(db, [stored]),
    anchors,
    crls: [],
    at: now,
    purpose: 'identity',
    profile: oidProfile(),
  });
  const last = path.at(-1);
  const root = anchors.find(({ certificate }) => certificate.view.sha256 === last?.sha256);
  if (verdict !== 'valid' || root === undefined) return unfit('no-path');
  return ok({ stored, text: toBase64Url(stored.der), root: toBase64Url(root.certificate.der) });

  function anchorOf(text: string): readonly NotedAnchor[] {
    const der = fromBase64Url(text);
    const view = der === undefined ? undefined : readCertificate(der, oidProfile(), 'verdicts');
    if (der === undefined || view?.ok !== true) return [];
    return [{ certificate: { der, view: view.value }, purposes: ['identity'], note: 'roster' }];
  }
}

function unfit(reason: CertificateReason): Result<never, OperatorFault> {
  return fail({ code: 'OPERATOR_CERTIFICATE', data: { reason } });
}
