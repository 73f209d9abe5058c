import type { PlanView } from '../../../../shared/contract/plans.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { planConditions, type PlanTerms } from '../../../../shared/domain/replacement-plan.ts';
import { openStates } from '../../../../shared/domain/request-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { findRequest, type IssuedForRequest } from '../requests/index.ts';
import type { Trx } from '../../store/tables.ts';
import { endPlan } from './end-plan.ts';
import { makePlan } from './make-plan.ts';
import type { PlanFault, PlansDeps } from './plans.deps.ts';
import {
  endedPlans,
  findChoice,
  findPlan,
  type JudgedPlan,
  judgeRecord,
  openPlans,
  type PlanRecord,
  plansOf,
  putChoice,
  toPlanView,
  updatePlan,
} from './plans.store.ts';
import { rehearse, timeline } from './series.ts';

interface Listing {
  readonly offset: number;
  readonly limit: number;
  readonly show: 'open' | 'red' | 'all';
  readonly requestId?: string | undefined;
  readonly certificateId?: string | undefined;
}

export type PlansService = ReturnType<typeof createPlansService>;

/** When the older certificate of a key group ends once a newer one was issued. */
export function createPlansService(deps: PlansDeps) {
  const { db, unit, clock } = deps;

  async function judged(records: readonly PlanRecord[]): Promise<readonly JudgedPlan[]> {
    const now = clock.now();
    const all: JudgedPlan[] = [];
    for (const record of records) {
      const one = await judgeRecord(db, record, now);
      if (one !== undefined) all.push(one);
    }
    return all;
  }

  /** Open plans, red ones first, then by the time at which they are due. */
  async function open(): Promise<readonly JudgedPlan[]> {
    const rank = (one: JudgedPlan): number => (one.standing.kind === 'blocked' ? 0 : 1);
    return (await judged(await openPlans(db))).toSorted(
      (a, b) => rank(a) - rank(b) || a.standing.dueAt - b.standing.dueAt,
    );
  }

  async function list({ offset, limit, show, requestId, certificateId }: Listing) {
    const isAll = requestId === undefined && certificateId === undefined;
    const first = isAll ? await open() : await judged(await plansOf(db, { requestId, certificateId }));
    const red = first.filter(({ standing }) => standing.kind === 'blocked');
    const fitting = show === 'red' ? red : first;
    const page = fitting.slice(offset, offset + limit);
    let total = fitting.length;
    if (isAll && show === 'all') {
      const past = await endedPlans(db, Math.max(0, offset - fitting.length), limit - page.length);
      total += past.total;
      page.push(...(await judged(past.records)));
    }
    const rows: PlanView[] = [];
    for (const one of page) rows.push(await toPlanView(db, one));
    const choice = requestId === undefined ? undefined : await findChoice(db, requestId);
    const condition = planConditions.find((one) => one === choice?.condition);
    return {
      total,
      red: red.length,
      rows,
      ...(choice === undefined || condition === undefined
        ? {}
        : { chosen: { condition, overlapDays: choice.overlap_days, by: choice.chosen_by, at: choice.chosen_at } }),
    };
  }

  async function choose(
    caller: Caller,
    { requestId, condition, overlapDays }: PlanTerms & { readonly requestId: string },
  ): Promise<Result<Record<string, never>, PlanFault>> {
    const actor = deps.actorOf(caller);
    return unit.run(
      { event: 'plan.chosen', actor, subject: requestId, data: { condition, overlapDays } },
      async (trx): Promise<Result<Record<string, never>, PlanFault>> => {
        const request = await findRequest(trx, requestId);
        if (request === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
        // Afterwards the plan itself is changed.
        if (!openStates.some((state) => state === request.state))
          return fail({ code: 'DELIVERY_STATE', data: { state: request.state } });
        await putChoice(trx, {
          request_id: requestId,
          condition,
          overlap_days: overlapDays,
          chosen_at: clock.now().toISOString(),
          chosen_by: actor.name,
        });
        return ok({});
      },
    );
  }

  /** Changes an open plan; what has nothing left to do is not changed. */
  async function change(
    caller: Caller,
    wish: { readonly planId: string; readonly event: string; readonly data: JsonObject },
    make: (at: string, by: string) => Partial<PlanRecord>,
  ): Promise<Result<{ plan: PlanView }, PlanFault>> {
    const actor = deps.actorOf(caller);
    const { planId, event, data } = wish;
    const changed = await unit.run(
      { event, actor, subject: planId, data },
      async (trx): Promise<Result<PlanRecord, PlanFault>> => {
        const now = clock.now();
        const record = await findPlan(trx, planId);
        const before = record && (await judgeRecord(trx, record, now));
        if (record === undefined || before === undefined) return fail({ code: 'PLAN_NOT_FOUND', data: {} });
        const { kind } = before.standing;
        if (kind === 'done' || kind === 'cancelled' || kind === 'ended')
          return fail({ code: 'PLAN_STATE', data: { state: kind } });
        const next = make(now.toISOString(), actor.name);
        await updatePlan(trx, planId, next);
        return ok({ ...record, ...next });
      },
    );
    if (!changed.ok) return changed;
    const after = await judgeRecord(db, changed.value, clock.now());
    return after === undefined ? fail({ code: 'PLAN_NOT_FOUND', data: {} }) : ok({ plan: await toPlanView(db, after) });
  }

  return {
    /** Port of requests. */
    issued: (trx: Trx, issued: IssuedForRequest) => makePlan(deps, trx, issued),
    /** Carries out one plan that is due. */
    end: (planId: string) => endPlan(deps, planId),
    open,
    list,
    choose,
    set: (caller: Caller, { planId, condition, overlapDays }: PlanTerms & { readonly planId: string }) =>
      change(caller, { planId, event: 'plan.set', data: { condition, overlapDays } }, (at, by) => ({
        condition,
        overlap_days: overlapDays,
        terms_at: at,
        terms_by: by,
      })),
    confirm: (caller: Caller, { planId, note }: { readonly planId: string; readonly note: string }) =>
      change(caller, { planId, event: 'plan.confirmed', data: { note } }, (at, by) => ({
        confirmed_at: at,
        confirmed_by: by,
        note,
      })),
    cancel: (caller: Caller, { planId, note }: { readonly planId: string; readonly note: string }) =>
      change(caller, { planId, event: 'plan.cancelled', data: { note } }, (at, by) => ({
        state: 'cancelled',
        ended_at: at,
        ended_by: by,
        note,
      })),
    timeline: (wish: { keyGroupId: string; partnerId?: string | undefined; certificateId?: string | undefined }) =>
      timeline(db, wish, clock.now(), deps.overlapDays()),
    rehearse: (at: string) => rehearse(db, new Date(at), clock.now()),
  };
}
