import type { PkiFindingCode } from '../finding-text.ts';
import { pass, refuse, unknown, warn } from './path-certificate.ts';
import type { PathCheck, PathPurpose, ReadCertificate } from './path-types.ts';

/** Remarks of the reader after which nothing else in the certificate can be relied on. */
const FATAL: ReadonlyMap<PkiFindingCode, PathCheck['code']> = new Map<PkiFindingCode, PathCheck['code']>([
  ['EXTENSION_DUPLICATE', 'EXTENSION_DUPLICATE'],
  ['EXTENSION_MALFORMED', 'EXTENSION_MALFORMED'],
  ['KEY_USAGE_EMPTY', 'EXTENSION_MALFORMED'],
  ['EXTENDED_KEY_USAGE_EMPTY', 'EXTENSION_MALFORMED'],
  ['NAME_CONSTRAINTS_EMPTY', 'EXTENSION_MALFORMED'],
  ['SAN_EMPTY', 'EXTENSION_MALFORMED'],
  ['CERTIFICATE_VERSION', 'VERSION'],
  ['CERTIFICATE_VERSION_EXTENSIONS', 'VERSION'],
  ['CERTIFICATE_VERSION_UNIQUE_ID', 'VERSION'],
  ['SIGNATURE_ALGORITHM_DIFFERS', 'SIGNATURE_ALGORITHM_DIFFERS'],
]);

/** Said by checks of their own. */
const SAID_ELSEWHERE = new Set<PkiFindingCode>([
  'SIGNATURE_ALGORITHM_WEAK',
  'SIGNATURE_MALFORMED',
  'SIGNATURE_PARAMETERS',
  'VALIDITY_REVERSED',
  'TIME_INVALID',
  'NAME_CONSTRAINT_BOUNDS',
  'POLICY_MAPPING_ANY',
]);

/** Shape of the certificate as the reader found it; what is odd and harmless is a warning. */
export function checkForm({ view }: ReadCertificate, index: number): readonly PathCheck[] {
  const errors = view.findings.filter(
    ({ severity, field, code }) => severity === 'error' && field !== 'publicKey' && !SAID_ELSEWHERE.has(code),
  );
  const fatal = new Set(errors.flatMap(({ code }) => FATAL.get(code) ?? []));
  if (fatal.size > 0) return [...fatal].map((code) => refuse(code, index));
  const odd = new Set(errors.map(({ code }) => code));
  return odd.size === 0
    ? [pass('FORM_KEPT', index)]
    : [...odd].map((finding) => warn('FORM_DEVIATES', index, { finding }));
}

/** Whether the key is one that may be relied on; the leaf's too, because a path is asked for before the key is used. */
export function checkKey({ view }: ReadCertificate, index: number): PathCheck {
  const findings = view.findings.filter(({ field }) => field === 'publicKey');
  const broken = findings.find(({ severity }) => severity === 'error');
  if (broken !== undefined)
    return refuse(broken.code === 'KEY_RSA_TOO_SMALL' ? 'KEY_WEAK' : 'KEY_BROKEN', index, { finding: broken.code });
  const isKnown = view.publicKey.kind !== 'unknown' && view.publicKey.bits !== null;
  return isKnown ? pass('KEY_STRONG', index) : unknown('KEY_UNSUPPORTED', index);
}

/** RFC 5280 §6.1.3 (a)(2); both ends are inclusive (§4.1.2.5), and times have no parts of a second. */
export function checkValidity({ view }: ReadCertificate, at: Date, index: number): PathCheck {
  const { notBefore, notAfter } = view;
  if (notBefore === null || notAfter === null) return refuse('VALIDITY_UNREADABLE', index);
  const second = Math.floor(at.getTime() / 1000) * 1000;
  if (!(second <= Date.parse(notAfter))) return refuse('EXPIRED', index, { notAfter });
  if (!(second >= Date.parse(notBefore))) return refuse('NOT_YET_VALID', index, { notBefore });
  return pass('WITHIN_VALIDITY', index);
}

/** Read and shown, but of no consequence for a path: critical ones of these are understood as soon as they are read. */
const PROCESSED = new Set<string>([
  'basic-constraints',
  'key-usage',
  'extended-key-usage',
  'name-constraints',
  'subject-alt-name',
  'certificate-policies',
  'policy-mappings',
  'policy-constraints',
  'inhibit-any-policy',
  'authority-key-id',
  'subject-key-id',
  'crl-distribution-points',
  'ocpi-ids',
  'ocpi-key-group-id',
  'ocpi-service-roles',
]);

/** RFC 5280 §6.1.4 (o) and §6.1.5 (e). */
export function checkCritical({ view }: ReadCertificate, index: number): readonly PathCheck[] {
  const strange = view.extensions.filter(({ critical, value }) => critical && !PROCESSED.has(value.kind));
  return strange.length === 0
    ? [pass('EXTENSIONS_UNDERSTOOD', index)]
    : strange.map(({ oid }) => refuse('EXTENSION_CRITICAL_UNKNOWN', index, { oid }));
}

/** Tells whether the last certificate is asked to be an authority itself. */
export function mustBeAuthority(index: number, purpose: PathPurpose): boolean {
  return index > 0 || purpose === 'authority';
}
