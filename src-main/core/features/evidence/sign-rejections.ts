import { RejectReason, RequestState } from '../../../../shared/contract/requests.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { findIdentityKey, signStatements } from '../operators/index.ts';
import { findRequest, readRequest, type RequestRecord } from '../requests/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { EvidenceDeps, EvidenceFault } from './evidence.deps.ts';
import { findRejection, putRejection } from './evidence.store.ts';

/** Longer notes are for colleagues; the statement has room for so many characters. */
const MOST_NOTE = 2000;

/** Signs rejections that were recorded before: one statement for each over the request's bytes, reason and note. All or none. */
export async function signRejections(
  deps: EvidenceDeps,
  context: TokenContext,
  requestIds: readonly string[],
): Promise<Result<{ signed: number }, EvidenceFault>> {
  const ids = [...new Set(requestIds)];
  const signed = await sign(deps, context, ids);
  const actor = deps.actorOf(context.caller);
  const [subject] = ids;
  return deps.unit.run<{ signed: number }, EvidenceFault>(
    {
      event: 'request.rejection-signed',
      actor,
      data: { requests: ids },
      ...(subject === undefined ? {} : { subject }),
    },
    async (trx) => {
      if (!signed.ok) return signed;
      for (const { row, jws, certificate } of signed.value) {
        const now = await findRequest(trx, row.request_id);
        if (now?.state !== 'rejected' || now.reject_reason !== row.reject_reason || now.note !== row.note)
          return fail({ code: 'REQUEST_STATE', data: { state: RequestState.parse(now?.state ?? row.state) } });
        const at = deps.clock.now().toISOString();
        await putRejection(trx, {
          request_id: row.request_id,
          jws,
          certificate,
          signed_at: at,
          signed_by: actor.name,
        });
      }
      return ok({ signed: signed.value.length });
    },
  );
}

interface SignedRejection {
  readonly row: RequestRecord;
  readonly jws: string;
  readonly certificate: string;
}

async function sign(
  deps: EvidenceDeps,
  context: TokenContext,
  ids: readonly string[],
): Promise<Result<readonly SignedRejection[], EvidenceFault>> {
  const operator = deps.operators.voter(context.caller);
  if (operator === undefined) return fail({ code: 'NOT_SIGNED_IN_AS_OPERATOR', data: {} });
  const rows: RequestRecord[] = [];
  for (const id of ids) {
    const row = await findRequest(deps.db, id);
    // Bytes that were changed in the database are nobody's request any more.
    if (row === undefined || !readRequest(row).ok) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
    if (row.state !== 'rejected')
      return fail({ code: 'REQUEST_STATE', data: { state: RequestState.parse(row.state) } });
    rows.push(row);
  }
  const key = await findIdentityKey(deps, operator.certificate);
  if (!key.ok) return key;
  const iat = Math.floor(deps.clock.now().getTime() / 1000);
  const wished = rows.map((row) => ({
    type: 'rejection' as const,
    payload: {
      v: 1 as const,
      workspace: deps.workspaceId,
      iat,
      request: row.sha256,
      reason: reasonOf(row),
      note: noteOf(row),
    },
  }));
  const what = rows.length === 1 ? 'reject a request' : `reject ${rows.length} requests`;
  const signed = await signStatements(deps, context, key.value, wished, `${operator.name}: ${what}`);
  if (!signed.ok) return signed;
  const { certificate } = operator;
  return ok(rows.map((row, i) => ({ row, jws: signed.value[i] ?? '', certificate })));
}

function reasonOf({ reject_reason }: RequestRecord): RejectReason {
  return RejectReason.catch('other').parse(reject_reason);
}

function noteOf({ note }: RequestRecord): string {
  return (note ?? '').slice(0, MOST_NOTE);
}

/** What goes back to the requester. Without a signature it says so: it is then worth as much as the way it came. */
export async function rejectionFile(deps: Pick<EvidenceDeps, 'db' | 'workspaceId'>, requestId: string) {
  const row = await findRequest(deps.db, requestId);
  if (row === undefined) return fail({ code: 'REQUEST_NOT_FOUND' as const, data: {} });
  if (row.state !== 'rejected')
    return fail({ code: 'REQUEST_STATE' as const, data: { state: RequestState.parse(row.state) } });
  const signed = await findRejection(deps.db, requestId);
  const file = {
    kind: 'ocpi-console rejection',
    v: 1,
    workspace: deps.workspaceId,
    request: row.sha256,
    reason: reasonOf(row),
    note: noteOf(row),
    signed: signed !== undefined,
    ...(signed === undefined ? {} : { jws: signed.jws, certificate: signed.certificate }),
  };
  return ok({
    content: encodeUtf8(`${canonicalJson(file)}\n`),
    suggestedName: `rejection-${row.sha256.slice(0, 12)}.json`,
    mediaType: 'application/json',
    signed: signed !== undefined,
  });
}
