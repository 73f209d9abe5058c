import { checkAuthority, checkPathLengths } from './check-authority.ts';
import { checkCritical, checkForm, checkKey, checkValidity } from './check-form.ts';
import { checkNames } from './check-names.ts';
import { checkPolicies } from './check-policies.ts';
import { checkRevocation } from './check-revocation.ts';
import { checkUsage } from './check-usage.ts';
import { findPaths, type FoundPath, type PathEnd } from './find-paths.ts';
import { keyIdContradicts, pass, refuse, unknown } from './path-certificate.ts';
import type { OverallVerdict, PathCheck, PathLink, PathRequest, PathVerdict, ReadCertificate } from './path-types.ts';
import { checkLinkSignature, createSignatureMemo, type SignatureMemo } from './signature-memo.ts';

/** Paths that are judged in full before the search ends. */
const MAX_JUDGED = 60;

/**
 * Certification path validation (RFC 5280 §6.1, CRLs by §6.3, path building after RFC 4158): the one validator of this
 * program. Finds ways from the leaf to a trust anchor and judges each until one is valid. Never throws and asks nothing
 * from anywhere: what is not handed in is not there. The answer does not depend on the order of the input.
 *
 * Only `valid` may be relied on. `invalid`: at least one rule is broken. `unknown`: nothing is known to be wrong, but
 * something could not be judged (issuer not at hand, foreign algorithm, revocation status). Host names are not judged.
 *
 * Stricter than the RFC, each time because partners' programs are: anchors must be valid in time and their constraints
 * hold (RFC 5937), key identifiers must not contradict, SHA-1, MD5 and RSA below 2048 bits are refused, a leaf's
 * extended key usage must name the purpose.
 *
 * @example validatePath({ leaf, intermediates, anchors, crls: [], at: now(), purpose: 'tls-client',
 *   revocation: 'if-known', usages: profile }).verdict
 */
export function validatePath(request: PathRequest): PathVerdict {
  const signatures = createSignatureMemo();
  let best: Judged | undefined;
  let paths = 0;
  let gaveUp = false;
  for (const edges of ['signed', 'named'] as const) {
    const search = findPaths(request, edges, signatures);
    for (const found of search.paths) {
      const judged = judge(found, request, signatures);
      paths += 1;
      if (best === undefined || rank(judged) > rank(best)) best = judged;
      if (judged.verdict === 'valid' || paths >= MAX_JUDGED) break;
    }
    gaveUp ||= search.gaveUp() || paths >= MAX_JUDGED;
    if (best?.verdict === 'valid') break;
  }
  const isSure = best?.verdict === 'valid' || !gaveUp;
  return answer(best ?? judge({ certificates: [request.leaf], end: 'no-issuer' }, request, signatures), paths, !isSure);
}

interface Judged extends FoundPath {
  readonly verdict: OverallVerdict;
  readonly checks: readonly PathCheck[];
}

function judge(found: FoundPath, request: PathRequest, signatures: SignatureMemo): Judged {
  const { certificates, end } = found;
  const { at, purpose, usages } = request;
  const last = certificates.length - 1;
  const isAnchored = end === 'anchor' || end === 'other-purpose';
  const single = certificates.flatMap((certificate, index): readonly PathCheck[] => {
    const issuer = certificates[index + 1];
    return [
      ...checkForm(certificate, index),
      checkKey(certificate, index),
      checkValidity(certificate, at, index),
      ...checkCritical(certificate, index),
      ...checkAuthority(certificate, index, purpose, isAnchored && index === last),
      ...checkUsage(certificate, index, purpose, usages),
      ...(issuer === undefined ? [checkEnd(end, index)] : checkIssuer(certificate, issuer, index, signatures)),
      ...checkRevocation(certificates, index, request, signatures),
    ];
  });
  const along = [...checkPathLengths(certificates), ...checkNames(certificates), ...checkPolicies(certificates)];
  const checks = [...single, ...along].toSorted((a, b) => a.index - b.index);
  return { ...found, checks, verdict: verdictOf(checks) };
}

/** Names agree already: the search follows nothing else. */
function checkIssuer(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  index: number,
  signatures: SignatureMemo,
): readonly PathCheck[] {
  return [
    pass('ISSUER_NAMED', index),
    keyIdContradicts(certificate, issuer) ? refuse('KEY_ID_MISMATCH', index) : pass('KEY_ID_MATCHES', index),
    checkLinkSignature(certificate, issuer, index, signatures),
  ];
}

function checkEnd(end: PathEnd, index: number): PathCheck {
  switch (end) {
    case 'anchor':
      return pass('ANCHOR_TRUSTED', index);
    case 'other-purpose':
      return refuse('ANCHOR_PURPOSE', index);
    case 'untrusted-root':
      return refuse('ANCHOR_NOT_TRUSTED', index);
    case 'no-issuer':
      return unknown('ISSUER_NOT_FOUND', index);
  }
}

function verdictOf(checks: readonly PathCheck[]): OverallVerdict {
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'invalid';
  return checks.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'valid';
}

const END_RANK: Readonly<Record<PathEnd, number>> = {
  anchor: 3,
  'other-purpose': 2,
  'untrusted-root': 1,
  'no-issuer': 0,
};

/** Of several wrong paths the one is shown that comes nearest: it ends well, and little is wrong with it. */
function rank({ verdict, end, checks, certificates }: Judged): number {
  if (verdict === 'valid') return Infinity;
  const wrong = checks.filter((check) => check.verdict === 'fail' || check.verdict === 'unknown').length;
  return END_RANK[end] * 1e6 + (verdict === 'unknown' ? 1e5 : 0) - wrong * 100 + certificates.length;
}

function answer({ certificates, end, checks, verdict }: Judged, paths: number, gaveUp: boolean): PathVerdict {
  const last = certificates.length - 1;
  const all = gaveUp ? [...checks, unknown('SEARCH_GAVE_UP', last)] : checks;
  const links = certificates.map(({ view }, index): PathLink => {
    const own = all.filter((check) => check.index === index);
    return {
      sha256: view.sha256,
      subject: view.subject.text,
      issuer: view.issuer.text,
      serialNumber: view.serialNumber,
      isAnchor: index === last && (end === 'anchor' || end === 'other-purpose'),
      verdict: verdictOf(own),
      checks: own,
    };
  });
  // What was not looked at may have been right, unless the leaf itself is wrong.
  const isOpen = gaveUp && !all.some((check) => check.index === 0 && check.verdict === 'fail');
  return { verdict: isOpen ? 'unknown' : verdict, links, checks: all, search: { paths, gaveUp } };
}
