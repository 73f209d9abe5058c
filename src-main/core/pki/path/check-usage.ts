import { certifiedUsage } from '../oid-profile.ts';
import { mustBeAuthority } from './check-form.ts';
import { extensionOf, pass, refuse, warn } from './path-certificate.ts';
import type { PathCheck, PathPurpose, PathRequest, ReadCertificate } from './path-types.ts';

const ANY_USAGE = '2.5.29.37.0';

/** Any one of these key usages serves the purpose. TLS 1.3 clients sign; servers of TLS 1.2 may also exchange keys. */
const LEAF_USAGES: Readonly<Record<Exclude<PathPurpose, 'any' | 'authority'>, readonly string[]>> = {
  'tls-client': ['digitalSignature'],
  'tls-server': ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  'object-signing': ['digitalSignature', 'nonRepudiation'],
  identity: ['digitalSignature', 'nonRepudiation'],
};

/**
 * Key usage (RFC 5280 §4.2.1.3) of the leaf and extended key usage (§4.2.1.12) of every certificate. Absent means no
 * limit. An authority may pass everything on by anyExtendedKeyUsage, a leaf must name its purpose, as the RFC lets
 * applications demand. A purpose without an OID in the profile fits where nothing is named, or what we would name.
 */
export function checkUsage(
  { view }: ReadCertificate,
  index: number,
  purpose: PathPurpose,
  usages: PathRequest['usages'],
): readonly PathCheck[] {
  if (purpose === 'any' || purpose === 'authority') return [];
  const checks: PathCheck[] = [];
  const isLeaf = !mustBeAuthority(index, purpose);
  const keyUsage = isLeaf ? extensionOf(view.extensions, 'key-usage')?.value.usages : undefined;
  if (keyUsage !== undefined && !LEAF_USAGES[purpose].some((usage) => keyUsage.includes(usage)))
    checks.push(refuse('KEY_USAGE_LEAF', index, { usages: keyUsage.join(', ') }));
  const wanted = certifiedUsage(purpose, usages);
  const extended = extensionOf(view.extensions, 'extended-key-usage')?.value.usages;
  const allowsAny = extended?.some(({ oid }) => oid === ANY_USAGE) === true && (!isLeaf || hasNone(purpose, usages));
  const names = extended?.some(({ oid }) => oid === wanted) === true;
  if (extended !== undefined && !allowsAny && !names)
    checks.push(
      refuse('EXTENDED_KEY_USAGE', index, { usages: extended.map(({ oid, name }) => name ?? oid).join(', ') }),
    );
  if (checks.length > 0) return checks;
  return allowsAny && !names
    ? [warn('EXTENDED_KEY_USAGE_ANY', index), pass('USAGE_FITS', index)]
    : [pass('USAGE_FITS', index)];
}

/** The profile names no usage: what others issue for the purpose has none, or whichever they chose. */
function hasNone(purpose: keyof typeof LEAF_USAGES, usages: PathRequest['usages']): boolean {
  if (purpose === 'object-signing') return usages.objectSigningUsage === null;
  return purpose === 'identity' && usages.identityUsage === null;
}
