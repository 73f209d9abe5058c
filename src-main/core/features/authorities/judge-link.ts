import type { authorityErrors } from '../../../../shared/contract/authorities.ts';
import type { z } from 'zod';
import type { KeyPurpose } from '../../../../shared/domain/key-algorithm.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { findingText } from '../../pki/finding-text.ts';
import { namesMatch } from '../../pki/name-match.ts';
import { checkSentence } from '../../pki/path/check-text.ts';
import { checkUsage } from '../../pki/path/check-usage.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { validatePath } from '../../pki/path/validate-path.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';

export type LinkReason = z.infer<(typeof authorityErrors)['LINK_REFUSED']>['reason'];

interface LinkFault {
  readonly code: 'LINK_REFUSED';
  readonly data: { readonly reason: LinkReason; readonly detail?: string };
}

interface LinkQuestion {
  readonly certificate: ReadCertificate;
  /** Certificates that came along come before those of the inventory: of two that fit the first is taken. */
  readonly candidates: readonly ReadCertificate[];
  readonly kinds: readonly KeyPurpose[];
  readonly at: Date;
  readonly profile: OidProfile;
}

const MAX_CHAIN = 20;

/**
 * Judges a CA certificate that was made elsewhere as the one path validator judges authorities, and answers it with
 * those above it, each signature verified. What is linked signs for years; so what partners would refuse, and what
 * nobody can check, is refused now: a signature without an issuer at hand, a weak key, a validity that is not now, an
 * extended key usage without the kinds asked for.
 */
export function judgeLink(question: LinkQuestion): Result<readonly ReadCertificate[], LinkFault> {
  const { certificate, kinds, at, profile } = question;
  const own = ownFault(certificate, at);
  if (own !== undefined) return own;
  const chain = chainOver(question);
  if (!chain.ok) return chain;
  const above = chain.value;
  const usage = above
    .flatMap((one) => kinds.flatMap((kind) => checkUsage(one, 1, kind, profile)))
    .find(({ verdict }) => verdict === 'fail');
  if (usage !== undefined) return refused('kinds', checkSentence(usage));
  const top = above.at(-1) ?? certificate;
  const judged = validatePath({
    leaf: certificate,
    intermediates: above,
    anchors: [{ certificate: top, purposes: 'all' }],
    crls: [],
    at,
    purpose: 'authority',
    revocation: 'off',
    usages: profile,
  });
  const broken = judged.checks.find(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  return judged.verdict === 'valid'
    ? chain
    : refused('chain', broken === undefined ? judged.verdict : checkSentence(broken));
}

/** What is to be said of the certificate alone. */
function ownFault({ view }: ReadCertificate, at: Date): Result<never, LinkFault> | undefined {
  const error = view.findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    const isWeak = error.code.startsWith('KEY_RSA') || error.code.endsWith('_WEAK');
    return refused(isWeak ? 'weak' : 'unreadable', findingText(error.code, error.detail));
  }
  if (view.notAfter === null || view.notBefore === null) return refused('unreadable');
  if (!view.isCa) return refused('not-a-ca');
  const usage = view.extensions.find(({ value }) => value.kind === 'key-usage')?.value;
  if (usage?.kind === 'key-usage' && !usage.usages.includes('keyCertSign')) return refused('no-cert-sign');
  if (new Date(view.notAfter) <= at) return refused('expired');
  return new Date(view.notBefore) > at ? refused('not-yet') : undefined;
}

/** The certificate, whoever signed it, and so on: up to a self-signed one, or as far as certificates are at hand. */
function chainOver({
  certificate,
  candidates,
}: LinkQuestion): Result<readonly [ReadCertificate, ...ReadCertificate[]], LinkFault> {
  const chain: [ReadCertificate, ...ReadCertificate[]] = [certificate];
  for (let last = certificate; !isSignedBy(last, last) && chain.length < MAX_CHAIN;) {
    const namesakes = candidates.filter(
      (one) =>
        one.view.isCa && namesMatch(one.view.subject, last.view.issuer) && !chain.some((seen) => isSame(seen, one)),
    );
    const signer = namesakes.find((one) => isSignedBy(last, one));
    if (signer !== undefined) {
      chain.push(signer);
      last = signer;
      continue;
    }
    if (last !== certificate) break;
    return refused(last.view.selfIssued || namesakes.length > 0 ? 'signature' : 'no-issuer');
  }
  return ok(chain);
}

function isSame(one: ReadCertificate, other: ReadCertificate): boolean {
  return one.view.sha256 === other.view.sha256;
}

function isSignedBy(of: ReadCertificate, by: ReadCertificate): boolean {
  const { start, end } = by.view.publicKey;
  return (
    namesMatch(by.view.subject, of.view.issuer) &&
    verifySignedBy(of.view, of.der, by.der.subarray(start, end)).verdict === 'valid'
  );
}

function refused(reason: LinkReason, detail?: string): Result<never, LinkFault> {
  return fail({
    code: 'LINK_REFUSED',
    data: detail === undefined ? { reason } : { reason, detail: detail.slice(0, 600) },
  });
}
