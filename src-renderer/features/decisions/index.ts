/** What pages that decide on requests may use of votes and packages. */
export { DecidePart } from './decide-part.tsx';
export { ElsewherePart } from './elsewhere-part.tsx';
export { StandingPart } from './standing-part.tsx';
export { useDecision } from './use-decision.ts';
export { VotesPart } from './votes-part.tsx';
export { voteOn } from './vote-on.ts';
