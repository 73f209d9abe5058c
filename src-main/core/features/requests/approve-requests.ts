import { z } from 'zod';
import { Clip } from '../../../../shared/contract/authorities.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { RequestState } from '../../../../shared/domain/request-state.ts';
import { checkText } from '../../../../shared/texts/check-text.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import type { Trx } from '../../store/tables.ts';
import {
  type Approval,
  findAuthority,
  findIssuance,
  type IssuanceRecord,
  type Issuer,
  loadIssuer,
  profileOf,
  signIssuances,
  withTokensUnlocked,
} from '../authorities/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { checkRequest } from './check-request.ts';
import { findPredecessors } from './predecessors.ts';
import { reasonsOfKey } from './key-uses.ts';
import { claimsOfCertificate, judgeLeaf } from './leaf-certificate.ts';
import { judgeClaim } from './prepare-request.ts';
import type { RequestFault, RequestsDeps } from './requests.deps.ts';
import { findRequest, updateRequest } from './requests.store.ts';
import { claimsOfRequest, reasonsAgainst, reasonsOfPurpose } from './unsignable.ts';

/** Signs what was approved, in order, the approvals of one authority after the other together. */
export async function approveRequests(
  deps: RequestsDeps,
  context: TokenContext,
  approvals: readonly Approval[],
): Promise<Result<Issued, RequestFault>> {
  const runs: Run[] = [];
  for (const approval of approvals) {
    const issuance = await findIssuance(deps.db, approval.issuanceId);
    // Certificates of authorities are signed where they are made, never by an approval from outside.
    if (issuance?.role !== 'leaf') return fail({ code: 'ISSUANCE_NOT_FOUND', data: {} });
    const last = runs.at(-1);
    if (last?.authorityId === issuance.authority_id) last.approvals.push(approval);
    else runs.push({ authorityId: issuance.authority_id, approvals: [approval] });
  }
  const authorities = await Promise.all(runs.map(({ authorityId }) => findAuthority(deps.db, authorityId)));
  // One token may hold several of them: it is opened once for the whole batch.
  const tokens = runs.length === 1 ? [] : authorities.flatMap((one) => (one === undefined ? [] : [one.token_uri]));
  const reason = `sign ${approvals.length} certificates`;
  return withTokensUnlocked<Issued, RequestFault>(deps, context, tokens, reason, () => signRuns(deps, context, runs));
}

interface Run {
  readonly authorityId: string;
  readonly approvals: Approval[];
}

interface Issued {
  readonly issued: { issuanceId: string; certificateId: string }[];
}

async function signRuns(
  deps: RequestsDeps,
  context: TokenContext,
  runs: readonly Run[],
): Promise<Result<Issued, RequestFault>> {
  const issued: Issued['issued'] = [];
  /** Of each request that is being signed. */
  const before = new Map<string, RequestState>();
  for (const { authorityId, approvals: part } of runs) {
    const name = (await findAuthority(deps.db, authorityId))?.name ?? '';
    const count = part.length === 1 ? 'a certificate' : `${part.length} certificates`;
    const signed = await signIssuances(deps, context, {
      approvals: part,
      reason: `sign ${count} as ${name}`.slice(0, 200),
      source: 'issued',
      issuer: (db) => loadIssuer(deps, db, authorityId),
      claim: (trx, issuance, view, issuer) => claim(deps, trx, issuance, view, issuer, before),
      ended: async (trx, { request_id, issuance_id }, end) => {
        if (request_id === null) return;
        // Certainly not signed: it is what it was before, and can be signed as it could then.
        if (end.state === 'prepared')
          return updateRequest(trx, request_id, { state: before.get(request_id) ?? 'prepared' });
        if (end.state !== 'issued') return updateRequest(trx, request_id, { state: end.state });
        const { certificateId } = end;
        const row = await findRequest(trx, request_id);
        const replaces = row === undefined ? undefined : (await findPredecessors(trx, [row])).get(request_id)?.replaces;
        await updateRequest(trx, request_id, { state: end.state, certificate_id: certificateId });
        await deps.issued(trx, { requestId: request_id, issuanceId: issuance_id, certificateId, replaces });
      },
    });
    if (!signed.ok) return signed;
    issued.push(...signed.value.map((one) => ({ ...one })));
  }
  return ok({ issued });
}

/** Request, policy and authority judge the stored bytes as they are now; only then the request is `signing`. */
async function claim(
  deps: RequestsDeps,
  trx: Trx,
  issuance: IssuanceRecord,
  view: CertificateView,
  issuer: Issuer,
  before: Map<string, RequestState>,
): Promise<Result<undefined, RequestFault>> {
  const judged = await judgeClaim(trx, issuance);
  if (!judged.ok) return judged;
  const { request, state } = judged.value;
  const { ids, names } = claimsOfCertificate(view);
  const purpose = KeyPurpose.parse(issuance.purpose);
  const unsignable = [
    ...(await reasonsOfKey(trx, request.view.publicKey.sha256)),
    ...reasonsAgainst(request.view, verifyCsrSignature(request.der, request.view), { ids, names }),
    ...reasonsOfPurpose(purpose, { ids, names }),
  ];
  if (unsignable.length > 0) {
    const findings = unsignable.slice(0, 200).map((reason) => ({ ...reason }));
    return fail({ code: 'REQUEST_UNSIGNABLE', data: { findings } });
  }
  if (deps.enforced()) {
    const row = await findRequest(trx, issuance.request_id ?? '');
    const checked =
      row === undefined
        ? undefined
        : await checkRequest(deps, trx, await deps.registry(trx), { row, request, issuance });
    const failed = checked?.results.filter(({ verdict }) => verdict === 'fail') ?? [];
    if (row === undefined || checked === undefined || failed.length > 0) {
      const findings = failed
        .slice(0, 200)
        .map(({ reason, values }) => ({ code: reason, message: checkText(reason, values) }));
      return fail({ code: 'REQUEST_UNSIGNABLE', data: { findings } });
    }
    const agreed = await deps.quorum(trx, { row, request, issuance, checked });
    if (!agreed.ok) return agreed;
  }
  const reasons = judgeLeaf({
    request,
    claims: claimsOfRequest(request.view),
    tbs: new Uint8Array(issuance.tbs),
    view,
    purpose,
    issuer,
    oids: profileOf(issuance),
    oidsNow: deps.oidProfile(),
    clips: z.array(Clip).parse(JSON.parse(issuance.clips)),
    now: deps.clock.now(),
  });
  if (reasons.length > 0)
    return fail({
      code: 'ISSUANCE_REFUSED',
      data: { findings: reasons.slice(0, 200).map((reason) => ({ ...reason })) },
    });
  before.set(issuance.request_id ?? '', state);
  await updateRequest(trx, issuance.request_id ?? '', { state: 'signing' });
  return ok(undefined);
}
