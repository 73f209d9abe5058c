import { type CheckResult, worse } from './checks/check-result.ts';
import type { OperatorRole } from './roles.ts';

/** What an operator's vote on a request says (shared/contract/statements.ts). Times are seconds since 1970. */
export interface RequestVote {
  readonly workspace: string;
  readonly iat: number;
  readonly exp: number;
  /** SHA-256 of the CSR, the to-be-signed certificate, the policy and the check results, lower-case hex. */
  readonly request: string;
  readonly tbs: string;
  readonly policy: string;
  readonly checks: string;
  readonly decision: 'approve' | 'reject';
  readonly single: boolean;
}

/** Why a vote does not count, in the order in which it is asked. */
export const voidReasons = [
  /** Not signed by a certificate that the roster names now. */
  'signature',
  'other-workspace',
  /** The operator's certificate was revoked or put on hold. */
  'revoked',
  /** The operator has none of the roles whose votes count. */
  'role',
  /** Whoever entered a request has no vote on it. */
  'entered-it',
  /** Cast in single-operator mode, which has ended. */
  'single',
  'not-yet',
  'expired',
  'request-changed',
  'bytes-changed',
  'policy-changed',
  /** A check judges worse than when the vote was cast. */
  'got-worse',
  /** The same operator has voted again. */
  'replaced',
] as const;
export type VoidReason = (typeof voidReasons)[number];
export type VoteStanding = 'counts' | VoidReason;

/** A vote as it is stored; `vote` is absent when its signature is of no operator. */
export interface CastVote {
  readonly vote: RequestVote | undefined;
  readonly operator:
    { readonly operatorId: string; readonly name: string; readonly roles: readonly OperatorRole[] } | undefined;
  readonly revoked: boolean;
  /** What the checks said when it was cast; undefined when that is not what the vote signs. */
  readonly results: readonly CheckResult[] | undefined;
}

/** What votes are counted for: a request as it stands at this moment. */
export interface VoteQuestion {
  readonly workspace: string;
  readonly request: string;
  readonly tbs: string;
  readonly policy: string;
  readonly results: readonly CheckResult[];
  readonly enteredBy: string;
  /** Roles whose votes count, by the policy. */
  readonly roles: readonly OperatorRole[];
  readonly single: boolean;
  readonly now: Date;
}

/** Clocks of two machines differ; a vote that was signed elsewhere may come from a little ahead. */
const MAX_AHEAD_SECONDS = 300;

/** Whether one vote counts by itself; see {@link countRequestVotes} for those of one operator. */
export function judgeRequestVote({ vote, operator, revoked, results }: CastVote, question: VoteQuestion): VoteStanding {
  if (vote === undefined || operator === undefined) return 'signature';
  if (vote.workspace !== question.workspace) return 'other-workspace';
  if (revoked) return 'revoked';
  if (!mayVote(operator.roles, question.roles)) return 'role';
  if (!question.single && hasEntered(operator.name, question.enteredBy)) return 'entered-it';
  if (vote.single !== question.single) return 'single';
  const now = question.now.getTime() / 1000;
  if (vote.iat > now + MAX_AHEAD_SECONDS) return 'not-yet';
  if (now >= vote.exp) return 'expired';
  if (vote.request !== question.request) return 'request-changed';
  if (vote.tbs !== question.tbs) return 'bytes-changed';
  if (vote.policy !== question.policy) return 'policy-changed';
  if (vote.decision === 'approve' && (results === undefined || worse(results, question.results).length > 0))
    return 'got-worse';
  return 'counts';
}

/** Whether somebody with these roles may vote where those roles count. */
export function mayVote(has: readonly OperatorRole[], counting: readonly OperatorRole[]): boolean {
  return has.some((role) => counting.includes(role));
}

/** Names are unique among operators in any letter case; whoever entered a request is known by name. */
export function hasEntered(operatorName: string, enteredBy: string): boolean {
  return operatorName.trim().toLowerCase() === enteredBy.trim().toLowerCase();
}

export interface VoteCount {
  /** In the order given. */
  readonly standings: readonly VoteStanding[];
  readonly approvals: number;
  readonly rejections: number;
  readonly needed: number;
  /** `against`: somebody who may vote says no; as long as that counts nothing is signed. */
  readonly state: 'open' | 'approved' | 'against';
}

/**
 * Counts votes, oldest first, of distinct operators: of one operator only the last counts, also when that one is void by
 * itself for another reason than being forged (whoever changed their mind is not counted by their first word).
 */
export function countRequestVotes(votes: readonly CastVote[], question: VoteQuestion, needed: number): VoteCount {
  const last = new Map<string, number>();
  const alone = votes.map((one) => judgeRequestVote(one, question));
  for (const [index, { operator }] of votes.entries())
    if (operator !== undefined && alone[index] !== 'signature') last.set(operator.operatorId, index);
  const standings = alone.map((standing, index): VoteStanding => {
    const operatorId = votes[index]?.operator?.operatorId;
    if (standing === 'signature' || operatorId === undefined) return standing;
    return last.get(operatorId) === index ? standing : 'replaced';
  });
  const counted = (decision: RequestVote['decision']): number =>
    votes.filter(({ vote }, index) => standings[index] === 'counts' && vote?.decision === decision).length;
  const approvals = counted('approve');
  const rejections = counted('reject');
  const state = rejections > 0 ? 'against' : needed > 0 && approvals >= needed ? 'approved' : 'open';
  return { standings, approvals, rejections, needed, state };
}

/** How many must agree: what roster and policy ask for, whichever is more; one where there is only one. */
export function votesNeededFor(
  roster: { readonly singleOperator: boolean; readonly votesNeeded: number },
  policyNeeded: number,
): number {
  return roster.singleOperator ? 1 : Math.max(roster.votesNeeded, policyNeeded);
}
