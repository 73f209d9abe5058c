import { statements } from '../../../../shared/contract/statements.ts';
import { CheckView } from '../../../../shared/contract/request-checks.ts';
import { checksDigestInput, type CheckResult } from '../../../../shared/domain/checks/check-result.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import {
  type CastVote,
  countRequestVotes,
  type RequestVote,
  type VoteCount,
  votesNeededFor,
} from '../../../../shared/domain/request-votes.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { isRevokedIdentity } from '../operators/index.ts';
import { findText, type VoteRecord, votesOfIssuance } from './decisions.store.ts';

/** What votes are counted for: the stored bytes as they are now, and what checks and policy say of them now. */
export interface CountQuestion {
  readonly workspaceId: string;
  readonly roster: RosterState;
  readonly oidProfile: OidProfile;
  readonly issuanceId: string;
  readonly requestSha256: string;
  readonly tbs: Uint8Array;
  readonly policy: CheckPolicy;
  readonly policySha256: string;
  readonly results: readonly CheckResult[];
  readonly enteredBy: string;
  readonly now: Date;
}

export interface CountedVotes {
  readonly records: readonly VoteRecord[];
  readonly votes: readonly CastVote[];
  readonly count: VoteCount;
}

/**
 * Counts the votes on a prepared certificate anew, from their signatures: nothing beside the signed text is believed but
 * whose vote a row says it is, and that is what the signature is verified with.
 */
export async function countVotes(db: Reader, question: CountQuestion): Promise<CountedVotes> {
  const { roster, workspaceId, policy } = question;
  const records = await votesOfIssuance(db, question.issuanceId);
  const votes: CastVote[] = [];
  for (const record of records) votes.push(await castVote(db, record, roster, question.oidProfile));
  const needed = votesNeededFor(roster, policy.votes.needed);
  const count = countRequestVotes(
    votes,
    {
      workspace: workspaceId,
      request: question.requestSha256,
      tbs: sha256Of(question.tbs),
      policy: question.policySha256,
      results: question.results,
      enteredBy: question.enteredBy,
      roles: policy.votes.roles,
      single: roster.singleOperator,
      now: question.now,
    },
    needed,
  );
  return { records, votes, count };
}

/** A stored vote with its signature verified by the certificate that the roster names for its operator now. */
export async function castVote(
  db: Reader,
  record: Pick<VoteRecord, 'jws' | 'operator_id'>,
  roster: RosterState,
  profile: OidProfile,
): Promise<CastVote> {
  const operator = roster.operators.find(({ operatorId }) => operatorId === record.operator_id);
  const vote = operator === undefined ? undefined : verifyVote(record.jws, operator.certificate, profile);
  const revoked = operator !== undefined && (await isRevokedIdentity(db, operator.certificate));
  return { vote, operator, revoked, results: vote === undefined ? undefined : await resultsOf(db, vote.checks) };
}

/** What a vote says, if this certificate (DER, base64url) signed it. */
export function verifyVote(jws: string, certificate: string, profile: OidProfile): RequestVote | undefined {
  const der = fromBase64Url(certificate);
  const verified = der === undefined ? undefined : verifyStatement(jws, statements.vote, der, profile);
  return verified?.ok === true ? verified.value : undefined;
}

const Results = CheckView.array();

async function resultsOf(db: Reader, checksSha256: string): Promise<readonly CheckResult[] | undefined> {
  const text = await findText(db, checksSha256);
  // What stands under its hash was written here; only foreign texts are looked at more closely.
  return text === undefined ? undefined : (JSON.parse(text) as readonly CheckResult[]); // checksDigestInput made it
}

/** Check results from the text whose SHA-256 votes sign; undefined for anything else. */
export function readResults(text: string): readonly CheckResult[] | undefined {
  try {
    const parsed = Results.safeParse(JSON.parse(text));
    // CheckView is the wire's form of the same data; `reason` is a plain text there, which only widens it.
    const results = parsed.success ? (parsed.data as readonly CheckResult[]) : undefined;
    return results !== undefined && sha256(checksDigestInput(results)) === sha256(text) ? results : undefined;
  } catch {
    return undefined;
  }
}
