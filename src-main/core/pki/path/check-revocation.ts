import type { CrlEntryView } from '../crl-entries.ts';
import type { ExtensionView } from '../extensions/extension-values.ts';
import type { GeneralNameView } from '../general-names.ts';
import { namesMatch } from '../name-match.ts';
import { extensionOf, pass, refuse, unknown, warn } from './path-certificate.ts';
import type { PathCheck, PathRequest, ReadCertificate, ReadCrl } from './path-types.ts';
import type { SignatureMemo } from './signature-memo.ts';

type Unusable = Extract<PathCheck['code'], `CRL_${string}`>;

type Answer =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly entry: CrlEntryView }
  | { readonly kind: 'unusable'; readonly code: Unusable; readonly data?: PathCheck['data'] };

/** Lists that somebody else wrote, or that are about other certificates, are as good as not there. */
const NOT_ABOUT_US = new Set<Unusable>(['CRL_SIGNATURE', 'CRL_KEY_ID', 'CRL_KEY_USAGE', 'CRL_SCOPE', 'CRL_MALFORMED']);

/**
 * Status by whole CRLs of the certificate's own issuer (RFC 5280 §6.3.3). One authentic list that names the certificate
 * suffices, be it outdated, as revocation is for good (a hold in an outdated list is not). Deltas and indirect lists are
 * not put together: they answer nothing here. A date of revocation after the moment asked about does not excuse.
 */
export function checkRevocation(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  index: number,
  request: PathRequest,
  signatures: SignatureMemo,
): readonly PathCheck[] {
  if (request.revocation === 'off') return [];
  const answers = request.crls
    .filter(({ view }) => namesMatch(view.issuer, certificate.view.issuer))
    .map((crl) => ask(crl, certificate, issuer, request.at, signatures));
  const revoked = answers.find((answer) => answer.kind === 'revoked');
  if (revoked !== undefined) {
    const { revokedAt, reason } = revoked.entry;
    return [refuse('REVOKED', index, { at: revokedAt ?? '', reason: reason ?? 'unspecified' })];
  }
  if (answers.some(({ kind }) => kind === 'good')) return [pass('NOT_REVOKED', index)];
  const isRequired = request.revocation === 'required';
  const reasons = answers.flatMap((answer) => {
    if (answer.kind !== 'unusable') return [];
    const tell = isRequired || !NOT_ABOUT_US.has(answer.code) ? unknown : warn;
    return [tell(answer.code, index, answer.data)];
  });
  return [...reasons, (isRequired ? unknown : warn)('REVOCATION_UNKNOWN', index)];
}

function ask(
  { view, der }: ReadCrl,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  at: Date,
  signatures: SignatureMemo,
): Answer {
  const keyId = extensionOf(view.extensions, 'authority-key-id')?.value.keyId ?? null;
  const ownKeyId = extensionOf(issuer.view.extensions, 'subject-key-id')?.value.keyId;
  if (keyId !== null && ownKeyId !== undefined && keyId !== ownKeyId) return unusable('CRL_KEY_ID');
  if (signatures.check({ view, der }, issuer) !== 'valid') return unusable('CRL_SIGNATURE');
  if (extensionOf(issuer.view.extensions, 'key-usage')?.value.usages.includes('cRLSign') === false)
    return unusable('CRL_KEY_USAGE');
  if (view.findings.some(({ severity, code }) => severity === 'error' && BROKEN.has(code)))
    return unusable('CRL_MALFORMED');
  if (view.extensions.some(isStrange) || view.entries.some(({ extensions }) => extensions.some(isStrange)))
    return unusable('CRL_CRITICAL_UNKNOWN');
  if (view.isDelta) return unusable('CRL_DELTA');
  const scope = scopeOf(view.extensions, certificate);
  if (scope === 'none') return unusable('CRL_SCOPE');

  const second = Math.floor(at.getTime() / 1000) * 1000;
  const isEnded = view.nextUpdate !== null && second > Date.parse(view.nextUpdate);
  const entry = view.entries.find(({ serialNumber }) => serialNumber === certificate.view.serialNumber);
  if (entry !== undefined && !(isEnded && entry.reason === 'certificateHold')) return { kind: 'revoked', entry };
  if (scope === 'some-reasons') return unusable('CRL_SCOPE');
  if (view.thisUpdate === null || second < Date.parse(view.thisUpdate))
    return unusable('CRL_NOT_YET', { thisUpdate: view.thisUpdate ?? '' });
  if (view.nextUpdate === null) return unusable('CRL_NO_END');
  return isEnded ? unusable('CRL_ENDED', { nextUpdate: view.nextUpdate }) : { kind: 'good' };
}

const unusable = (code: Unusable, data: PathCheck['data'] = {}): Answer => ({ kind: 'unusable', code, data });

const BROKEN = new Set<string>([
  'EXTENSION_DUPLICATE',
  'EXTENSION_MALFORMED',
  'CRL_VERSION',
  'CRL_VERSION_EXTENSIONS',
  'SIGNATURE_ALGORITHM_DIFFERS',
]);

const PROCESSED = new Set<string>([
  'authority-key-id',
  'crl-number',
  'delta-crl-indicator',
  'issuing-distribution-point',
  'crl-reason',
  'invalidity-date',
  'certificate-issuer',
]);

/** RFC 5280 §5.2 and §5.3: a list with a critical extension that is not understood tells nothing. */
function isStrange({ critical, value }: ExtensionView): boolean {
  return critical && !PROCESSED.has(value.kind);
}

/** RFC 5280 §6.3.3 (b): whether the list covers this certificate, and for all reasons. */
function scopeOf(extensions: readonly ExtensionView[], { view }: ReadCertificate): 'all' | 'some-reasons' | 'none' {
  const point = extensionOf(extensions, 'issuing-distribution-point')?.value;
  if (point === undefined) return 'all';
  if (point.indirectCrl || point.onlyAttributeCertificates || point.relativeName !== null) return 'none';
  if (point.onlyUserCertificates && view.isCa) return 'none';
  if (point.onlyCaCertificates && !view.isCa) return 'none';
  if (point.fullName !== null && !isPlaceOf(point.fullName, view.extensions)) return 'none';
  return point.onlySomeReasons === null ? 'all' : 'some-reasons';
}

/** A place with a CRL issuer of its own is about somebody else's list. */
function isPlaceOf(names: readonly GeneralNameView[], extensions: readonly ExtensionView[]): boolean {
  const points = extensionOf(extensions, 'crl-distribution-points')?.value.points ?? [];
  return points.some(
    ({ fullName, crlIssuer }) =>
      crlIssuer === null && fullName?.some((name) => names.some((other) => isSameName(name, other))),
  );
}

function isSameName(a: GeneralNameView, b: GeneralNameView): boolean {
  if (a.directory !== undefined && b.directory !== undefined) return namesMatch(a.directory, b.directory);
  return a.hex === b.hex;
}
