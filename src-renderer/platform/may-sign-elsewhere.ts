import type { IdentityCandidate } from '../../shared/contract/operators.ts';

/** Reasons for which no workspace counts a signature of the certificate, whoever it has enrolled. */
const NEVER: readonly IdentityCandidate['reason'][] = ['not-identity', 'unreadable', 'not-yet', 'expired', 'revoked'];

/** Whether the certificate can vote for another workspace: its key is here, and it counts now. */
export function maySignElsewhere({ keyHere, reason }: IdentityCandidate): boolean {
  return keyHere && !NEVER.includes(reason);
}
