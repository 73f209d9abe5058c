/**
 * Why a certificate ends early (CRLReason, RFC 5280 §5.3.1), with its number. Left out: 7 is not used, removeFromCRL (8) is
 * for delta lists, aACompromise (10) for attribute authorities. `unspecified` is told by leaving the reason out.
 */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

/** `held` may be released, `revoked` is for good, `released` stands on no list until it is held or revoked again. */
export const revocationStates = ['held', 'revoked', 'released'] as const;
export type RevocationState = (typeof revocationStates)[number];

/** What can be done to a certificate's standing. */
export type RevocationStep = 'revoke' | 'hold' | 'release';

/**
 * The standing after a step; undefined: the step is not possible. A hold may become a revocation, nothing ends one.
 * `nextRevocation('held', 'release')` → released.
 */
export function nextRevocation(state: RevocationState | undefined, step: RevocationStep): RevocationState | undefined {
  switch (step) {
    case 'revoke':
      return state === 'revoked' ? undefined : 'revoked';
    case 'hold':
      return state === undefined || state === 'released' ? 'held' : undefined;
    case 'release':
      return state === 'held' ? 'released' : undefined;
  }
}

/** How near the end of a revocation list is: three days or the last quarter of its time are left, whichever is less. */
export function crlStanding(
  { thisUpdate, nextUpdate }: { readonly thisUpdate: string; readonly nextUpdate: string },
  now: Date,
): 'current' | 'due' | 'overdue' {
  const end = Date.parse(nextUpdate);
  const left = end - now.getTime();
  if (left <= 0) return 'overdue';
  return left <= Math.min(THREE_DAYS_MS, (end - Date.parse(thisUpdate)) / 4) ? 'due' : 'current';
}

const THREE_DAYS_MS = 3 * 86_400_000;

/** CRL numbers have at most 20 octets (RFC 5280 §5.2.3), the first below 0x80. */
export const LARGEST_CRL_NUMBER = 2n ** 159n - 1n;

/** One more than every number that was used; undefined past the largest. `nextCrlNumber([1n, 7n])` → 8n, of none → 1n. */
export function nextCrlNumber(used: readonly bigint[]): bigint | undefined {
  const next = used.reduce((largest, number) => (number > largest ? number : largest), 0n) + 1n;
  return next > LARGEST_CRL_NUMBER ? undefined : next;
}

/** Serial numbers in one spelling: lower-case hex of whole octets without separators and leading zeros; undefined: none. */
export function serialKey(text: string): string | undefined {
  const digits = text.trim().replace(/^0x/i, '').replaceAll(/[\s:]/g, '').toLowerCase();
  if (!/^[0-9a-f]{1,80}$/.test(digits)) return undefined;
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const key = even.replace(/^(?:00)+(?=..)/, '');
  return key === '00' || key.length > 40 ? undefined : key;
}
