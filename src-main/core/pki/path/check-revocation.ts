import type { CrlEntryView } from '../crl-entries.ts';
import type { ExtensionView } from '../extensions/extension-values.ts';
import type { GeneralNameView } from '../general-names.ts';
import { namesMatch } from '../name-match.ts';
import { crlSignersFor } from './crl-signers.ts';
import { extensionOf, pass, refuse, unknown, warn } from './path-certificate.ts';
import type { PathCheck, PathRequest, ReadCertificate, ReadCrl } from './path-types.ts';
import type { SignatureMemo } from './signature-memo.ts';

type Unusable = Extract<PathCheck['code'], `CRL_${string}`>;

type Answer =
  | { readonly kind: 'good'; readonly thisUpdate: string }
  | { readonly kind: 'revoked'; readonly thisUpdate: string; readonly entry: CrlEntryView }
  | { readonly kind: 'unusable'; readonly code: Unusable; readonly data?: PathCheck['data'] };

/** Lists that somebody else wrote, or that are about other certificates, are as good as not there. */
const NOT_ABOUT_US = new Set<Unusable>(['CRL_SIGNATURE', 'CRL_KEY_ID', 'CRL_KEY_USAGE', 'CRL_SCOPE']);

/**
 * Status by whole CRLs of the certificate's own issuer (RFC 5280 §6.3.3). One authentic list that names the certificate
 * suffices, be it outdated, as revocation is for good; only a hold ends with its list or a newer one. Deltas and indirect
 * lists are not put together: they answer nothing here. A date of revocation after the moment asked about does not excuse.
 */
export function checkRevocation(
  path: readonly ReadCertificate[],
  index: number,
  request: PathRequest,
  signatures: SignatureMemo,
): readonly PathCheck[] {
  const certificate = path[index];
  if (request.revocation === 'off' || certificate === undefined || index + 1 >= path.length) return [];
  const crls = request.crls.filter(({ view }) => namesMatch(view.issuer, certificate.view.issuer));
  const signers = crls.length === 0 ? [] : crlSignersFor(path, index, request, signatures);
  const answers = crls
    .toSorted((a, b) => (a.view.sha256 < b.view.sha256 ? -1 : 1))
    .map((crl) => ask(crl, certificate, signers, request.at, signatures));
  const revoked = answers.find((answer) => answer.kind === 'revoked' && !isLifted(answer, answers));
  if (revoked?.kind === 'revoked') {
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

/** RFC 5280 §5.3.1: a certificate on hold may be released; then a newer list no longer names it. */
function isLifted({ entry, thisUpdate }: Extract<Answer, { kind: 'revoked' }>, answers: readonly Answer[]): boolean {
  if (entry.reason !== 'certificateHold') return false;
  return answers.some((answer) => answer.kind === 'good' && answer.thisUpdate > thisUpdate);
}

function ask(
  { view, der }: ReadCrl,
  certificate: ReadCertificate,
  signers: readonly ReadCertificate[],
  at: Date,
  signatures: SignatureMemo,
): Answer {
  const keyId = extensionOf(view.extensions, 'authority-key-id')?.value.keyId ?? null;
  const named = signers.filter((signer) => {
    const own = extensionOf(signer.view.extensions, 'subject-key-id')?.value.keyId;
    return keyId === null || own === undefined || keyId === own;
  });
  if (named.length === 0) return unusable('CRL_KEY_ID');
  const signer = named.find((one) => signatures.check({ view, der }, one) === 'valid');
  if (signer === undefined) return unusable('CRL_SIGNATURE');
  if (extensionOf(signer.view.extensions, 'key-usage')?.value.usages.includes('cRLSign') === false)
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
  if (entry !== undefined && !(isEnded && entry.reason === 'certificateHold'))
    return { kind: 'revoked', thisUpdate: view.thisUpdate ?? '', entry };
  if (scope === 'some-reasons') return unusable('CRL_SCOPE');
  if (view.thisUpdate === null || second < Date.parse(view.thisUpdate))
    return unusable('CRL_NOT_YET', { thisUpdate: view.thisUpdate ?? '' });
  if (view.nextUpdate === null) return unusable('CRL_NO_END');
  return isEnded
    ? unusable('CRL_ENDED', { nextUpdate: view.nextUpdate })
    : { kind: 'good', thisUpdate: view.thisUpdate };
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
]);

/** RFC 5280 §5.2 and §5.3: a list with a critical extension that is not understood, or not made use of, tells nothing. */
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
