import { setImmediate as nextTurn } from 'node:timers/promises';
import type { requestChecksContract, RequestStanding } from '../../../../shared/contract/request-checks.ts';
import type { CommonFault, InputOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import { worstOf } from '../../../../shared/domain/checks/check-result.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readRenewalProof } from '../../pki/renewal.ts';
import { issuancesOfRequest, stateOf } from '../authorities/index.ts';
import { judgeAgain } from './arrival.ts';
import { checkRequest } from './check-request.ts';
import { judgeProof } from './provenance-facts.ts';
import { readRequest } from './request-views.ts';
import type { RequestsDeps } from './requests.deps.ts';
import { findRequest, type RequestRecord } from './requests.store.ts';
import { dropOwner, findProof, insertConfirmation, listConfirmations, setOwner, setProof } from './vouching.store.ts';

type Calls = (typeof requestChecksContract)['requestChecks'];
type CheckFault = Exclude<RaisedBy<Calls['confirm']>, CommonFault>;
type Answer<T> = Promise<Result<T, CheckFault>>;

/** Whose a request is, who vouches for it, and what the checks say. */
export function requestChecksHandlers(deps: RequestsDeps): Handlers<typeof requestChecksContract> {
  const { db, unit, clock } = deps;

  async function standing(
    row: RequestRecord,
    wish: Pick<InputOf<Calls['show']>, 'purpose' | 'authorityId'> = {},
  ): Answer<RequestStanding> {
    const request = readRequest(row);
    // Bytes that were changed in the database are nobody's request any more.
    if (!request.ok) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
    const issuance = (await issuancesOfRequest(db, row.request_id)).findLast((one) => stateOf(one) !== 'dropped');
    const registry = await deps.registry(db, nextTurn);
    const question = { row, request: request.value, issuance, ...wish };
    const { partner, chosen, results } = await checkRequest(deps, db, registry, question);
    const proof = await findProof(db, row.request_id);
    const judged = proof === undefined ? null : await judgeProof(db, proof.jws, request.value);
    return ok({
      requestId: row.request_id,
      ...(partner === undefined
        ? {}
        : { partner: { partnerId: partner.partnerId, name: partner.names[0] ?? '', chosen } }),
      confirmations: (await listConfirmations(db, row.request_id)).map((one) => ({
        spkiSha256: one.spki_sha256,
        partnerId: one.partner_id,
        contact: one.contact,
        note: one.note,
        by: one.confirmed_by,
        at: one.confirmed_at,
      })),
      ...(proof === undefined || judged === null
        ? {}
        : {
            proof: {
              verdict: judged.verdict,
              predecessorSpkiSha256: judged.predecessorSpkiSha256,
              issuedAt: judged.issuedAt,
              addedBy: proof.added_by,
              addedAt: proof.added_at,
            },
          }),
      results: results.slice(0, 1000).map(({ values, ...result }) => ({ ...result, values: { ...values } })),
      worst: worstOf(results),
      enforced: deps.enforced(),
    });
  }

  async function after(requestId: string, done: Result<unknown, CheckFault>): Answer<RequestStanding> {
    if (!done.ok) return done;
    const row = await findRequest(db, requestId);
    return row === undefined ? notFound() : standing(row);
  }

  async function change(
    caller: Caller,
    what: { readonly event: string; readonly requestId: string; readonly data?: Readonly<Record<string, string>> },
    work: (row: RequestRecord, at: string, by: string) => Parameters<typeof unit.run<undefined, CheckFault>>[1],
  ): Answer<RequestStanding> {
    const row = await findRequest(db, what.requestId);
    const actor = deps.actorOf(caller);
    const about = { event: what.event, actor, subject: what.requestId, data: what.data ?? {} };
    const done = await unit.run<undefined, CheckFault>(about, async (trx, entry) => {
      if (row === undefined) return notFound();
      const end = await work(row, clock.now().toISOString(), actor.name)(trx, entry);
      if (end.ok) await judgeAgain(deps, trx, row);
      return end;
    });
    return after(what.requestId, done);
  }

  return {
    requestChecks: {
      show: async ({ requestId, purpose, authorityId }) => {
        const row = await findRequest(db, requestId);
        return row === undefined ? notFound() : standing(row, { purpose, authorityId });
      },
      assign: async ({ requestId, partnerId }, { caller }) => {
        const partner = partnerId === undefined ? undefined : (await deps.registry(db)).partners.get(partnerId);
        const data: Readonly<Record<string, string>> = partnerId === undefined ? {} : { partnerId };
        return change(caller, { event: 'request.assigned', requestId, data }, (row, at, by) => async (trx) => {
          if (partnerId === undefined) await dropOwner(trx, row.request_id);
          else if (partner === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
          else await setOwner(trx, { request_id: row.request_id, partner_id: partnerId, chosen_at: at, chosen_by: by });
          return ok(undefined);
        });
      },
      confirm: async ({ requestId, partnerId, spkiSha256, contact, note }, { caller }) => {
        const partner = (await deps.registry(db)).partners.get(partnerId);
        const data = { partnerId, spkiSha256, contact };
        return change(caller, { event: 'request.confirmed', requestId, data }, (row, at, by) => async (trx) => {
          if (partner === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
          const request = readRequest(row);
          if (!request.ok || request.value.view.publicKey.sha256 !== spkiSha256)
            return fail({ code: 'FINGERPRINT_OTHER', data: {} });
          await setOwner(trx, { request_id: row.request_id, partner_id: partnerId, chosen_at: at, chosen_by: by });
          await insertConfirmation(trx, {
            confirmation_id: deps.newId(),
            request_id: row.request_id,
            spki_sha256: spkiSha256,
            partner_id: partnerId,
            contact,
            note,
            confirmed_at: at,
            confirmed_by: by,
          });
          return ok(undefined);
        });
      },
      prove: ({ requestId, jws }, { caller }) =>
        change(caller, { event: 'request.proven', requestId }, (row, at, by) => async (trx, entry) => {
          const said = readRenewalProof(jws.trim());
          if (said === undefined) return fail({ code: 'PROOF_UNREADABLE', data: {} });
          entry.data({ predecessorSpkiSha256: said.predecessor_spki_sha256 });
          await setProof(trx, { request_id: row.request_id, jws: jws.trim(), added_at: at, added_by: by });
          return ok(undefined);
        }),
    },
  };
}

function notFound(): Result<never, CheckFault> {
  return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
}
