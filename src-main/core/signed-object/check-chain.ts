import type { ObjectNote, ObjectSignatureVerdict } from '../../../shared/domain/signed-object.ts';
import type { PathRequest, PathVerdict, ReadCertificate } from '../pki/path/path-types.ts';
import { validatePath } from '../pki/path/validate-path.ts';

/** What a certificate must be judged against. */
export interface ChainContext extends Pick<PathRequest, 'anchors' | 'crls' | 'usages'> {
  readonly intermediates: readonly ReadCertificate[];
  /** When this console had stored the object first; undefined when it had not. */
  readonly storedSince: Date | undefined;
}

export interface ChainAnswer {
  /** Undefined: nothing against it. */
  readonly verdict: Extract<ObjectSignatureVerdict, 'CERT_NOT_VALID_AT_SIGNING' | 'REVOKED' | 'UNTRUSTED'> | undefined;
  readonly notes: readonly ObjectNote[];
  readonly path: PathVerdict;
}

const TIME: ReadonlySet<string> = new Set(['EXPIRED', 'NOT_YET_VALID', 'VALIDITY_UNREADABLE']);
/** Reasons of a revocation that do not put signatures in doubt that were made before it. */
const HARMLESS: ReadonlySet<string> = new Set(['superseded', 'cessationOfOperation']);

/**
 * The path of a signer's certificate at the time of signing (facts 6.5). A revocation before it is a revocation; one after it counts
 * unless this console held the object before or the reason is harmless, for the time of signing is the signer's own word.
 */
export function checkChain(leaf: ReadCertificate, iat: number, context: ChainContext): ChainAnswer {
  const { anchors, crls, usages, intermediates, storedSince } = context;
  const path = validatePath({
    leaf,
    intermediates,
    anchors,
    crls,
    usages,
    at: new Date(iat * 1000),
    purpose: 'object-signing',
    revocation: 'if-known',
  });
  const notes: ObjectNote[] = [];
  const failed = path.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  if (failed.some(({ code, index }) => code === 'EXTENDED_KEY_USAGE' && index === 0)) notes.push('KEY_PURPOSE');
  if (!path.checks.some(({ code, index }) => index === 0 && (code === 'NOT_REVOKED' || code === 'REVOKED'))) {
    notes.push('NOT_CHECKED');
  }
  const rest = failed.filter(({ code, index }) => !(code === 'EXTENDED_KEY_USAGE' && index === 0));
  const isAnchored = path.checks.some(({ code }) => code === 'ANCHOR_TRUSTED');
  const outOfTime = rest.some(({ code }) => TIME.has(code));
  const revoked = rest.filter(({ code }) => code === 'REVOKED');
  const isRevoked = revoked.some(({ data }) => countsAsRevoked(data, iat, storedSince));
  if (revoked.length > 0 && !isRevoked) notes.push('REVOKED_LATER');
  const others = rest.filter(({ code }) => !TIME.has(code) && code !== 'REVOKED');
  const verdict = outOfTime
    ? 'CERT_NOT_VALID_AT_SIGNING'
    : isRevoked
      ? 'REVOKED'
      : others.length > 0 || !isAnchored
        ? 'UNTRUSTED'
        : undefined;
  return { verdict, notes, path };
}

function countsAsRevoked(
  { at, reason }: Readonly<Record<string, string | number>>,
  iat: number,
  storedSince: Date | undefined,
): boolean {
  const revokedAt = Date.parse(String(at ?? ''));
  if (Number.isNaN(revokedAt) || revokedAt <= iat * 1000) return true;
  if (HARMLESS.has(String(reason ?? ''))) return false;
  return storedSince === undefined || storedSince.getTime() >= revokedAt;
}
