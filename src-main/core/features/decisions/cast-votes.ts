import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecisionView } from '../../../../shared/contract/decisions.ts';
import type { Statement } from '../../../../shared/contract/statements.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { requestMayBecome } from '../../../../shared/domain/request-state.ts';
import type { RosterOperator } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Trx } from '../../store/tables.ts';
import { findIssuance, stateOf } from '../authorities/index.ts';
import { findIdentityKey, signStatements } from '../operators/index.ts';
import { findRequest, updateRequest } from '../requests/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { countVotes } from './count-votes.ts';
import { type Decision, decisionView, loadDecision, type NoVote, whyNoVote } from './decision-state.ts';
import type { DecisionFault, DecisionsDeps } from './decisions.deps.ts';
import { insertVote, keepText } from './decisions.store.ts';

export interface Ballot {
  readonly issuanceId: string;
  readonly tbsSha256: string;
}

export interface VoteWish {
  readonly ballots: readonly Ballot[];
  readonly decision: 'approve' | 'reject';
}

/** Votes that are stored together: a transaction must not hold core up. */
const PART = 3;

type Payload = Extract<Statement, { type: 'vote' }>['payload'];

/**
 * Votes with the identity key of whoever is signed in: all ballots are judged first, one that may not be cast keeps all from
 * being cast; then they are signed with one PIN, and stored in parts, each looked at once more inside its transaction.
 */
export async function castVotes(
  deps: DecisionsDeps,
  context: TokenContext,
  wish: VoteWish,
  wasOpened: (ballot: Ballot) => boolean,
): Promise<Result<{ decisions: DecisionView[] }, DecisionFault>> {
  const operator = deps.operators.voter(context.caller);
  const signed =
    operator === undefined
      ? fail({ code: 'NOT_SIGNED_IN_AS_OPERATOR' as const, data: {} })
      : await judgeAndSign(deps, context, operator, wish, wasOpened);
  const actor = deps.actorOf(context.caller);
  for (let at = 0; at < wish.ballots.length; at += PART) {
    const part = signed.ok ? ok(signed.value.slice(at, at + PART)) : signed;
    const asked = signed.ok ? wish.ballots.slice(at, at + PART) : wish.ballots;
    const stored = await storePart(deps, actor, { ...wish, ballots: asked }, part, at);
    if (!stored.ok) return stored;
    await nextTurn();
  }
  const decisions: DecisionView[] = [];
  for (const { issuanceId } of wish.ballots) {
    const now = await loadDecision(deps, deps.db, issuanceId);
    if (!now.ok) return now;
    decisions.push(decisionView(deps, now.value, operator));
    await nextTurn();
  }
  return ok({ decisions });
}

/** One transaction with its audit entry; the votes after a part that failed are not cast. */
function storePart(
  deps: DecisionsDeps,
  actor: Actor,
  { ballots, decision }: VoteWish,
  signed: Result<readonly SignedVote[], DecisionFault>,
  offset: number,
): Promise<Result<undefined, DecisionFault>> {
  const [first] = ballots;
  const subject = first === undefined ? {} : { subject: first.issuanceId };
  const data = { decision, ballots: ballots.map((ballot) => ({ ...ballot })) };
  return deps.unit.run<undefined, DecisionFault>(
    { event: 'request.voted', actor, ...subject, data },
    async (trx, entry) => {
      if (!signed.ok) return signed;
      entry.data({
        votes: signed.value.map(({ decision: { requestSha256, tbsSha256 }, jws }) => ({
          request: requestSha256,
          tbs: tbsSha256,
          vote: sha256(jws),
        })),
      });
      for (const [index, vote] of signed.value.entries())
        if (!(await takeVote(deps, trx, vote, { via: 'here', by: actor.name })))
          return fail({ code: 'BALLOT_REFUSED', data: { index: offset + index, reason: 'changed' } });
      return ok(undefined);
    },
  );
}

interface SignedVote {
  readonly decision: Decision;
  readonly operatorId: string;
  readonly jws: string;
}

async function judgeAndSign(
  deps: DecisionsDeps,
  context: TokenContext,
  operator: RosterOperator,
  { ballots, decision }: VoteWish,
  wasOpened: (ballot: Ballot) => boolean,
): Promise<Result<readonly SignedVote[], DecisionFault>> {
  const loaded: Decision[] = [];
  for (const [index, ballot] of ballots.entries()) {
    const refused = (reason: 'not-opened' | 'changed' | NoVote) =>
      fail({ code: 'BALLOT_REFUSED' as const, data: { index, reason } });
    if (!wasOpened(ballot)) return refused('not-opened');
    const one = await loadDecision(deps, deps.db, ballot.issuanceId);
    if (!one.ok) return one;
    if (one.value.tbsSha256 !== ballot.tbsSha256) return refused('changed');
    const reason = whyNoVote(one.value, operator);
    if (reason !== undefined && !(reason === 'failed-checks' && decision === 'reject')) return refused(reason);
    loaded.push(one.value);
    // Checks on one request are a task of their own; hundreds of them must not hold core up.
    await nextTurn();
  }
  const key = await findIdentityKey(deps, operator.certificate);
  if (!key.ok) return key;
  const statements = loaded.map((one) => ({ type: 'vote' as const, payload: payloadOf(deps, one, decision) }));
  const what = ballots.length === 1 ? 'vote on a request' : `vote on ${ballots.length} requests`;
  const signed = await signStatements(deps, context, key.value, statements, `${operator.name}: ${what}`);
  if (!signed.ok) return signed;
  const { operatorId } = operator;
  return ok(loaded.map((one, i) => ({ decision: one, operatorId, jws: signed.value[i] ?? '' })));
}

/** What a vote of this moment says. */
function payloadOf(
  { clock, workspaceId }: Pick<DecisionsDeps, 'clock' | 'workspaceId'>,
  { requestSha256, tbsSha256, checked, checksText, roster }: Decision,
  decision: Payload['decision'],
): Payload {
  const iat = Math.floor(clock.now().getTime() / 1000);
  return {
    v: 1,
    workspace: workspaceId,
    iat,
    exp: iat + checked.policy.votes.expireHours * 3600,
    request: requestSha256,
    tbs: tbsSha256,
    policy: checked.policySha256,
    checks: sha256(checksText),
    decision,
    single: roster?.singleOperator ?? false,
  };
}

/**
 * Stores a vote that was judged before, with the texts that it signs, and moves the request on. False when the bytes are
 * not those any more or are no longer to be voted on.
 */
export async function takeVote(
  deps: DecisionsDeps,
  trx: Trx,
  { decision, operatorId, jws }: SignedVote,
  { via, by }: { readonly via: 'here' | 'file'; readonly by: string },
): Promise<boolean> {
  const { issuance, row, checked } = decision;
  const vote = {
    vote_id: deps.newId(),
    request_id: row.request_id,
    issuance_id: issuance.issuance_id,
    operator_id: operatorId,
    jws,
    via,
    taken_at: deps.clock.now().toISOString(),
    taken_by: by,
  };
  await keepText(trx, decision.checksText);
  await keepText(trx, canonicalJson(plainJson(checked.policy)));
  await insertVote(trx, vote);
  const now = await findIssuance(trx, issuance.issuance_id);
  const request = await findRequest(trx, row.request_id);
  if (now === undefined || request === undefined || decision.voting === undefined) return false;
  const isAsJudged = stateOf(now) === 'prepared' && sha256Of(new Uint8Array(now.tbs)) === decision.tbsSha256;
  // The state is for people; whether it may be signed is counted anew, with all checks, right before the signature.
  const { count } = await countVotes(trx, decision.voting);
  const state = count.state === 'approved' ? 'approved' : 'voting';
  if (!isAsJudged || !mayBecome(request.state, state)) return false;
  await updateRequest(trx, row.request_id, { state });
  return true;
}

function mayBecome(before: string, state: 'voting' | 'approved'): boolean {
  const from = (['prepared', 'voting', 'approved'] as const).find((one) => one === before);
  return from !== undefined && requestMayBecome(from, state);
}
