import { z } from 'zod';
import { voidReasons } from '../domain/request-votes.ts';
import { Bytes, Count, IdText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { ComparedRow } from './inspection.ts';
import { KeyPurpose } from './key-facts.ts';
import { operatorErrors } from './operators.ts';
import { DecodedItem } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { CheckView } from './request-checks.ts';
import type { ContractTree } from './wire/contract.ts';

/** `counts`, or why a vote does not. */
export const VoteStanding = z.enum(['counts', ...voidReasons]);

export const VoteView = z.strictObject({
  voteId: IdText,
  operatorId: IdText.optional(),
  name: ShortText,
  decision: z.enum(['approve', 'reject']),
  at: IsoDate,
  expires: IsoDate,
  standing: VoteStanding,
  /** Cast at this workspace, or in a vote file from elsewhere. */
  via: z.enum(['here', 'file']),
});
export type VoteView = z.infer<typeof VoteView>;

/** Why the person who asks may not vote on this. */
export const NoVoteReason = z.enum([
  'nobody-enrolled',
  'roster-locked',
  'not-signed-in',
  'role',
  'entered-it',
  'not-prepared',
  'failed-checks',
]);

/** A prepared certificate as it stands to the vote. */
export const DecisionView = z.strictObject({
  requestId: IdText,
  issuanceId: IdText,
  requestSha256: Sha256Hex,
  tbsSha256: Sha256Hex,
  policySha256: Sha256Hex,
  checksSha256: Sha256Hex,
  /** `free`: nobody is enrolled, so nobody has to agree. */
  state: z.enum(['free', 'open', 'approved', 'against']),
  approvals: Count,
  rejections: Count,
  needed: Count,
  single: z.boolean(),
  worst: z.enum(['pass', 'warn', 'fail']),
  /** The oldest first. */
  votes: z.array(VoteView).max(500),
  /** Names of operators whose agreement would count and is not there. */
  couldVote: z.array(ShortText).max(500),
  /** Absent: the person who asks may vote. */
  noVote: NoVoteReason.optional(),
  /** Issued without votes under this standing approval. */
  standingId: IdText.optional(),
});
export type DecisionView = z.infer<typeof DecisionView>;

/** Exactly these bytes, as they were opened and shown before. */
const Ballot = z.strictObject({ issuanceId: IdText, tbsSha256: Sha256Hex });

export const decisionErrors = {
  ...operatorErrors,
  REQUEST_NOT_FOUND: Nothing,
  ISSUANCE_NOT_FOUND: Nothing,
  /** `index` counts the ballots from 0. None was cast, unless something was changed while they were stored: then those before it. */
  BALLOT_REFUSED: z.strictObject({
    index: Count,
    reason: z.enum([
      /** It was not opened here before. */
      'not-opened',
      'not-prepared',
      'changed',
      'failed-checks',
      'entered-it',
      'role',
    ]),
  }),
  /** A file that is no approval package or vote file, or is one of other bytes than it says. */
  PACKAGE_UNREADABLE: Nothing,
  PACKAGE_REFUSED: z.strictObject({
    reason: z.enum([
      'other-workspace',
      'other-request',
      'other-bytes',
      'other-checks',
      'signature',
      'no-vote',
      'voted',
    ]),
  }),
} as const;

/** Approval packages and vote files. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const File = { content: Bytes, suggestedName: z.string().max(120) };

/** An approval package as another installation shows it. Nothing in it is believed but the bytes themselves. */
export const PackageView = z.strictObject({
  workspace: z.uuid(),
  workspaceName: ShortText,
  requestSha256: Sha256Hex,
  tbsSha256: Sha256Hex,
  policySha256: Sha256Hex,
  checksSha256: Sha256Hex,
  request: DecodedItem,
  tbs: DecodedItem,
  againstRequest: z.array(ComparedRow).max(5000),
  purpose: KeyPurpose,
  /** As the sender says. */
  authorityName: ShortText,
  partnerName: ShortText.optional(),
  enteredBy: ShortText,
  provenance: z.array(ShortText).max(20),
  needed: Count,
  votes: z.array(z.strictObject({ name: ShortText, decision: z.enum(['approve', 'reject']), at: IsoDate })).max(500),
  /** What the sender's checks say; what the vote is over. */
  results: z.array(CheckView).max(1000),
  /** What the bytes alone say here; a fail among them keeps from agreeing. */
  own: z.array(CheckView).max(1000),
  expires: IsoDate,
});
export type PackageView = z.infer<typeof PackageView>;

export const decisionsContract = {
  decisions: {
    show: {
      about: 'A prepared certificate as it stands to the vote. Whoever votes on it has to have opened it by this.',
      role: 'viewer',
      input: z.strictObject({ issuanceId: IdText }),
      output: DecisionView,
      errors: decisionErrors,
    },
    vote: {
      about:
        'Votes on prepared certificates that were opened before: one signature of the identity key for each, one PIN for all.',
      role: ['requester', 'approver', 'ca-operator', 'auditor'],
      input: z.strictObject({ ballots: z.array(Ballot).min(1).max(200), decision: z.enum(['approve', 'reject']) }),
      item: PromptItem,
      output: z.strictObject({ decisions: z.array(DecisionView).max(200) }),
      errors: decisionErrors,
      deadlineMs: 'none',
    },
    exportPackage: {
      about:
        'A request with its prepared certificate, checks and policy as one file, for an approver who sits elsewhere.',
      role: 'viewer',
      input: z.strictObject({ issuanceId: IdText }),
      output: z.strictObject(File),
      errors: decisionErrors,
    },
    readPackage: {
      about: 'Shows an approval package of any workspace and judges its bytes anew.',
      role: 'viewer',
      input: z.strictObject({ content: Bytes }),
      output: PackageView,
      errors: decisionErrors,
      maxBytes: MAX_FILE_BYTES,
    },
    signPackage: {
      about: 'Votes on an approval package with an identity key of this workspace; the vote file goes back.',
      role: 'operator',
      input: z.strictObject({
        content: Bytes,
        certificateId: IdText,
        tbsSha256: Sha256Hex,
        decision: z.enum(['approve', 'reject']),
      }),
      item: PromptItem,
      output: z.strictObject(File),
      errors: decisionErrors,
      deadlineMs: 'none',
      maxBytes: MAX_FILE_BYTES,
    },
    importVotes: {
      about: 'Takes votes that were cast elsewhere on a package of this workspace; each counts by its signature alone.',
      role: 'operator',
      input: z.strictObject({ content: Bytes }),
      output: z.strictObject({ taken: Count, decision: DecisionView }),
      errors: decisionErrors,
      maxBytes: MAX_FILE_BYTES,
    },
  },
} as const satisfies ContractTree;
