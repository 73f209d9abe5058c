import type { PathPurpose, PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { checkSentence } from '../../pki/path/check-text.ts';
import type { ReadCertificate, ReadCrl, TrustAnchor } from '../../pki/path/path-types.ts';
import { validatePath } from '../../pki/path/validate-path.ts';

/** A trust anchor with the words of whoever made it one. */
export interface NotedAnchor extends TrustAnchor {
  readonly note: string;
}

export interface PathQuestion {
  readonly leaf: ReadCertificate;
  readonly intermediates: readonly ReadCertificate[];
  readonly anchors: readonly NotedAnchor[];
  readonly crls: readonly ReadCrl[];
  readonly at: Date;
  readonly purpose: PathPurpose;
  readonly profile: OidProfile;
}

const MAX_TEXT = 4000;

/** Asks the one path validator, and puts its answer as the contract has it. */
export function judgePath(question: PathQuestion): PathVerdict {
  const { leaf, intermediates, anchors, crls, at, purpose, profile } = question;
  const judged = validatePath({
    leaf,
    intermediates,
    anchors,
    crls,
    at,
    purpose,
    // CRLs are published from a later version on; until then one that is there counts and none is no obstacle.
    revocation: 'if-known',
    usages: profile,
  });
  const notes = new Map(anchors.map(({ certificate, note }) => [certificate.view.sha256, note]));
  return {
    verdict: judged.verdict,
    at: at.toISOString(),
    purpose,
    path: judged.links.slice(0, 20).map(({ sha256, subject, issuer, isAnchor, verdict }) => ({
      sha256,
      subject: subject.slice(0, MAX_TEXT),
      issuer: issuer.slice(0, MAX_TEXT),
      anchor: isAnchor ? (notes.get(sha256) ?? '').slice(0, 200) : null,
      verdict,
    })),
    checks: judged.checks.slice(0, 1000).map((check) => ({
      code: check.code,
      verdict: check.verdict,
      certificate: check.index,
      message: checkSentence(check).slice(0, 600),
      values: valuesOf(check.data),
    })),
  };
}

/** Figures and short texts that a sentence is made of; foreign ones are cut. */
function valuesOf(data: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 600) : value]),
  );
}
