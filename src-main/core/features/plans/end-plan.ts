import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { endReplaced } from '../revocations/index.ts';
import type { PlansDeps } from './plans.deps.ts';
import { findPlan, type JudgedPlan, judgeRecord, updatePlan } from './plans.store.ts';

export interface EndFault {
  readonly code: string;
  readonly data: object;
}

/**
 * Carries a plan out: revokes the older certificate as superseded, in one transaction with the end of the plan. Judged
 * anew inside, so that whatever changed meanwhile counts. No vote is asked for: the decision that issued the successor,
 * named in the entry, agreed to it.
 */
export async function endPlan(deps: PlansDeps, planId: string): Promise<Result<undefined, EndFault>> {
  const { system } = deps;
  return deps.unit.run<undefined, EndFault>(
    { event: 'plan.ended', actor: system, subject: planId },
    async (trx, entry): Promise<Result<undefined, EndFault>> => {
      const now = deps.clock.now();
      const record = await findPlan(trx, planId);
      const judged = record && (await judgeRecord(trx, record, now));
      if (judged === undefined) return fail({ code: 'PLAN_NOT_FOUND', data: {} });
      entry.data(factsOf(judged, now));
      const { kind } = judged.standing;
      if (kind !== 'due' && kind !== 'ended') return fail({ code: 'PLAN_STATE', data: { state: kind } });
      if (kind === 'due') {
        const revoked = await endReplaced(trx, {
          certificateId: judged.older.certificate_id,
          note: `replaced by ${judged.newer.serial}`.slice(0, 200),
          by: system.name,
          now,
        });
        if (!revoked.ok) return revoked;
        entry.data({ ...revoked.value });
      }
      await updatePlan(trx, planId, { state: 'done', ended_at: now.toISOString(), ended_by: system.name });
      return ok(undefined);
    },
  );
}

function factsOf({ record, standing, facts, used }: JudgedPlan, now: Date) {
  return {
    plannedAt: new Date(standing.dueAt).toISOString(),
    at: now.toISOString(),
    requestId: record.request_id,
    issuanceId: record.issuance_id,
    olderId: record.older_id,
    newerId: record.newer_id,
    condition: facts.terms.condition,
    termsBy: record.terms_by,
    ...(used === undefined ? {} : { usedAt: used.at, usedBy: used.by }),
    // The older one may have ended by itself: then nothing was revoked.
    how: standing.kind === 'ended' ? standing.how : 'superseded',
  };
}
