import type { DecisionView, VoteView } from '../../../../shared/contract/decisions.ts';
import { checksDigestInput, worstOf } from '../../../../shared/domain/checks/check-result.ts';
import { hasEntered, mayVote } from '../../../../shared/domain/request-votes.ts';
import type { RosterOperator, RosterState } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { findIssuance, type IssuanceRecord, stateOf } from '../authorities/index.ts';
import { type CheckedRequest, checkRequest, findRequest, readRequest, type RequestRecord } from '../requests/index.ts';
import { type CountedVotes, type CountQuestion, countVotes } from './count-votes.ts';
import type { DecisionFault, DecisionsDeps } from './decisions.deps.ts';
import { findUse } from './standing.store.ts';

/** A prepared certificate, judged at this moment. */
export interface Decision {
  readonly row: RequestRecord;
  readonly issuance: IssuanceRecord;
  readonly requestSha256: string;
  /** Of the stored bytes, not of the column beside them. */
  readonly tbsSha256: string;
  readonly checked: CheckedRequest;
  /** Canonical JSON of the results: its SHA-256 stands in votes. */
  readonly checksText: string;
  readonly roster: RosterState | undefined;
  /** What votes are counted for; absent without a roster that holds. */
  readonly voting: CountQuestion | undefined;
  readonly counted: CountedVotes | undefined;
  /** The standing approval under which it was issued. */
  readonly standingId: string | undefined;
}

/** Loads a prepared certificate and asks checks and votes anew. */
export async function loadDecision(
  deps: DecisionsDeps,
  db: Reader,
  issuanceId: string,
): Promise<Result<Decision, DecisionFault>> {
  const issuance = await findIssuance(db, issuanceId);
  if (issuance?.role !== 'leaf') return fail({ code: 'ISSUANCE_NOT_FOUND', data: {} });
  const row = await findRequest(db, issuance.request_id ?? '');
  const request = row === undefined ? undefined : readRequest(row);
  // Bytes that were changed in the database are nobody's request any more.
  if (row === undefined || request?.ok !== true) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
  const question = { row, request: request.value, issuance };
  const checked = await checkRequest(deps, db, await deps.registry(db), question);
  const tbs = new Uint8Array(issuance.tbs);
  const requestSha256 = request.value.view.sha256;
  const guarded = deps.operators.roster();
  const roster = guarded.state === 'good' ? guarded.roster : undefined;
  const voting: CountQuestion | undefined =
    roster === undefined
      ? undefined
      : {
          workspaceId: deps.workspaceId,
          roster,
          oidProfile: deps.oidProfile(),
          issuanceId,
          requestSha256,
          tbs,
          policy: checked.policy,
          policySha256: checked.policySha256,
          results: checked.results,
          enteredBy: row.received_by,
          now: deps.clock.now(),
        };
  const counted = voting && (await countVotes(db, voting));
  const checksText = checksDigestInput(checked.results);
  const standingId = (await findUse(db, issuanceId))?.standing_id;
  return ok({
    standingId,
    row,
    issuance,
    requestSha256,
    tbsSha256: sha256Of(tbs),
    checked,
    checksText,
    roster,
    voting,
    counted,
  });
}

export type NoVote = Exclude<
  NonNullable<DecisionView['noVote']>,
  'nobody-enrolled' | 'roster-locked' | 'not-signed-in'
>;

/** Why this operator may not vote on it; undefined when nothing is against it. A vote against is always open. */
export function whyNoVote({ row, issuance, checked, roster }: Decision, operator: RosterOperator): NoVote | undefined {
  if (stateOf(issuance) !== 'prepared') return 'not-prepared';
  if (!mayVote(operator.roles, checked.policy.votes.roles)) return 'role';
  if (roster?.singleOperator === false && hasEntered(operator.name, row.received_by)) return 'entered-it';
  return worstOf(checked.results) === 'fail' ? 'failed-checks' : undefined;
}

/** A decision as it is shown to somebody: `operator` is who asks, if that is known. */
export function decisionView(
  deps: Pick<DecisionsDeps, 'operators'>,
  decision: Decision,
  operator: RosterOperator | undefined,
): DecisionView {
  const { row, issuance, roster, counted, checked } = decision;
  const count = counted?.count;
  const noVote = reasonFor(deps, decision, operator);
  return {
    requestId: row.request_id,
    issuanceId: issuance.issuance_id,
    requestSha256: decision.requestSha256,
    tbsSha256: decision.tbsSha256,
    policySha256: checked.policySha256,
    checksSha256: sha256(decision.checksText),
    state: deps.operators.roster().state === 'none' ? 'free' : (count?.state ?? 'open'),
    approvals: count?.approvals ?? 0,
    rejections: count?.rejections ?? 0,
    needed: count?.needed ?? 0,
    single: roster?.singleOperator ?? false,
    worst: worstOf(checked.results),
    votes: counted === undefined ? [] : voteViews(counted),
    couldVote: couldVote(decision),
    ...(noVote === undefined ? {} : { noVote }),
    ...(decision.standingId === undefined ? {} : { standingId: decision.standingId }),
  };
}

/** Operators with a vote on it who have not agreed, or whose agreement has become void. */
function couldVote({ row, checked, roster, counted }: Decision): string[] {
  if (roster === undefined || counted === undefined) return [];
  const agreed = new Set(
    counted.votes
      .filter(({ vote }, index) => counted.count.standings[index] === 'counts' && vote?.decision === 'approve')
      .map(({ operator }) => operator?.operatorId),
  );
  return roster.operators
    .filter(({ roles }) => mayVote(roles, checked.policy.votes.roles))
    .filter(({ name }) => roster.singleOperator || !hasEntered(name, row.received_by))
    .filter(({ operatorId }) => !agreed.has(operatorId))
    .map(({ name }) => name);
}

function reasonFor(
  { operators }: Pick<DecisionsDeps, 'operators'>,
  decision: Decision,
  operator: RosterOperator | undefined,
): DecisionView['noVote'] {
  const { state } = operators.roster();
  if (state === 'none') return 'nobody-enrolled';
  if (state === 'locked') return 'roster-locked';
  return operator === undefined ? 'not-signed-in' : whyNoVote(decision, operator);
}

function voteViews({ records, votes, count }: CountedVotes): VoteView[] {
  return records.map((record, index): VoteView => {
    const cast = votes[index];
    const time = (seconds: number | undefined): string =>
      seconds === undefined ? record.taken_at : new Date(seconds * 1000).toISOString();
    return {
      voteId: record.vote_id,
      ...(cast?.operator === undefined ? {} : { operatorId: cast.operator.operatorId }),
      name: cast?.operator?.name ?? '',
      decision: cast?.vote?.decision ?? 'reject',
      at: time(cast?.vote?.iat),
      expires: time(cast?.vote?.exp),
      standing: count.standings[index] ?? 'signature',
      via: record.via === 'file' ? 'file' : 'here',
    };
  });
}
