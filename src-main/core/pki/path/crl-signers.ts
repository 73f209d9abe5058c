import { namesMatch } from '../name-match.ts';
import { checkCritical, checkForm, checkValidity } from './check-form.ts';
import type { PathRequest, ReadCertificate } from './path-types.ts';
import type { SignatureMemo } from './signature-memo.ts';

/** An authority has a handful of keys in its life; more of one name are no reason to work on. */
const MAX_OTHERS = 8;

/**
 * Whose signature a CRL about `path[index]` may have: the issuer's, or that of another key of the same authority, which
 * had to change it (RFC 5280 §6.3.3 (f) asks for a path of the CRL issuer to the same anchor). The other key counts when
 * it is an anchor too, or certified by the issuer's key or by the authority above, is current, and is not revoked there.
 */
export function crlSignersFor(
  path: readonly ReadCertificate[],
  index: number,
  request: PathRequest,
  signatures: SignatureMemo,
): readonly ReadCertificate[] {
  const issuer = path[index + 1];
  if (issuer === undefined) return [];
  const above = path[index + 2];
  const certifiers = above === undefined ? [issuer] : [issuer, above];
  const anchors = new Set(request.anchors.map(({ certificate }) => certificate.view.sha256));
  const others = [...request.intermediates, ...request.anchors.map(({ certificate }) => certificate)]
    .filter(
      ({ view }) =>
        namesMatch(view.subject, issuer.view.subject) && view.publicKey.sha256 !== issuer.view.publicKey.sha256,
    )
    .toSorted((a, b) => (a.view.sha256 < b.view.sha256 ? -1 : 1))
    .filter((other) => isSound(other, request.at))
    .slice(0, MAX_OTHERS)
    .filter(
      (other) =>
        anchors.has(other.view.sha256) ||
        certifiers.some((certifier) => isCertifiedBy(other, certifier, request, signatures)),
    );
  return [issuer, ...others];
}

function isSound(certificate: ReadCertificate, at: Date): boolean {
  const checks = [checkValidity(certificate, at, 0), ...checkForm(certificate, 0), ...checkCritical(certificate, 0)];
  return certificate.view.isCa && !checks.some(({ verdict }) => verdict === 'fail');
}

function isCertifiedBy(
  other: ReadCertificate,
  certifier: ReadCertificate,
  { crls }: PathRequest,
  signatures: SignatureMemo,
): boolean {
  if (!namesMatch(other.view.issuer, certifier.view.subject)) return false;
  if (signatures.check(other, certifier) !== 'valid') return false;
  return !crls.some(
    (crl) =>
      namesMatch(crl.view.issuer, other.view.issuer) &&
      crl.view.entries.some(({ serialNumber }) => serialNumber === other.view.serialNumber) &&
      signatures.check(crl, certifier) === 'valid',
  );
}
