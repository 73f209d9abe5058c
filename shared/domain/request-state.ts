/** What has happened to an incoming request (design.md; voting and delivery come with the inbox). */
export type RequestState = 'received' | 'prepared' | 'signing' | 'issued' | 'rejected' | 'unclear';

const next: Readonly<Record<RequestState, readonly RequestState[]>> = {
  received: ['prepared', 'rejected'],
  // Given up it is what it was before: unclear where an earlier certificate may exist.
  prepared: ['prepared', 'received', 'unclear', 'signing', 'rejected'],
  signing: ['issued', 'unclear', 'prepared'],
  issued: [],
  // A second thought; a rejection is on record, its end is not.
  rejected: ['prepared'],
  // The first certificate may exist and counts; another one with a serial of its own is an operator's open decision.
  unclear: ['prepared', 'rejected'],
};

/** Whether a request may go from one state to another. `requestMayBecome('issued', 'prepared')` → false. */
export function requestMayBecome(from: RequestState, to: RequestState): boolean {
  return next[from].includes(to);
}
