import { extensionOf, isNamedIssuer, isSameAuthority, keyIdContradicts } from './path-certificate.ts';
import { checkValidity } from './check-form.ts';
import type { PathRequest, ReadCertificate, TrustAnchor } from './path-types.ts';
import type { SignatureMemo } from './signature-memo.ts';

/** Where a path ends. */
export type PathEnd = 'anchor' | 'other-purpose' | 'untrusted-root' | 'no-issuer';

export interface FoundPath {
  /** Leaf first. */
  readonly certificates: readonly ReadCertificate[];
  readonly end: PathEnd;
}

/**
 * Hostile sets of certificates with equal names would make the search endless. Real paths have three to five
 * certificates and a handful of candidates; these bounds allow for a hundred times that.
 */
const LIMITS = { length: 12, steps: 600, signatures: 240, certificates: 2000 } as const;

export interface PathSearch {
  /** Ways from the leaf upwards, the likely ones first, in an order that does not depend on that of the input. */
  readonly paths: Iterable<FoundPath>;
  gaveUp(): boolean;
}

/**
 * Path building (RFC 4158) by depth-first search over names. `signed` follows only issuers whose signature holds;
 * `named` follows the others too, to tell what is wrong when there is no signed way.
 */
export function findPaths(request: PathRequest, edges: 'signed' | 'named', signatures: SignatureMemo): PathSearch {
  const pool = poolOf(request);
  const anchors = anchorsOf(request.anchors);
  const fits = fitsPurpose(request);
  const named = new Map<string, readonly ReadCertificate[]>();
  let steps = 0;
  let hasGivenUp = pool.length >= LIMITS.certificates;

  function* extend(path: readonly ReadCertificate[], last: ReadCertificate): Generator<FoundPath> {
    const trusted = anchors.get(last.view.sha256);
    if (trusted?.some(fits) === true) {
      yield { certificates: path, end: 'anchor' };
      return;
    }
    if (trusted !== undefined) yield { certificates: path, end: 'other-purpose' };
    let found = 0;
    for (const issuer of path.length < LIMITS.length ? issuersOf(path, last) : []) {
      steps += 1;
      if (steps > LIMITS.steps || signatures.count() > LIMITS.signatures) {
        hasGivenUp = true;
        return;
      }
      if (edges === 'signed' && signatures.check(last, issuer) !== 'valid') continue;
      found += 1;
      yield* extend([...path, issuer], issuer);
    }
    if (path.length >= LIMITS.length) hasGivenUp = true;
    if (found > 0 || trusted !== undefined) return;
    const isRoot = last.view.selfIssued && signatures.check(last, last) === 'valid';
    yield { certificates: path, end: isRoot ? 'untrusted-root' : 'no-issuer' };
  }

  function issuersOf(path: readonly ReadCertificate[], last: ReadCertificate): readonly ReadCertificate[] {
    const all = named.get(last.view.sha256) ?? namedIssuersOf(last);
    named.set(last.view.sha256, all);
    return all.filter((issuer) => !path.some((seen) => isSameAuthority(seen, issuer)));
  }

  function namedIssuersOf(last: ReadCertificate): readonly ReadCertificate[] {
    return pool
      .filter((issuer) => isNamedIssuer(issuer, last))
      .map((issuer) => ({ issuer, rank: rankOf(issuer, last) }))
      .toSorted((a, b) => b.rank - a.rank || (a.issuer.view.sha256 < b.issuer.view.sha256 ? -1 : 1))
      .map(({ issuer }) => issuer);
  }

  /** Key ids first: they are what authorities write to be found by. */
  function rankOf(issuer: ReadCertificate, last: ReadCertificate): number {
    const wanted = extensionOf(last.view.extensions, 'authority-key-id')?.value.keyId ?? null;
    const given = extensionOf(issuer.view.extensions, 'subject-key-id')?.value.keyId;
    const isAnchor = anchors.get(issuer.view.sha256)?.some(fits) === true;
    return (
      (keyIdContradicts(last, issuer) ? 0 : 8) +
      (wanted !== null && wanted === given ? 4 : 0) +
      (isAnchor ? 2 : 0) +
      (checkValidity(issuer, request.at, 0).verdict === 'pass' ? 1 : 0)
    );
  }

  return { paths: extend([request.leaf], request.leaf), gaveUp: () => hasGivenUp };
}

/** Each certificate once, anchors included; hostile amounts are cut in an order that does not depend on the input's. */
function poolOf({ intermediates, anchors }: PathRequest): readonly ReadCertificate[] {
  const all = [...anchors.map(({ certificate }) => certificate), ...intermediates];
  const unique = new Map(all.map((certificate) => [certificate.view.sha256, certificate]));
  const pool = [...unique.values()];
  if (pool.length <= LIMITS.certificates) return pool;
  const trusted = new Set(anchors.map(({ certificate }) => certificate.view.sha256));
  const order = ({ view }: ReadCertificate): string => `${trusted.has(view.sha256) ? '0' : '1'}${view.sha256}`;
  return pool.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, LIMITS.certificates);
}

function anchorsOf(anchors: readonly TrustAnchor[]): ReadonlyMap<string, readonly TrustAnchor[]> {
  const byHash = new Map<string, TrustAnchor[]>();
  for (const anchor of anchors) {
    const { sha256 } = anchor.certificate.view;
    byHash.set(sha256, [...(byHash.get(sha256) ?? []), anchor]);
  }
  return byHash;
}

/** Who asks for no purpose, or about an authority, is content with an anchor for any. */
function fitsPurpose({ purpose }: PathRequest): (anchor: TrustAnchor) => boolean {
  return ({ purposes }) =>
    purposes === 'all' ||
    (purpose === 'any' || purpose === 'authority' ? purposes.length > 0 : purposes.includes(purpose));
}
