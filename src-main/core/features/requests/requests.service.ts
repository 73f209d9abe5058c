import type { RejectReason, requestsContract, RequestRow } from '../../../../shared/contract/requests.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { mayIssue } from '../../../../shared/domain/issuance-state.ts';
import { fingerprintGroups, fingerprintWords } from '../../../../shared/domain/phone-fingerprint.ts';
import { requestMayBecome } from '../../../../shared/domain/request-state.ts';
import { fromHex } from '../../../../shared/util/hex.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { compareDocuments } from '../../workers/compare-documents.ts';
import { decodeItem } from '../../workers/decoded-item.ts';
import {
  type Approval,
  chainSha256s,
  dropPrepared,
  findAuthority,
  findIssuance,
  issuancesOfRequest,
  stateOf,
  updateIssuance,
} from '../authorities/index.ts';
import {
  type CertificateRecord,
  chainOf,
  chainPem,
  exportChain,
  findCertificate,
  loadCertificate,
  toCertificateRow,
} from '../certificates/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { answerText } from './answer-text.ts';
import { approveRequests } from './approve-requests.ts';
import { type ImportContext, importRequests } from './import-requests.ts';
import { findPredecessors, type Predecessors } from './predecessors.ts';
import { type PrepareInput, prepareRequest } from './prepare-request.ts';
import { partnerNames } from './request-list.store.ts';
import { notesOn } from './request-notes.ts';
import { tbsItem, toIssuanceView } from './request-views.ts';
import type { RequestFault, RequestsDeps } from './requests.deps.ts';
import {
  countUnclearRequests,
  findRequest,
  profileOfRequest,
  type RequestRecord,
  requestsInSigning,
  toRequestRow,
  updateRequest,
} from './requests.store.ts';

interface IssuedChain {
  readonly leaf: CertificateRecord | undefined;
  readonly ders: readonly Uint8Array[];
}

type AnswerWish = InputOf<(typeof requestsContract)['requests']['answer']>;

export type RequestsService = ReturnType<typeof createRequestsService>;

/** Incoming requests: received, looked at, prepared, approved byte for byte, rejected, answered. */
export function createRequestsService(deps: RequestsDeps) {
  const { db, unit, clock } = deps;

  async function predecessorsOf(record: RequestRecord): Promise<Predecessors> {
    return (await findPredecessors(db, [record])).get(record.request_id) ?? {};
  }

  async function partnerNameOf(record: RequestRecord): Promise<string | undefined> {
    return (await partnerNames(db, [record])).get(record.partner_id ?? '');
  }

  async function rowOf(record: RequestRecord): Promise<RequestRow> {
    return toRequestRow(record, (await predecessorsOf(record)).replaces, await partnerNameOf(record));
  }

  async function show(requestId: string) {
    const record = await findRequest(db, requestId);
    if (record === undefined) return notFound();
    const predecessors = await predecessorsOf(record);
    const request = toRequestRow(record, predecessors.replaces, await partnerNameOf(record));
    const item = decodeItem('csr', new Uint8Array(record.der), profileOfRequest(record));
    const issuances = await issuancesOfRequest(db, requestId);
    const before = request.replaces === undefined ? undefined : await findCertificate(db, request.replaces);
    // From the bytes, not from the column beside them: this is what is compared over the phone.
    const spki = fromHex(item.csr?.publicKey.spkiSha256 ?? '') ?? new Uint8Array(0);
    return ok({
      request,
      item: { ...item, findings: [...(await notesOn(db, record, predecessors)), ...item.findings] },
      issuances: issuances.slice(-100).map(toIssuanceView),
      ...(before === undefined ? {} : { predecessor: toCertificateRow(before, clock.now()) }),
      ...(record.note === null ? {} : { note: record.note }),
      spkiWords: [...fingerprintWords(spki)],
      spkiGroups: [...fingerprintGroups(spki)],
    });
  }

  async function prepare(caller: Caller, input: PrepareInput) {
    const prepared = await prepareRequest(deps, caller, input);
    return prepared.ok ? review(prepared.value.issuance_id) : prepared;
  }

  /** What is stored of a prepared certificate, beside request and predecessor. */
  async function review(issuanceId: string) {
    const issuance = await findIssuance(db, issuanceId);
    if (issuance === undefined) return fail({ code: 'ISSUANCE_NOT_FOUND' as const, data: {} });
    const record = await findRequest(db, issuance.request_id ?? '');
    if (record === undefined) return notFound();
    const tbs = tbsItem(issuance);
    const request = decodeItem('csr', new Uint8Array(record.der), profileOfRequest(record));
    const predecessors = await predecessorsOf(record);
    const { replaces } = predecessors;
    const view = toIssuanceView(issuance);
    const [before] = replaces === undefined ? [] : await chainOf(db, replaces);
    return ok({
      issuance: { ...view, findings: [...(await notesOn(db, record, predecessors)), ...view.findings] },
      item: tbs,
      againstRequest: compareDocuments(request, tbs),
      againstPredecessor:
        before === undefined ? [] : compareDocuments(decodeItem('certificate', before.der, before.profile), tbs),
    });
  }

  async function reject(
    caller: Caller,
    input: { readonly requestId: string; readonly reason: RejectReason; readonly note: string },
  ): Promise<Result<{ request: RequestRow }, RequestFault>> {
    const { requestId, reason, note } = input;
    const rejected = await unit.run(
      { event: 'request.rejected', actor: deps.actorOf(caller), subject: requestId, data: { reason, note } },
      async (trx): Promise<Result<RequestRecord, RequestFault>> => {
        const record = await findRequest(trx, requestId);
        if (record === undefined) return notFound();
        const { state } = toRequestRow(record, undefined);
        if (!requestMayBecome(state, 'rejected')) return fail({ code: 'REQUEST_STATE', data: { state } });
        await dropPrepared(trx, requestId, clock.now().toISOString());
        await updateRequest(trx, requestId, { state: 'rejected', reject_reason: reason, note });
        return ok({ ...record, state: 'rejected', reject_reason: reason, note });
      },
    );
    return rejected.ok ? ok({ request: await rowOf(rejected.value) }) : rejected;
  }

  async function drop(caller: Caller, issuanceId: string): Promise<Result<Record<string, never>, RequestFault>> {
    return unit.run(
      { event: 'issuance.dropped', actor: deps.actorOf(caller), subject: issuanceId },
      async (trx): Promise<Result<Record<string, never>, RequestFault>> => {
        const issuance = await findIssuance(trx, issuanceId);
        if (issuance?.request_id == null) return fail({ code: 'ISSUANCE_NOT_FOUND', data: {} });
        const state = stateOf(issuance);
        if (!mayIssue(state, 'dropped')) return fail({ code: 'ISSUANCE_STATE', data: { state } });
        await updateIssuance(trx, issuanceId, { state: 'dropped', ended_at: clock.now().toISOString() });
        const record = await findRequest(trx, issuance.request_id);
        // A certificate that may exist from an earlier try stays the open question that it was.
        const isUnclear = (await issuancesOfRequest(trx, issuance.request_id)).some(
          (one) => stateOf(one) === 'unclear',
        );
        if (record?.state === 'prepared')
          await updateRequest(trx, record.request_id, { state: isUnclear ? 'unclear' : 'received' });
        return ok({});
      },
    );
  }

  /** The issued certificate and exactly those above it that its authority was judged by; empty where none is issued. */
  async function issuedChain({ certificate_id }: RequestRecord): Promise<Result<IssuedChain, RequestFault>> {
    const leaf = certificate_id === null ? undefined : await findCertificate(db, certificate_id);
    const loaded = leaf && (await loadCertificate(db, leaf));
    if (leaf === undefined || loaded === undefined) return ok({ leaf: undefined, ders: [] });
    const authority = leaf.issued_by === null ? undefined : await findAuthority(db, leaf.issued_by);
    const recorded = authority === undefined ? [] : chainSha256s(authority);
    const above = await deps.certificates.exactly(db, recorded);
    const gone = recorded.find((_, i) => above[i] === undefined);
    if (gone !== undefined) return fail({ code: 'AUTHORITY_CHAIN_ALTERED', data: { sha256: gone } });
    return ok({ leaf, ders: [loaded.der, ...above.flatMap((der) => der ?? [])] });
  }

  async function answer({ requestId, format, language }: AnswerWish) {
    const record = await findRequest(db, requestId);
    if (record === undefined) return notFound();
    const request = await rowOf(record);
    const issued = await issuedChain(record);
    if (!issued.ok) return issued;
    const { leaf, ders } = issued.value;
    const isAnswered = leaf !== undefined || (format === 'message' && request.state === 'rejected');
    if (!isAnswered) return fail({ code: 'REQUEST_STATE', data: { state: request.state } } as const);
    const name = request.keyGroupId ?? request.commonName;
    if (format !== 'message') return ok(exportChain(ders, name, format));
    const certificate = leaf && toCertificateRow(leaf, clock.now());
    const text = answerText({ request, certificate, chainPem: chainPem(ders), note: record.note }, language ?? 'en');
    const { suggestedName } = exportChain(ders, name, 'pem');
    return ok({
      content: new Uint8Array(Buffer.from(text, 'utf8')),
      suggestedName: suggestedName.replace(/\.pem$/, '.message.txt'),
      mediaType: 'text/plain',
    });
  }

  /** Requests whose certificate was being signed when core ended; their issuances were settled before. Answers how many. */
  async function reconcile(): Promise<number> {
    const cut = await requestsInSigning(db);
    for (const { request_id } of cut) {
      await unit.run({ event: 'request.unclear', actor: deps.system, subject: request_id }, async (trx) => {
        await updateRequest(trx, request_id, { state: 'unclear' });
        return ok(undefined);
      });
    }
    return cut.length;
  }

  return {
    import: (caller: Caller, { stop, emit }: Omit<ImportContext, 'actor'>, sources: readonly InputSource[]) =>
      importRequests(deps, { stop, emit, actor: deps.actorOf(caller) }, sources),
    show,
    prepare,
    review,
    approve: (context: TokenContext, approvals: readonly Approval[]) => approveRequests(deps, context, approvals),
    reject,
    drop,
    answer,
    countUnclear: () => countUnclearRequests(db),
    reconcile,
  };
}

function notFound(): Result<never, { readonly code: 'REQUEST_NOT_FOUND'; readonly data: Record<string, never> }> {
  return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
}
