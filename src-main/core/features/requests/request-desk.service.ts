import { type DeskChange, type requestDeskCalls, RequestState } from '../../../../shared/contract/request-desk.ts';
import type { CommonFault, InputOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { openStates, requestMayBecome } from '../../../../shared/domain/request-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Trx } from '../../store/tables.ts';
import { dropPrepared, issuancesOfRequest, stateOf } from '../authorities/index.ts';
import type { InboxDeps } from './requests.deps.ts';
import { findRequest, type RequestRecord, updateDesk } from './requests.store.ts';
import { type SupersedeFault, whyNotSuperseded } from './supersede.ts';

type Calls = typeof requestDeskCalls;
type DeskFault = Exclude<RaisedBy<Calls['claim']>, CommonFault>;
type Outcome<F extends { readonly code: string } = never> = Promise<Result<DeskChange, DeskFault | F>>;

interface Bulk {
  readonly event: string;
  readonly requestIds: readonly string[];
  readonly data?: JsonObject;
}

/** What is done with one request; false: its state does not allow it. */
type Step = (trx: Trx, row: RequestRecord, state: RequestState) => Promise<boolean>;

/** Work of people on requests beside deciding on them: who is at it, what waits, what has ended without a certificate. */
export function createRequestDesk(deps: InboxDeps) {
  const { unit, clock } = deps;
  const now = (): string => clock.now().toISOString();

  /** Many in one transaction with one entry. Those that cannot be changed stay; none at all is refused like the first. */
  async function each(caller: Caller, { event, requestIds, data = {} }: Bulk, step: Step): Outcome {
    const ids = [...new Set(requestIds)];
    const [only] = ids;
    const about = {
      event,
      actor: deps.actorOf(caller),
      ...(ids.length === 1 && only !== undefined ? { subject: only } : {}),
    };
    return unit.run<DeskChange, DeskFault>({ ...about, data }, async (trx, entry) => {
      const changed: string[] = [];
      const skipped: DeskChange['skipped'] = [];
      for (const requestId of ids) {
        const row = await findRequest(trx, requestId);
        const state = RequestState.optional().parse(row?.state);
        if (row !== undefined && state !== undefined && (await step(trx, row, state))) changed.push(requestId);
        else skipped.push({ requestId, ...(state === undefined ? {} : { state }) });
      }
      const [first] = skipped;
      if (changed.length === 0)
        return first?.state === undefined
          ? fail({ code: 'REQUEST_NOT_FOUND', data: {} })
          : fail({ code: 'REQUEST_STATE', data: { state: first.state } });
      entry.data({ requests: changed, skipped: skipped.length });
      return ok({ changed: changed.length, skipped });
    });
  }

  /** Puts an undecided request aside, or ends it; what was prepared for one that ends is given up. */
  const asideAs =
    (to: 'held' | 'withdrawn' | 'superseded', by: string, reason: string, byRequestId?: string): Step =>
    async (trx, row, state) => {
      if (!requestMayBecome(state, to) || state === to) return false;
      if (to !== 'held') await dropPrepared(trx, row.request_id, now());
      await updateDesk(trx, [row.request_id], {
        state: to,
        aside_reason: reason,
        aside_by: by,
        aside_at: now(),
        ...(byRequestId === undefined ? {} : { superseded_by: byRequestId }),
      });
      return true;
    };

  const backTo = async (trx: Trx, row: RequestRecord, to: RequestState): Promise<void> =>
    updateDesk(trx, [row.request_id], {
      state: to,
      aside_reason: null,
      aside_by: null,
      aside_at: null,
      superseded_by: null,
    });

  const release: Step = async (trx, row, state) => {
    if (state !== 'held') return false;
    const issuances = await issuancesOfRequest(trx, row.request_id);
    const isPrepared = issuances.some((one) => stateOf(one) === 'prepared');
    // Votes on what was prepared are counted anew at the next one, and before the signature.
    await backTo(trx, row, isPrepared ? 'prepared' : 'received');
    return true;
  };

  const reopen: Step = async (trx, row, state) => {
    if ((state !== 'withdrawn' && state !== 'superseded') || !requestMayBecome(state, 'received')) return false;
    await backTo(trx, row, 'received');
    return true;
  };

  const giveTo =
    (name: string): Step =>
    async (trx, row, state) => {
      if (!openStates.includes(state) && state !== 'signing') return false;
      await updateDesk(trx, [row.request_id], { claimed_by: name, claimed_at: name === '' ? null : now() });
      return true;
    };

  async function assignTo(
    caller: Caller,
    { requestIds, operator }: InputOf<Calls['assignTo']>,
  ): Outcome<{ readonly code: 'OPERATOR_NOT_FOUND'; readonly data: Record<string, never> }> {
    const known = deps.operatorNames().find((name) => name.toLowerCase() === operator.trim().toLowerCase());
    if (known !== undefined)
      return each(caller, { event: 'request.given', requestIds, data: { to: known } }, giveTo(known));
    const about = { event: 'request.given', actor: deps.actorOf(caller), data: { to: operator } };
    return unit.run(about, () => fail({ code: 'OPERATOR_NOT_FOUND', data: {} }));
  }

  async function supersede(
    caller: Caller,
    { requestId, byRequestId }: InputOf<Calls['supersede']>,
  ): Outcome<SupersedeFault> {
    const by = deps.actorOf(caller);
    const about = { event: 'request.superseded', actor: by, subject: requestId, data: { by: byRequestId } };
    return unit.run<DeskChange, DeskFault | SupersedeFault>(about, async (trx) => {
      const older = await findRequest(trx, requestId);
      const newer = await findRequest(trx, byRequestId);
      if (older === undefined || newer === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
      const state = RequestState.parse(older.state);
      if (!requestMayBecome(state, 'superseded')) return fail({ code: 'REQUEST_STATE', data: { state } });
      const reason = await whyNotSuperseded(deps, trx, older, newer);
      if (reason !== undefined) return fail({ code: 'SUPERSEDE_REFUSED', data: { reason } });
      await asideAs('superseded', by.name, '', byRequestId)(trx, older, state);
      return ok({ changed: 1, skipped: [] });
    });
  }

  async function rejectMany(caller: Caller, { requestIds, reason, note }: InputOf<Calls['rejectMany']>): Outcome {
    const about = { event: 'request.rejected', requestIds, data: { reason, note } };
    return each(caller, about, async (trx, row, state) => {
      if (!requestMayBecome(state, 'rejected')) return false;
      await dropPrepared(trx, row.request_id, now());
      await updateDesk(trx, [row.request_id], { state: 'rejected', reject_reason: reason, note });
      return true;
    });
  }

  const nameOf = (caller: Caller): string => deps.actorOf(caller).name;
  return {
    claim: (caller: Caller, requestIds: readonly string[]) =>
      each(caller, { event: 'request.claimed', requestIds }, giveTo(nameOf(caller))),
    unclaim: (caller: Caller, requestIds: readonly string[]) =>
      each(caller, { event: 'request.unclaimed', requestIds }, giveTo('')),
    assignTo,
    hold: (caller: Caller, { requestIds, reason }: InputOf<Calls['hold']>) =>
      each(caller, { event: 'request.held', requestIds, data: { reason } }, asideAs('held', nameOf(caller), reason)),
    release: (caller: Caller, requestIds: readonly string[]) =>
      each(caller, { event: 'request.released', requestIds }, release),
    withdraw: (caller: Caller, { requestIds, reason }: InputOf<Calls['withdraw']>) =>
      each(
        caller,
        { event: 'request.withdrawn', requestIds, data: { reason } },
        asideAs('withdrawn', nameOf(caller), reason),
      ),
    reopen: (caller: Caller, requestIds: readonly string[]) =>
      each(caller, { event: 'request.reopened', requestIds }, reopen),
    supersede,
    rejectMany,
  };
}
