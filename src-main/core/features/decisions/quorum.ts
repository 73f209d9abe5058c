import { fail, ok } from '../../../../shared/util/result.ts';
import type { RequestsDeps } from '../requests/index.ts';
import { countVotes } from './count-votes.ts';
import type { StandingJudgeDeps } from './standing.deps.ts';
import { claimStanding } from './standing-judge.ts';
import { dropClaim } from './standing.store.ts';

/**
 * Whether enough operators have agreed to exactly the bytes that are about to be signed, or to a standing approval that
 * covers them. Counted from the signatures each time: the state of the request is for people, it decides nothing.
 */
export function createQuorum(deps: StandingJudgeDeps & { readonly workspaceId: string }): RequestsDeps['quorum'] {
  return async (trx, { row, request, issuance, checked }) => {
    const guarded = deps.operators.roster();
    // Without a roster that holds nobody has a vote, and none has been given.
    if (guarded.state !== 'good') return fail({ code: 'VOTES_MISSING', data: { have: 0, needed: 1 } });
    const { count } = await countVotes(trx, {
      workspaceId: deps.workspaceId,
      roster: guarded.roster,
      oidProfile: deps.oidProfile(),
      issuanceId: issuance.issuance_id,
      requestSha256: request.view.sha256,
      tbs: new Uint8Array(issuance.tbs),
      policy: checked.policy,
      policySha256: checked.policySha256,
      results: checked.results,
      enteredBy: row.received_by,
      now: deps.clock.now(),
    });
    if (count.state === 'approved') {
      await dropClaim(trx, issuance.issuance_id);
      return ok(undefined);
    }
    // Somebody looked at it and said no: no rule stands against that.
    if (count.state === 'against') return fail({ code: 'VOTES_AGAINST', data: { against: count.rejections } });
    if (await claimStanding(deps, trx, { row, request, issuance, checked })) return ok(undefined);
    return fail({ code: 'VOTES_MISSING', data: { have: count.approvals, needed: count.needed } });
  };
}
