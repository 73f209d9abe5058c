import { z } from 'zod';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { CheckPolicy } from '../../../../shared/contract/policy.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import type { CheckPolicy as Policy } from '../../../../shared/domain/checks/check-policy.ts';
import { effectivePolicy, policyDocument } from '../../../../shared/domain/documents.ts';
import { type EvidenceLine, evidenceLine } from '../../../../shared/domain/evidence.ts';
import {
  type CastVote,
  countRequestVotes,
  type RequestVote,
  votesNeededFor,
} from '../../../../shared/domain/request-votes.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { sha256 } from '../../store/sha256.ts';

export interface VotesPart {
  readonly lines: readonly EvidenceLine[];
  /** Names of whose votes counted. */
  readonly voters: readonly string[];
}

/** Votes, and the texts that they sign. `hashes` are of the bytes in the file, not of what stands beside them. */
export function verifyVotes(
  file: EvidenceFile,
  then: RosterState | undefined,
  hashes: { readonly request: string; readonly tbs: string },
  profile: OidProfile,
): VotesPart {
  if (then === undefined || file.votes.length === 0 || file.standing !== undefined) return withoutVotes(file, then);
  const cast = file.votes.map((vote) => castVote(vote, then, profile));
  const said = cast.flatMap(({ vote }) => vote ?? []);
  const newest = said.findLast(({ decision }) => decision === 'approve');
  const text = file.policies.find((one) => sha256(one) === newest?.policy);
  const policy = text === undefined ? undefined : readPolicy(text);
  const count = countRequestVotes(
    cast,
    {
      workspace: file.workspace,
      request: hashes.request,
      tbs: hashes.tbs,
      policy: text === undefined ? '' : sha256(text),
      // What the checks said right before the signature is not in the file: only what the votes sign can be looked at.
      results: [],
      enteredBy: file.request.receivedBy,
      roles: policy?.votes.roles ?? [],
      single: then.singleOperator,
      now: new Date(file.decidedAt),
    },
    votesNeededFor(then, policy?.votes.needed ?? 1),
  );
  const counted = cast.flatMap(({ vote, operator }, i) =>
    count.standings[i] === 'counts' && vote?.decision === 'approve' && operator !== undefined
      ? [{ vote, name: operator.name }]
      : [],
  );
  const forged = count.standings.indexOf('signature');
  const votes = (): EvidenceLine => {
    if (forged >= 0) return evidenceLine('votes', 'VOTES_FORGED', file.votes[forged]?.name);
    if (count.state === 'against') return evidenceLine('votes', 'VOTES_AGAINST');
    if (count.state === 'open') return evidenceLine('votes', 'VOTES_FEW', `${count.approvals}/${count.needed}`);
    return evidenceLine(
      'votes',
      then.singleOperator ? 'VOTES_SINGLE' : 'VOTES_ENOUGH',
      `${count.approvals}/${count.needed}`,
    );
  };
  const lines = [
    votes(),
    checksLine(
      file.checks,
      said,
      counted.map(({ vote }) => vote.checks),
    ),
    policyLine(file.policies, said, policy !== undefined),
    documentsLine(file, then, policy),
  ];
  return { lines, voters: counted.map(({ name }) => name) };
}

function withoutVotes(file: EvidenceFile, then: RosterState | undefined): VotesPart {
  const nobody = then === undefined;
  const votes = nobody ? 'VOTES_NOBODY' : isStanding(file, then) ? 'VOTES_STANDING' : 'VOTES_FEW';
  const lines = [
    evidenceLine('votes', file.roster !== undefined && nobody ? 'VOTES_FORGED' : votes, nobody ? '' : '0'),
    evidenceLine('checks', file.checks.length > 0 ? 'CHECKS_OTHER' : 'CHECKS_UNSIGNED'),
    evidenceLine('policy', file.policies.length > 0 ? 'POLICY_OTHER' : 'POLICY_UNSIGNED'),
  ];
  return { lines, voters: [] };
}

/** The roster fixed this standing approval then. What it allows is for people to read. */
function isStanding({ standing, documents }: EvidenceFile, then: RosterState): boolean {
  const text = documents.find(({ document }) => document === standing?.document)?.text;
  if (text === undefined || standing?.document.startsWith('standing/') !== true) return false;
  return then.documents.some(({ document, sha256: hash }) => document === standing.document && hash === sha256(text));
}

function castVote(
  { operatorId, certificate, jws }: EvidenceFile['votes'][number],
  then: RosterState,
  profile: OidProfile,
): CastVote {
  const operator = then.operators.find((one) => one.operatorId === operatorId);
  const der = operator?.certificate === certificate ? fromBase64Url(certificate) : undefined;
  const verified = der === undefined ? undefined : verifyStatement(jws, statements.vote, der, profile);
  return { vote: verified?.ok === true ? verified.value : undefined, operator, revoked: false, results: [] };
}

const Results = z.array(z.looseObject({ verdict: z.enum(['pass', 'warn', 'fail', 'not-applicable']) }));

/** Every text is signed by a vote, every vote's text is there, and nothing failed in what was voted for. */
function checksLine(texts: readonly string[], said: readonly RequestVote[], counted: readonly string[]): EvidenceLine {
  if (
    !areSigned(
      texts,
      said.map(({ checks }) => checks),
    )
  )
    return evidenceLine('checks', 'CHECKS_OTHER');
  for (const text of texts) {
    const results = Results.safeParse(parsed(text));
    if (!results.success) return evidenceLine('checks', 'CHECKS_OTHER');
    const hasFailed = results.data.some(({ verdict }) => verdict === 'fail');
    if (hasFailed && counted.includes(sha256(text))) return evidenceLine('checks', 'CHECKS_FAILED');
  }
  return evidenceLine('checks', 'CHECKS_SIGNED');
}

function policyLine(texts: readonly string[], said: readonly RequestVote[], readable: boolean): EvidenceLine {
  const holds =
    readable &&
    areSigned(
      texts,
      said.map(({ policy }) => policy),
    );
  return evidenceLine('policy', holds ? 'POLICY_SIGNED' : 'POLICY_OTHER');
}

function areSigned(texts: readonly string[], hashes: readonly string[]): boolean {
  const there = new Set(texts.map((text) => sha256(text)));
  return hashes.every((hash) => there.has(hash)) && [...there].every((hash) => hashes.includes(hash));
}

/** The texts that the roster fixed then, and whether the policy of the votes follows from them. */
function documentsLine(file: EvidenceFile, then: RosterState, policy: Policy | undefined): EvidenceLine {
  const { authorityId, partnerId } = file.scope;
  const names = [
    policyDocument({ kind: 'workspace' }),
    ...(authorityId === undefined ? [] : [policyDocument({ kind: 'authority', authorityId })]),
    ...(partnerId === undefined ? [] : [policyDocument({ kind: 'partner', partnerId })]),
  ];
  const fixed = then.documents.filter(({ document }) => names.includes(document));
  const isFixed = file.documents.every(
    (one) =>
      sha256(one.text) === one.sha256 &&
      fixed.some(({ document, sha256: hash }) => document === one.document && hash === one.sha256),
  );
  const isWhole = fixed.every(({ document }) => file.documents.some((one) => one.document === document));
  if (!isFixed || !isWhole) return evidenceLine('documents', 'DOCUMENTS_OTHER');
  if (fixed.length === 0) return evidenceLine('documents', 'DOCUMENTS_NONE');
  const [workspace = null, ...narrower] = names.map((name) => {
    const text = file.documents.find(({ document }) => document === name)?.text;
    return text === undefined ? null : (CheckPolicy.nullable().safeParse(parsed(text)).data ?? null);
  });
  const whole = effectivePolicy(workspace, narrower);
  const provenance = { ...whole.provenance, confirmationBySecondPerson: false };
  const expected = then.singleOperator ? { ...whole, provenance } : whole;
  if (policy !== undefined && textOf(expected) === textOf(policy)) return evidenceLine('documents', 'DOCUMENTS_FOLLOW');
  // The usual policy stands in for one that nobody has set, and another version of the program may have had another.
  return evidenceLine('documents', workspace === null ? 'DOCUMENTS_ALONE' : 'DOCUMENTS_DIFFER');
}

function textOf(policy: Policy): string {
  return canonicalJson(plainJson(policy));
}

function readPolicy(text: string): Policy | undefined {
  const policy = CheckPolicy.safeParse(parsed(text)).data;
  return policy !== undefined && textOf(policy) === text ? policy : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
