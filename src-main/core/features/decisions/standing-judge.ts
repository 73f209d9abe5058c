import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { matchStanding, type StandingReason } from '../../../../shared/domain/standing-approval.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { appendEntry } from '../../store/append-entry.ts';
import type { IssuedForRequest } from '../requests/index.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { StandingJudgeDeps } from './standing.deps.ts';
import { standingFacts, type StandingQuestion } from './standing-facts.ts';
import { rulesInForce } from './standing-rules.ts';
import { dropClaim, findUse, putClaim, settleClaim } from './standing.store.ts';

export interface JudgedRule {
  readonly rule: StandingRule;
  /** Empty: it stands for the request. */
  readonly reasons: readonly StandingReason[];
}

/** What each rule in force for the request's key group says of it. */
export async function judgeRules(
  deps: StandingJudgeDeps,
  db: Reader,
  question: StandingQuestion,
): Promise<readonly JudgedRule[]> {
  const keyGroupId = question.request.view.ocpi.keyGroupId?.text;
  const judged: JudgedRule[] = [];
  for (const rule of await rulesInForce(deps, db)) {
    if (rule.keyGroupId !== keyGroupId) continue;
    const facts = await standingFacts(deps, db, rule, question);
    judged.push({ rule, reasons: matchStanding(rule, facts, deps.clock.now()) });
  }
  return judged;
}

/**
 * For the quorum: whether a rule stands for what is about to be signed, asked of the final bytes inside the transaction
 * that claims them. The claim is written there too, so that a crash does not hide under which rule it was.
 */
export async function claimStanding(deps: StandingJudgeDeps, trx: Trx, question: StandingQuestion): Promise<boolean> {
  const { issuance, row } = question;
  if (issuance === undefined) return false;
  await dropClaim(trx, issuance.issuance_id);
  const fitting = (await judgeRules(deps, trx, question)).find(({ reasons }) => reasons.length === 0);
  if (fitting === undefined) return false;
  await putClaim(trx, {
    issuance_id: issuance.issuance_id,
    standing_id: fitting.rule.standingId,
    request_id: row.request_id,
    at: deps.clock.now().toISOString(),
  });
  return true;
}

/** The port `issued` of requests: records the use of a rule in the transaction that stores the certificate. */
export async function standingIssued(
  deps: Pick<StandingJudgeDeps, 'clock'> & { readonly workspaceId: string; readonly system: Actor },
  trx: Trx,
  { requestId, issuanceId, certificateId }: IssuedForRequest,
): Promise<void> {
  const use = await findUse(trx, issuanceId);
  if (use === undefined) return;
  await settleClaim(trx, issuanceId, certificateId);
  await appendEntry(trx, deps.workspaceId, deps.clock.now(), {
    event: 'standing.used',
    actor: deps.system,
    subject: use.standing_id,
    data: { requestId, issuanceId, certificateId },
    outcome: 'done',
  });
}
