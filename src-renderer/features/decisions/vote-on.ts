import { navigate } from '../../platform/route.ts';

/** What `decisions.vote` takes at once. */
const MAX_BALLOTS = 200;

/** Opens requests one after the other, to vote on those that are marked with one signature. */
export function voteOn(requestIds: readonly string[]): void {
  if (requestIds.length > 0) navigate('requests', { vote: requestIds.slice(0, MAX_BALLOTS).join(' ') });
}
