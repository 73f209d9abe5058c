/** Where a certificate stands by the clock alone. */
export type CertificateTime = 'not-yet' | 'valid' | 'ends-soon' | 'expired';

const DAY_MS = 86_400_000;
const MOST_WARNING_MS = 90 * DAY_MS;

/**
 * From when on a certificate "ends soon": in the last quarter of its life, at most 90 days before its end. Thirty days
 * of an OCPI client certificate give a week, the years of a CA a quarter of a year. Both in ISO 8601 UTC.
 */
export function endsSoonFrom(notBefore: string, notAfter: string): string {
  const end = new Date(notAfter).getTime();
  const life = Math.max(0, end - new Date(notBefore).getTime());
  return new Date(end - Math.min(life / 4, MOST_WARNING_MS)).toISOString();
}

/** RFC 5280 §4.1.2.5: both ends belong to the validity. */
export function certificateTime(
  validity: { readonly notBefore: string; readonly notAfter: string },
  now: Date,
): CertificateTime {
  const at = now.getTime();
  if (at < new Date(validity.notBefore).getTime()) return 'not-yet';
  if (at > new Date(validity.notAfter).getTime()) return 'expired';
  return at >= new Date(endsSoonFrom(validity.notBefore, validity.notAfter)).getTime() ? 'ends-soon' : 'valid';
}
