import { defaultTerms } from '../../../../shared/domain/replacement-plan.ts';
import { appendEntry } from '../../store/append-entry.ts';
import type { Trx } from '../../store/tables.ts';
import { type CertificateRecord, findCertificate } from '../certificates/index.ts';
import {
  findProof,
  findRequest,
  type IssuedForRequest,
  judgeProof,
  listConfirmations,
  readRequest,
} from '../requests/index.ts';
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
  if (!(await isVouched(trx, requestId, older))) return;
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
  const overlapDays = choice?.overlap_days ?? deps.overlapDays();
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

/**
 * Whether somebody vouches for exactly this key as the successor of exactly this certificate: a confirmation of the key, or
 * a proof by the older key whose signature is right. That a proof lies there says nothing: it comes with the message.
 */
async function isVouched(trx: Trx, requestId: string, older: CertificateRecord): Promise<boolean> {
  const row = await findRequest(trx, requestId);
  const request = row === undefined ? undefined : readRequest(row);
  if (request?.ok !== true) return false;
  const { sha256 } = request.value.view.publicKey;
  if ((await listConfirmations(trx, requestId)).some(({ spki_sha256 }) => spki_sha256 === sha256)) return true;
  const proof = await findProof(trx, requestId);
  const judged = proof === undefined ? null : await judgeProof(trx, proof.jws, request.value);
  return (
    judged?.verdict === 'valid' &&
    judged.keyGroupId === older.key_group_id &&
    judged.predecessorSpkiSha256 === older.spki_sha256
  );
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
