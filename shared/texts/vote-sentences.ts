import type { NoVoteReason, VoteStanding } from '../contract/decisions.ts';
import type { z } from 'zod';

type Standing = z.infer<typeof VoteStanding>;
type NoVote = z.infer<typeof NoVoteReason>;

/** Whether a vote counts and, where it does not, why: in English, for the command line and for the English window. */
export const voteSentences = {
  standing_counts: 'Counts.',
  standing_signature: 'Void: it is not signed by a certificate that the roster names now.',
  'standing_other-workspace': 'Void: it was cast for another workspace.',
  standing_revoked: 'Void: the certificate of this operator was revoked or is on hold.',
  standing_role: 'Void: this operator has none of the roles that have a vote here.',
  'standing_entered-it': 'Void: whoever entered a request has no vote on it.',
  standing_single: 'Void: it was cast in single-operator mode, which has ended.',
  'standing_not-yet': 'Void: it says that it was signed later than now; one of the clocks is wrong.',
  standing_expired: 'Void: it has expired.',
  'standing_request-changed': 'Void: it is over another request.',
  'standing_bytes-changed': 'Void: it is over other bytes than those that are prepared now.',
  'standing_policy-changed': 'Void: the policy has changed since.',
  'standing_got-worse': 'Void: a check judges worse than when it was cast.',
  standing_replaced: 'Void: the same operator has voted again.',
  'noVote_nobody-enrolled': 'Nobody is enrolled, so nobody has to agree.',
  'noVote_roster-locked': 'The roster does not hold; until it does nobody votes.',
  'noVote_not-signed-in': 'Only an operator who is signed in has a vote.',
  noVote_role: 'None of your roles has a vote by the policy.',
  'noVote_entered-it': 'You entered this request: others have to agree to it.',
  'noVote_not-prepared': 'It is signed already or given up, so there is nothing to vote on.',
  'noVote_failed-checks': 'A check fails: it can be voted against, not for.',
} as const satisfies Record<`standing_${Standing}` | `noVote_${NoVote}`, string>;
