import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { clipWindow, type WindowClip, type WishedEnd } from '../../../../shared/domain/issuing-window.ts';
import { requestMayBecome, type RequestState } from '../../../../shared/domain/request-state.ts';
import { applyStrike } from '../../../../shared/domain/strike.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import type { TimeView } from '../../pki/ocpi-claims.ts';
import type { Trx } from '../../store/tables.ts';
import {
  dropPrepared,
  insertIssuance,
  type IssuanceRecord,
  type Issuer,
  loadIssuer,
  policyOf,
  preparedFacts,
  prepareIssuance,
} from '../authorities/index.ts';
import { reasonsOfKey } from './key-uses.ts';
import { leafProfile, leafSpec, reasonsOfAuthority, type RequestBytes } from './leaf-certificate.ts';
import type { RequestFault, RequestsDeps } from './requests.deps.ts';
import { findRequest, toRequestRow, updateRequest } from './requests.store.ts';
import { readRequest } from './request-views.ts';
import { claimsOfRequest, reasonsAgainst, reasonsOfPurpose, type Unsignable } from './unsignable.ts';

export type PrepareInput = InputOf<(typeof requestsContract)['requests']['prepare']>;

/**
 * Builds and stores the to-be-signed certificate of a request: from here on serial number, times and bytes are fixed.
 * What was prepared before for the same request and not signed is given up with its serial number.
 */
export async function prepareRequest(
  deps: RequestsDeps,
  caller: Caller,
  input: PrepareInput,
): Promise<Result<IssuanceRecord, RequestFault>> {
  return deps.unit.run(
    {
      event: 'issuance.prepared',
      actor: deps.actorOf(caller),
      subject: input.requestId,
      data: { purpose: input.purpose, strike: input.strike, services: input.services },
    },
    async (trx, entry): Promise<Result<IssuanceRecord, RequestFault>> => {
      const issuer = await loadIssuer(deps, trx, input.authorityId);
      if (!issuer.ok) return issuer;
      const row = await findRequest(trx, input.requestId);
      if (row === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
      const { state } = toRequestRow(row, undefined);
      // From signing only the end of the signature leads back: another certificate now would hide how the first ended.
      if (state === 'signing' || !requestMayBecome(state, 'prepared'))
        return fail({ code: 'REQUEST_STATE', data: { state } });
      const request = readRequest(row);
      if (!request.ok) return request;
      const ofKey = await reasonsOfKey(trx, request.value.view.publicKey.sha256);
      if (ofKey.length > 0) return unsignable(ofKey);
      const made = build(deps, caller, input, request.value, issuer.value);
      if (!made.ok) return made;
      const at = deps.clock.now().toISOString();
      await dropPrepared(trx, input.requestId, at);
      await insertIssuance(trx, made.value.row);
      await updateRequest(trx, input.requestId, { state: 'prepared', reject_reason: null });
      entry.data(preparedFacts(made.value));
      return ok(made.value.row);
    },
  );
}

function build(deps: RequestsDeps, caller: Caller, input: PrepareInput, request: RequestBytes, issuer: Issuer) {
  const { strike, purpose, services } = input;
  const kept = applyStrike(claimsOfRequest(request.view), { ids: strike.ids, names: strike.names });
  if (!kept.ok) return fail({ code: 'STRIKE_UNKNOWN', data: { values: kept.error.values.slice(0, 600) } } as const);
  const reasons = [
    ...reasonsAgainst(request.view, verifyCsrSignature(request.der, request.view), kept.value),
    ...reasonsOfPurpose(purpose, kept.value),
  ];
  if (reasons.length > 0) return unsignable(reasons);
  const others = reasonsOfAuthority(request, issuer, purpose, services);
  if (others.length > 0) return refused(others);
  const policy = policyOf(issuer.authority);
  const window = windowFor(deps, input, request, issuer);
  if (!window.ok) return refused(window.error);
  const profile = leafProfile(request, purpose, kept.value, services);
  return prepareIssuance(deps, {
    issuer,
    spec: leafSpec(request, profile, window.value, policy.crlUrl),
    role: 'leaf',
    requestId: input.requestId,
    clips: window.value.clips.map(({ code, wished, given }) => ({
      code,
      wished: wished?.slice(0, 4000) ?? null,
      given: given.toISOString(),
    })),
    by: deps.actorOf(caller).name,
  });
}

function windowFor(deps: RequestsDeps, input: PrepareInput, { view }: RequestBytes, issuer: Issuer) {
  const time = (iso: string | undefined): Date | undefined => (iso === undefined ? undefined : new Date(iso));
  const policy = policyOf(issuer.authority);
  const above = issuer.chain[0]?.view;
  const window = clipWindow(
    { notBefore: wishedEnd(view.ocpi.notBefore), notAfter: wishedEnd(view.ocpi.notAfter) },
    { notBefore: time(input.notBefore), notAfter: time(input.notAfter) },
    {
      now: deps.clock.now(),
      maxLifetimeDays: policy.maxLifetimeDays,
      backdateMinutes: policy.backdateMinutes,
      beyond: policy.beyond,
      issuer: { notBefore: new Date(above?.notBefore ?? ''), notAfter: new Date(above?.notAfter ?? '') },
    },
  );
  if (window.ok) return window;
  const { code, clips } = window.error;
  const what =
    code === 'WINDOW_EMPTY' ? 'Nothing is left of the wished validity' : 'The policy refuses the wished validity';
  return fail({ code, message: `${what}: ${clips.map(clipText).join('; ')}.`, clips } as const);
}

function clipText({ code, wished, given }: WindowClip): string {
  return `${code} (${(wished ?? 'nothing').slice(0, 60)}, at most ${given.toISOString()})`;
}

function wishedEnd(time: TimeView | null): WishedEnd {
  if (time === null) return undefined;
  return time.at === null ? { unreadable: time.text.slice(0, 200) } : new Date(time.at);
}

function unsignable(reasons: readonly Unsignable[]): Result<never, RequestFault> {
  return fail({ code: 'REQUEST_UNSIGNABLE', data: { findings: plain(reasons) } });
}

function refused(reasons: Unsignable | readonly Unsignable[]): Result<never, RequestFault> {
  const list = 'code' in reasons ? [reasons] : reasons;
  return fail({ code: 'ISSUANCE_REFUSED', data: { findings: plain(list) } });
}

function plain(reasons: readonly Unsignable[]): { code: string; message: string }[] {
  return reasons.slice(0, 200).map(({ code, message }) => ({ code, message: message.slice(0, 1000) }));
}

/** Everything a stored issuance of a request is judged by right before it is signed. */
export async function judgeClaim(
  trx: Trx,
  issuance: IssuanceRecord,
): Promise<Result<{ readonly request: RequestBytes; readonly state: RequestState }, RequestFault>> {
  const row = await findRequest(trx, issuance.request_id ?? '');
  if (row === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
  const { state } = toRequestRow(row, undefined);
  if (!requestMayBecome(state, 'signing')) return fail({ code: 'REQUEST_STATE', data: { state } });
  const request = readRequest(row);
  return request.ok ? ok({ request: request.value, state }) : request;
}
