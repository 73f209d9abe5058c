import { mustBeAuthority } from './check-form.ts';
import { extensionOf, pass, refuse, warn } from './path-certificate.ts';
import type { PathCheck, PathPurpose, ReadCertificate } from './path-types.ts';

/**
 * RFC 5280 §6.1.4 (k) and (n): whoever signs certificates is an authority and says that its key may. An anchor that is
 * silent is believed, because somebody chose it; one that says the opposite is not.
 */
export function checkAuthority(
  certificate: ReadCertificate,
  index: number,
  purpose: PathPurpose,
  isAnchor: boolean,
): readonly PathCheck[] {
  const { extensions } = certificate.view;
  const basic = extensionOf(extensions, 'basic-constraints');
  if (!mustBeAuthority(index, purpose))
    return basic?.value.ca === true && purpose !== 'any' ? [warn('LEAF_IS_AUTHORITY', index)] : [];
  const checks: PathCheck[] = [];
  if (basic === undefined) {
    const data = { version: (certificate.view.version ?? 0) + 1 };
    checks.push((isAnchor ? warn : refuse)('BASIC_CONSTRAINTS_MISSING', index, data));
  } else if (!basic.value.ca) checks.push(refuse('NOT_AN_AUTHORITY', index));
  else if (!basic.critical) checks.push(warn('BASIC_CONSTRAINTS_NOT_CRITICAL', index));
  const usage = extensionOf(extensions, 'key-usage');
  if (usage === undefined) checks.push(warn('KEY_USAGE_ABSENT', index));
  else if (!usage.value.usages.includes('keyCertSign'))
    checks.push(refuse('KEY_USAGE_CERT_SIGN', index, { usages: usage.value.usages.join(', ') }));
  return checks.some(({ verdict }) => verdict === 'fail') ? checks : [...checks, pass('AUTHORITY_MAY_SIGN', index)];
}

/**
 * RFC 5280 §6.1.4 (l) and (m): authorities below one with a path length, those not counted that are issued to
 * themselves. The last certificate of a path does not count either. An anchor's length holds too (RFC 5937 §3.2).
 */
export function checkPathLengths(path: readonly ReadCertificate[]): readonly PathCheck[] {
  let below = 0;
  return path.flatMap((certificate, index) => {
    if (index === 0) return [];
    const allowed = extensionOf(certificate.view.extensions, 'basic-constraints')?.value.pathLength ?? null;
    const found = below;
    if (!certificate.view.selfIssued) below += 1;
    if (allowed === null) return [];
    return [
      found > allowed
        ? refuse('PATH_TOO_LONG', index, { allowed, found })
        : pass('PATH_LENGTH_KEPT', index, { allowed }),
    ];
  });
}
