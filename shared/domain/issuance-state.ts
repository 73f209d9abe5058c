/**
 * What has happened to a to-be-signed certificate. `signing` is written before the token is asked, so that a crash
 * leaves `unclear`: a signature may exist, so it counts as issued for ever.
 */
export type IssuanceState = 'prepared' | 'signing' | 'issued' | 'unclear' | 'dropped';

const next: Readonly<Record<IssuanceState, readonly IssuanceState[]>> = {
  prepared: ['signing', 'dropped'],
  // Back to prepared only when the token said for certain that it has signed nothing.
  signing: ['issued', 'unclear', 'prepared'],
  issued: [],
  unclear: [],
  dropped: [],
};

/** Whether an issuance may go from one state to another. `mayIssue('prepared', 'issued')` → false: not unseen. */
export function mayIssue(from: IssuanceState, to: IssuanceState): boolean {
  return next[from].includes(to);
}

/** States that count as issued: a certificate exists or may exist. */
export const countsAsIssued: readonly IssuanceState[] = ['signing', 'issued', 'unclear'];
