/**
 * What has happened to an incoming request (design.md). `prepared`: the to-be-signed certificate is fixed; `voting`: it has
 * votes, but not enough; `approved`: enough, not signed yet; `in-use`: the certificate was seen at work; `superseded`:
 * another request of its key group took its place; `expired`: the wished end passed before a decision.
 */
export const requestStates = [
  'received',
  'prepared',
  'voting',
  'approved',
  'signing',
  'issued',
  'delivered',
  'in-use',
  'held',
  'rejected',
  'withdrawn',
  'superseded',
  'expired',
  'unclear',
] as const;
export type RequestState = (typeof requestStates)[number];

/** How a request that is not decided yet can be put aside or ended without a certificate. */
const aside = ['held', 'rejected', 'withdrawn', 'superseded', 'expired'] as const;

const next: Readonly<Record<RequestState, readonly RequestState[]>> = {
  received: ['prepared', ...aside],
  // Given up it is what it was before: unclear where an earlier certificate may exist.
  prepared: ['prepared', 'received', 'unclear', 'voting', 'approved', 'signing', ...aside],
  voting: ['prepared', 'received', 'unclear', 'voting', 'approved', 'signing', ...aside],
  approved: ['prepared', 'received', 'unclear', 'voting', 'approved', 'signing', ...aside],
  // Back only when the token said for certain that it has signed nothing.
  signing: ['issued', 'unclear', 'prepared', 'approved'],
  issued: ['delivered', 'in-use'],
  // A delivery that did not happen is taken back; what was seen at work was.
  delivered: ['issued', 'in-use'],
  'in-use': [],
  // What was prepared before stays as it is; votes on it are counted anew.
  held: ['received', 'prepared', ...aside],
  // A second thought; a rejection is on record, its end is not.
  rejected: ['prepared'],
  withdrawn: ['received'],
  superseded: ['received'],
  expired: [],
  // The first certificate may exist and counts; another one with a serial of its own is an operator's open decision.
  unclear: ['prepared', 'rejected'],
};

/** Whether a request may go from one state to another. `requestMayBecome('issued', 'prepared')` → false. */
export function requestMayBecome(from: RequestState, to: RequestState): boolean {
  return next[from].includes(to);
}

/** States in which nothing has been decided for good: what lies in the inbox. */
export const openStates: readonly RequestState[] = ['received', 'prepared', 'voting', 'approved', 'held', 'unclear'];
