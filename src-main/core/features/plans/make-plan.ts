import { defaultTerms } from '../../../../shared/domain/replacement-plan.ts';
import { appendEntry } from '../../store/append-entry.ts';
import type { Trx } from '../../store/tables.ts';
import { findCertificate } from '../certificates/index.ts';
import { findProof, listConfirmations, type IssuedForRequest } from '../requests/index.ts';
import { standingsOf } from '../revocations/index.ts';
import type { PlansDeps } from './plans.deps.ts';
import { findChoice, findOpenPlanOf, insertPlan, updatePlan } from './plans.store.ts';

/**
 * The port `issued` of requests: makes the replacement record in the transaction that stores the new certificate. None is
 * made where nothing is left to end, or where nobody vouches for the request: a stranger's renewal replaces nothing.
 */
export async function makePlan(deps: PlansDeps, trx: Trx, issued: IssuedForRequest): Promise<void> {
  const { requestId, issuanceId, certificateId, replaces } = issued;
  if (replaces === undefined || replaces === certificateId) return;
  const older = await findCertificate(trx, replaces);
  // Only what our authorities issued can be revoked here.
  if (older?.issued_by == null) return;
  const now = deps.clock.now();
  const standing = (await standingsOf(trx, [older])).get(older.certificate_id);
  if (standing?.state === 'revoked' || Date.parse(older.not_after) < now.getTime()) return;
  const isVouched =
    (await findProof(trx, requestId)) !== undefined || (await listConfirmations(trx, requestId)).length > 0;
  if (!isVouched) return;
  const at = now.toISOString();
  // Two requests of one group: the certificate that is issued last takes over from the one before it.
  const before = await findOpenPlanOf(trx, replaces);
  if (before !== undefined) {
    const end = { state: 'cancelled', ended_at: at, ended_by: deps.system.name, note: 'a newer plan took over' };
    await updatePlan(trx, before.plan_id, end);
    await tell(deps, trx, now, 'plan.cancelled', before.plan_id, { note: end.note });
  }
  const choice = await findChoice(trx, requestId);
  const planId = deps.newId();
  const condition = choice?.condition ?? defaultTerms.condition;
  const overlapDays = choice?.overlap_days ?? defaultTerms.overlapDays;
  await insertPlan(trx, {
    plan_id: planId,
    request_id: requestId,
    issuance_id: issuanceId,
    older_id: replaces,
    newer_id: certificateId,
    state: 'open',
    condition,
    overlap_days: overlapDays,
    made_at: at,
    terms_by: choice?.chosen_by ?? deps.system.name,
    terms_at: choice?.chosen_at ?? at,
    confirmed_at: null,
    confirmed_by: null,
    ended_at: null,
    ended_by: null,
    note: '',
  });
  await tell(deps, trx, now, 'plan.made', planId, {
    requestId,
    issuanceId,
    olderId: replaces,
    newerId: certificateId,
    condition,
    overlapDays,
  });
}

/** An entry beside the one of the issuing, in the same transaction. */
async function tell(
  deps: PlansDeps,
  trx: Trx,
  now: Date,
  event: string,
  subject: string,
  data: Readonly<Record<string, string | number>>,
): Promise<void> {
  await appendEntry(trx, deps.workspaceId, now, { event, actor: deps.system, subject, data, outcome: 'done' });
}
