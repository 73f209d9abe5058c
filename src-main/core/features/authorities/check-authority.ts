import type { AuthoritySpec, IssuingPolicy } from '../../../../shared/contract/authorities.ts';
import { checkDistinguishedName, parseDistinguishedName } from '../../../../shared/domain/distinguished-name.ts';
import { checkSubjectAltName } from '../../../../shared/domain/san.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { writeDistinguishedName, writeSubtreeBase } from '../../pki/certificate-build-names.ts';
import type { NameSubtree } from '../../pki/certificate-spec.ts';
import { type AuthorityRecord, kindsOf } from './authorities.store.ts';
import type { Issuer } from './issuer.ts';

/** A rule's word on a spec: a `fail` cannot be made. `path` names the place: `permitted.1`. */
export interface SpecFinding {
  readonly level: 'fail' | 'warn' | 'note';
  readonly code: string;
  readonly path: string;
  readonly value?: string;
}

export interface CheckedAgainst {
  readonly now: Date;
  /** Undefined for a root. */
  readonly parent: Issuer | undefined;
  readonly others: readonly AuthorityRecord[];
  /** The authority that is rolled over: it may have the same subject. */
  readonly replaces?: AuthorityRecord | undefined;
}

const DAY_MS = 86_400_000;
const YEARS_25 = 25 * 365;
/** The longest life that OCPI client certificates should have. */
const OCPI_DAYS = 30;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Start and end of an authority's certificate, whole seconds. */
export function windowOf(spec: AuthoritySpec, now: Date): { readonly notBefore: Date; readonly notAfter: Date } {
  const start = Math.floor((spec.notBefore === undefined ? now.getTime() : Date.parse(spec.notBefore)) / 1000) * 1000;
  return { notBefore: new Date(start), notAfter: new Date(start + spec.validityDays * DAY_MS) };
}

/** Everything that is to be said about a spec before anything is made. */
export function checkAuthoritySpec(spec: AuthoritySpec, against: CheckedAgainst): readonly SpecFinding[] {
  const subject = checkDistinguishedName(spec.subject).map(({ code, type }): SpecFinding => ({
    level: 'fail',
    code,
    path: type === undefined ? 'subject' : `subject.${type}`,
  }));
  return [
    ...(spec.name.trim() === '' ? [{ level: 'fail', code: 'NAME_BLANK', path: 'name' } as const] : []),
    ...subject,
    ...(subject.length > 0 ? [] : checkSubjectUse(spec, against)),
    ...checkWindow(spec, against),
    ...checkParent(spec, against.parent),
    ...checkConstraints(spec),
    ...checkPolicy(spec.policy, spec.kinds, spec.validityDays),
    // RFC 8410 keys are read by OpenSSL and GnuTLS, not by NSS and many servers of partners.
    ...(spec.algorithm === 'ed25519'
      ? [{ level: 'warn', code: 'ED25519_NOT_READ_EVERYWHERE', path: 'algorithm' } as const]
      : []),
  ];
}

/** What is to be said about an issuing policy alone. */
export function checkPolicy(
  { crlUrl, maxLifetimeDays }: IssuingPolicy,
  kinds: readonly string[],
  validityDays?: number,
): readonly SpecFinding[] {
  const findings: SpecFinding[] = [];
  if (crlUrl !== '') {
    const checked = checkSubjectAltName({ kind: 'uri', value: crlUrl });
    if (!checked.ok || !/^https?:/i.test(crlUrl)) {
      findings.push({ level: 'fail', code: 'CRL_URL_FORM', path: 'policy.crlUrl', value: crlUrl });
    } else if (/^https:/i.test(crlUrl)) {
      // RFC 5280 §8: fetching it may need the very CRL that is fetched.
      findings.push({ level: 'warn', code: 'CRL_URL_HTTPS', path: 'policy.crlUrl', value: crlUrl });
    }
  }
  if (kinds.includes('tls-client') && maxLifetimeDays > OCPI_DAYS)
    findings.push({
      level: 'warn',
      code: 'LIFETIME_LONG',
      path: 'policy.maxLifetimeDays',
      value: `${maxLifetimeDays}`,
    });
  if (validityDays !== undefined && maxLifetimeDays > validityDays)
    findings.push({
      level: 'warn',
      code: 'LIFETIME_BEYOND_AUTHORITY',
      path: 'policy.maxLifetimeDays',
      value: `${maxLifetimeDays}`,
    });
  return findings;
}

/** Subtrees as they are written; undefined for one that has not the form of its kind. */
export function subtreeOf({ kind, value }: AuthoritySpec['permitted'][number]): NameSubtree | undefined {
  if (kind !== 'dn') return writeSubtreeBase({ kind, value }) === undefined ? undefined : { kind, value };
  const name = parseDistinguishedName(value);
  const isWritable =
    name.ok &&
    name.value.length > 0 &&
    !checkDistinguishedName(name.value).some(({ code }) => code !== 'NAME_NO_COMMON_NAME');
  return isWritable ? { kind, value: name.value } : undefined;
}

function checkSubjectUse(spec: AuthoritySpec, { parent, others, replaces }: CheckedAgainst): readonly SpecFinding[] {
  const name = writeDistinguishedName(spec.subject);
  const findings: SpecFinding[] = [];
  // A child with its parent's name would be self-issued: path lengths and constraints do not count it.
  if (parent !== undefined && equalBytes(name, parent.name))
    findings.push({ level: 'fail', code: 'SUBJECT_OF_PARENT', path: 'subject' });
  const text = spec.subject.map(({ type, value }) => `${type}=${value}`).join(',');
  const same = others.find(
    (one) => one.authority_id !== replaces?.authority_id && one.subject.toLowerCase() === text.toLowerCase(),
  );
  if (same !== undefined) findings.push({ level: 'warn', code: 'SUBJECT_TAKEN', path: 'subject', value: same.name });
  return findings;
}

function checkWindow(spec: AuthoritySpec, { now, parent }: CheckedAgainst): readonly SpecFinding[] {
  const { notBefore, notAfter } = windowOf(spec, now);
  const findings: SpecFinding[] = [];
  if (notAfter <= now) findings.push({ level: 'fail', code: 'VALIDITY_PAST', path: 'validityDays' });
  if (notBefore.getUTCFullYear() < 1950 || notAfter.getTime() > LATEST)
    findings.push({ level: 'fail', code: 'VALIDITY_OUT_OF_RANGE', path: 'validityDays' });
  if (spec.validityDays > YEARS_25) findings.push({ level: 'warn', code: 'VALIDITY_LONG', path: 'validityDays' });
  for (const { view } of parent?.chain ?? []) {
    if (view.notAfter !== null && notAfter > new Date(view.notAfter))
      findings.push({ level: 'fail', code: 'NOT_AFTER_BEYOND_PARENT', path: 'validityDays', value: view.notAfter });
    if (view.notBefore !== null && notBefore < new Date(view.notBefore))
      findings.push({ level: 'fail', code: 'NOT_BEFORE_BEFORE_PARENT', path: 'notBefore', value: view.notBefore });
  }
  return findings;
}

function checkParent(spec: AuthoritySpec, parent: Issuer | undefined): readonly SpecFinding[] {
  if (parent === undefined) return [];
  const findings: SpecFinding[] = [];
  const kinds = kindsOf(parent.authority);
  for (const kind of spec.kinds.filter((one) => !kinds.includes(one)))
    findings.push({ level: 'fail', code: 'KIND_NOT_OF_PARENT', path: 'kinds', value: kind });
  const length = pathLengthOf(parent);
  if (length === 0) findings.push({ level: 'fail', code: 'PARENT_PATH_LENGTH', path: 'parentId' });
  else if (length !== null && (spec.pathLength === null || spec.pathLength >= length))
    findings.push({ level: 'fail', code: 'PATH_LENGTH_BEYOND_PARENT', path: 'pathLength', value: `${length - 1}` });
  return findings;
}

/** Path length in an authority's own certificate; null: none. */
function pathLengthOf({ chain }: Issuer): number | null {
  for (const { value } of chain[0]?.view.extensions ?? [])
    if (value.kind === 'basic-constraints') return value.pathLength;
  return null;
}

function checkConstraints(spec: AuthoritySpec): readonly SpecFinding[] {
  return (['permitted', 'excluded'] as const).flatMap((list) =>
    spec[list].flatMap((constraint, i): readonly SpecFinding[] =>
      subtreeOf(constraint) === undefined
        ? [{ level: 'fail', code: 'CONSTRAINT_FORM', path: `${list}.${i}`, value: constraint.value }]
        : [],
    ),
  );
}
