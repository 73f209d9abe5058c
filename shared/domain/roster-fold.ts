import { fail, ok, type Result } from '../util/result.ts';
import {
  applyChange,
  approversOf,
  firstRoster,
  NO_ENTRY_BEFORE,
  type RosterBody,
  type RosterRuleFault,
  type RosterState,
  rosterText,
  votesOf,
} from './roster.ts';

/** An entry as it is kept: the text that was voted on, and the votes as compact JWS. */
export interface RosterEntry {
  readonly text: string;
  readonly votes: readonly string[];
}

/** What a vote says, once its signature was found good. */
export interface RosterVote {
  readonly workspace: string;
  readonly seq: number;
  /** SHA-256 of the entry's text. */
  readonly entry: string;
  readonly decision: 'approve' | 'reject';
}

export type RosterFault =
  | { readonly code: 'ROSTER_EMPTY'; readonly data: Readonly<Record<string, never>> }
  /** No canonical JSON, or not the members of an entry. */
  | { readonly code: 'ROSTER_FORM'; readonly data: { readonly seq: number } }
  /** Another workspace, a gap, or not built on the entry before. */
  | { readonly code: 'ROSTER_CHAIN'; readonly data: { readonly seq: number } }
  | {
      readonly code: 'ROSTER_VOTES';
      readonly data: { readonly seq: number; readonly have: number; readonly needed: number };
    }
  | { readonly code: 'ROSTER_BROKEN_RULE'; readonly data: { readonly seq: number; readonly rule: string } };

export interface RosterPorts {
  /** SHA-256 over UTF-8, lower-case hex. */
  readonly sha256: (text: string) => string;
  /** Reads an entry's text strictly. */
  readonly readBody: (text: string) => RosterBody | undefined;
  /** The vote, when its signature is right under this certificate (DER, base64url) and the JWS names it. */
  readonly verifyVote: (jws: string, certificate: string) => RosterVote | undefined;
}

/**
 * Walks a roster from its first entry: form, chain, votes of those whom the roster before names, rules. Answers with the
 * roster that the last entry makes, or with the first thing that is wrong.
 */
export function foldRoster(
  entries: readonly RosterEntry[],
  workspace: string,
  ports: RosterPorts,
): Result<RosterState, RosterFault> {
  let state: RosterState | undefined;
  for (const entry of entries) {
    const next = addEntry(state, entry, workspace, ports);
    if (!next.ok) return next;
    state = next.value;
  }
  return state === undefined ? fail({ code: 'ROSTER_EMPTY', data: {} }) : ok(state);
}

/** One step of {@link foldRoster}: the roster after this entry. `state` is undefined before the first. */
export function addEntry(
  state: RosterState | undefined,
  entry: RosterEntry,
  workspace: string,
  ports: RosterPorts,
): Result<RosterState, RosterFault> {
  const seq = (state?.seq ?? 0) + 1;
  const body = ports.readBody(entry.text);
  if (body === undefined || rosterText(body) !== entry.text) return fail({ code: 'ROSTER_FORM', data: { seq } });
  const isNext = body.workspace === workspace && body.seq === seq && body.prev === (state?.head ?? NO_ENTRY_BEFORE);
  if (!isNext) return fail({ code: 'ROSTER_CHAIN', data: { seq } });
  const hash = ports.sha256(entry.text);
  const after = state === undefined ? firstRoster(body, hash) : applyChange(state, body.change);
  if (!after.ok) return brokenRule(seq, after.error);
  // The first entry is voted on by the operator whom it names: nobody came before.
  const voters = state ?? after.value;
  const { have, needed } = countVotes(voters, entry.votes, { workspace, seq, hash }, ports);
  if (have < needed) return fail({ code: 'ROSTER_VOTES', data: { seq, have, needed } });
  return ok({ ...after.value, seq, head: hash });
}

export interface VoteCount {
  readonly have: number;
  readonly needed: number;
}

/**
 * Counts the valid approvals of distinct approvers, or of recovery keys where those are nearer to what they need. A
 * rejection counts for nothing; a vote of somebody who is no approver neither.
 */
export function countVotes(
  voters: RosterState,
  votes: readonly string[],
  about: { readonly workspace: string; readonly seq: number; readonly hash: string },
  ports: Pick<RosterPorts, 'verifyVote'>,
): VoteCount {
  const approves = (certificate: string): boolean =>
    votes.some((jws) => {
      const vote = ports.verifyVote(jws, certificate);
      return (
        vote?.decision === 'approve' &&
        vote.workspace === about.workspace &&
        vote.seq === about.seq &&
        vote.entry === about.hash
      );
    });
  const have = approversOf(voters).filter(({ certificate }) => approves(certificate)).length;
  const needed = votesOf(voters);
  const { recovery } = voters;
  if (have >= needed || recovery === undefined) return { have, needed };
  const recovered = recovery.certificates.filter(approves).length;
  return recovered >= recovery.needed ? { have: recovered, needed: recovery.needed } : { have, needed };
}

function brokenRule(seq: number, { data }: RosterRuleFault): Result<never, RosterFault> {
  return fail({ code: 'ROSTER_BROKEN_RULE', data: { seq, rule: data.reason } });
}
