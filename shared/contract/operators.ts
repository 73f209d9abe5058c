import { z } from 'zod';
import { MAX_DOCUMENTS, MOST_VOTES, rosterRules } from '../domain/roster.ts';
import { Bytes, Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { ForeignText } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { OperatorName, OperatorRole } from './roster.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

const IdentityCertificate = z.strictObject({
  sha256: Sha256Hex,
  subject: ForeignText,
  notBefore: IsoDate.optional(),
  notAfter: IsoDate.optional(),
});

export const OperatorView = z.strictObject({
  operatorId: IdText,
  name: OperatorName,
  roles: z.array(OperatorRole),
  certificate: IdentityCertificate,
});
export type OperatorView = z.infer<typeof OperatorView>;

/** Why a roster cannot be relied on; everything that changes is refused until it can. */
const RosterTrouble = z.strictObject({
  code: z.enum([
    'ROSTER_EMPTY',
    'ROSTER_FORM',
    'ROSTER_CHAIN',
    'ROSTER_VOTES',
    'ROSTER_BROKEN_RULE',
    /** Shorter than, or not a continuation of, what is noted outside the database. */
    'ROSTER_ROLLED_BACK',
    /** Another first entry than the one that is noted. */
    'ROSTER_OTHER_GENESIS',
  ]),
  seq: Count.optional(),
});

export const RosterView = z.strictObject({
  /** `none`: nobody is enrolled, the user of this machine may do everything. */
  state: z.enum(['none', 'good', 'locked']),
  trouble: RosterTrouble.optional(),
  /** SHA-256 of the first entry: what auditors pin. */
  genesis: Sha256Hex.optional(),
  seq: Count,
  head: Sha256Hex.optional(),
  votesNeeded: z.int().min(1).max(MOST_VOTES),
  singleOperator: z.boolean(),
  anchors: z.array(IdentityCertificate).max(20),
  recovery: z
    .strictObject({ keys: Count, needed: Count, certificates: z.array(IdentityCertificate).max(9) })
    .optional(),
  documents: z.array(z.strictObject({ document: z.string().max(120), sha256: Sha256Hex })).max(MAX_DOCUMENTS),
});
export type RosterView = z.infer<typeof RosterView>;

/** A change as a person asks for it: certificates by their place in the inventory. */
export const RosterWish = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('enrol'),
    name: OperatorName,
    certificateId: IdText,
    roles: z.array(OperatorRole).min(1).max(5),
  }),
  z.strictObject({ kind: z.literal('roles'), operatorId: IdText, roles: z.array(OperatorRole).min(1).max(5) }),
  z.strictObject({ kind: z.literal('certificate'), operatorId: IdText, certificateId: IdText }),
  z.strictObject({ kind: z.literal('remove'), operatorId: IdText }),
  z.strictObject({
    kind: z.literal('rules'),
    votesNeeded: z.int().min(1).max(MOST_VOTES),
    singleOperator: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('anchors'), certificateIds: z.array(IdText).max(20) }),
  z.strictObject({
    kind: z.literal('recovery'),
    certificateIds: z.array(IdText).max(9),
    needed: z.int().min(0).max(9),
  }),
]);
export type RosterWish = z.infer<typeof RosterWish>;

export const RosterVoteView = z.strictObject({
  operatorId: IdText.optional(),
  /** An operator's name, or what the recovery key is called. */
  name: ShortText,
  decision: z.enum(['approve', 'reject']),
  at: IsoDate,
});

/** An entry that waits for votes, or one that is in the roster. */
export const RosterEntryView = z.strictObject({
  seq: z.int().positive(),
  /** SHA-256 of the body: what is voted on. */
  entry: Sha256Hex,
  at: IsoDate,
  change: z.enum(['genesis', 'operators', 'rules', 'anchors', 'document', 'recovery']),
  /** One line for each thing that changes: what, whose, from, to. Words are the reader's. */
  lines: z
    .array(
      z.strictObject({
        what: z.enum([
          'enrol',
          'roles',
          'certificate',
          'remove',
          'votes-needed',
          'single-operator',
          'anchor',
          'document',
          'recovery',
        ]),
        name: ShortText.optional(),
        values: z.array(z.string().max(200)).max(50),
      }),
    )
    .max(500),
  votes: z.array(RosterVoteView).max(50),
  needed: Count,
});
export type RosterEntryView = z.infer<typeof RosterEntryView>;

export const RosterProposal = z.strictObject({
  proposalId: IdText,
  proposedBy: ShortText,
  proposedAt: IsoDate,
  /** `stale`: another entry came in between; it has to be proposed anew. */
  state: z.enum(['open', 'stale']),
  entry: RosterEntryView,
});
export type RosterProposal = z.infer<typeof RosterProposal>;

/** What an exported roster proves by itself, and whether its first entry is the one that somebody has noted elsewhere. */
export const RosterVerdict = z.strictObject({
  verdict: z.enum(['good', 'broken']),
  /** Only with a genesis that was given and is the file's own. */
  anchored: z.boolean(),
  trouble: RosterTrouble.optional(),
  /** How many entries hold, from the first. */
  entries: Count,
  workspace: z.uuid().optional(),
  genesis: Sha256Hex.optional(),
  head: Sha256Hex.optional(),
  votesNeeded: z.int().min(1).max(MOST_VOTES).optional(),
  singleOperator: z.boolean().optional(),
  operators: z.array(OperatorView).max(500),
});
export type RosterVerdict = z.infer<typeof RosterVerdict>;

const Overview = z.strictObject({
  roster: RosterView,
  operators: z.array(OperatorView).max(500),
  /** Who is signed in at this window or command. */
  me: z
    .strictObject({ operatorId: IdText, name: OperatorName, roles: z.array(OperatorRole), since: IsoDate })
    .optional(),
  proposals: z.array(RosterProposal).max(100),
});

const certificateReasons = [
  'unreadable',
  'not-identity',
  'not-yet',
  'expired',
  'revoked',
  'no-path',
  'service',
] as const;

/** A certificate of the inventory that stands for an operator, or would if it were not for this. */
export const IdentityCandidate = z.strictObject({
  certificateId: IdText,
  sha256: Sha256Hex,
  subject: ForeignText,
  notAfter: IsoDate,
  /** Its key is one of ours: only then can its owner sign in at this workspace. */
  keyHere: z.boolean(),
  reason: z.enum([...certificateReasons, 'taken']).optional(),
});
export type IdentityCandidate = z.infer<typeof IdentityCandidate>;

export const operatorErrors = {
  ...tokenErrors,
  OPERATOR_NOT_FOUND: Nothing,
  /** No connected token has the key of this certificate. */
  OPERATOR_KEY_ABSENT: Nothing,
  OPERATOR_CERTIFICATE: z.strictObject({
    reason: z.enum(certificateReasons),
  }),
  /** The signature that came back is not of this operator's key. */
  OPERATOR_SIGNATURE: Nothing,
  NOT_SIGNED_IN_AS_OPERATOR: Nothing,
  ROSTER_EXISTS: Nothing,
  ROSTER_ABSENT: Nothing,
  ROSTER_LOCKED: Nothing,
  ROSTER_RULE: z.strictObject({ reason: z.enum(rosterRules) }),
  PROPOSAL_NOT_FOUND: Nothing,
  PROPOSAL_STALE: Nothing,
  /** What was shown is not what is stored. */
  PROPOSAL_CHANGED: Nothing,
  /** A change from a file does not carry all votes that it needs. */
  RECOVERY_VOTES: z.strictObject({ have: Count, needed: Count }),
  VOTE_REFUSED: z.strictObject({ reason: z.enum(['voted', 'not-an-approver', 'form', 'signature', 'other-entry']) }),
  CERTIFICATE_NOT_FOUND: Nothing,
  TOKEN_NOT_FOUND: Nothing,
} as const;

/** Rosters and proposals as files. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

export const operatorsContract = {
  operators: {
    show: {
      about: 'The roster: who is an operator, by which rules, who is signed in here, and what waits for votes.',
      role: 'viewer',
      input: Nothing,
      output: Overview,
    },
    candidates: {
      about: 'Which certificates of the inventory may stand for operators, and why others of identity keys may not.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ candidates: z.array(IdentityCandidate).max(500) }),
    },
    begin: {
      about: 'Enrols the first operator: from here on every change is signed by somebody. Cannot be undone.',
      role: 'operator',
      input: z.strictObject({
        name: OperatorName,
        certificateId: IdText,
        roles: z.array(OperatorRole).min(1).max(5),
      }),
      item: PromptItem,
      output: Overview,
      errors: operatorErrors,
      deadlineMs: 'none',
    },
    signIn: {
      about: 'Signs in by a signature of the operator’s identity key over a fresh challenge.',
      role: 'viewer',
      input: z.strictObject({ operatorId: IdText }),
      item: PromptItem,
      output: Overview,
      errors: operatorErrors,
      deadlineMs: 'none',
    },
    signOut: { about: 'Ends the operator’s session here.', role: 'viewer', input: Nothing, output: Overview },
    signCommand: {
      about: 'Signs one call with the operator’s identity key; the same call is taken once after it, from here only.',
      role: 'viewer',
      input: z.strictObject({ operatorId: IdText, call: z.string().max(80), input: Sha256Hex }),
      item: PromptItem,
      output: Nothing,
      errors: operatorErrors,
      deadlineMs: 'none',
    },
    propose: {
      about: 'Proposes a change of the roster; it takes effect with the votes that it needs.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ wish: RosterWish }),
      output: z.strictObject({ proposal: RosterProposal }),
      errors: operatorErrors,
    },
    vote: {
      about: 'Votes on a proposal: a signature over the SHA-256 of exactly the entry that was shown.',
      role: 'approver',
      input: z.strictObject({ proposalId: IdText, entry: Sha256Hex, decision: z.enum(['approve', 'reject']) }),
      item: PromptItem,
      output: z.strictObject({ applied: z.boolean(), overview: Overview }),
      errors: operatorErrors,
      deadlineMs: 'none',
    },
    withdraw: {
      about: 'Gives a proposal up.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ proposalId: IdText }),
      output: Overview,
      errors: operatorErrors,
    },
    exportProposal: {
      about: 'A proposal as a file for an approver who sits elsewhere.',
      role: 'viewer',
      input: z.strictObject({ proposalId: IdText }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120) }),
      errors: operatorErrors,
    },
    importVotes: {
      about: 'Takes votes on a proposal that were cast elsewhere; each counts by its signature alone.',
      role: 'operator',
      input: z.strictObject({ content: Bytes }),
      output: z.strictObject({ taken: Count, applied: z.boolean(), overview: Overview }),
      errors: operatorErrors,
      maxBytes: MAX_FILE_BYTES,
    },
    checkpoint: {
      about:
        'Signs where audit chain and roster stand, as a file to keep elsewhere: a cut or rewritten log is noticed by it.',
      role: ['requester', 'approver', 'ca-operator', 'auditor'],
      input: Nothing,
      item: PromptItem,
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), seq: Count, head: Sha256Hex }),
      errors: operatorErrors,
      deadlineMs: 'none',
    },
    readProposal: {
      about: 'Shows a proposal of any workspace that came as a file. Nothing in it is believed.',
      role: 'viewer',
      input: z.strictObject({ content: Bytes }),
      output: z.strictObject({
        workspace: z.uuid(),
        entry: RosterEntryView,
        /** The text of the document that the entry fixes; its SHA-256 was compared. */
        documentText: z.string().max(MAX_FILE_BYTES).optional(),
      }),
      errors: operatorErrors,
      maxBytes: MAX_FILE_BYTES,
    },
    signVote: {
      about:
        'Votes on a proposal of another workspace, with an identity key of this one; the file goes back with the vote.',
      role: 'operator',
      input: z.strictObject({
        content: Bytes,
        certificateId: IdText,
        entry: Sha256Hex,
        decision: z.enum(['approve', 'reject']),
      }),
      item: PromptItem,
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120) }),
      errors: operatorErrors,
      deadlineMs: 'none',
      maxBytes: MAX_FILE_BYTES,
    },
    draft: {
      about: 'A change of another workspace’s roster as a file to vote on, for one where nobody can sign in any more.',
      role: 'operator',
      input: z.strictObject({ roster: Bytes, change: RosterWish }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), entry: Sha256Hex }),
      errors: operatorErrors,
      maxBytes: MAX_FILE_BYTES,
    },
    recover: {
      about:
        'Takes a change into the roster that came as a file with all its votes, such as those of the recovery keys; the signatures decide, not who hands it in.',
      role: 'viewer',
      input: z.strictObject({ content: Bytes }),
      output: Overview,
      errors: operatorErrors,
      maxBytes: MAX_FILE_BYTES,
    },
    entries: {
      about: 'The entries of the roster with their votes, newest first, by position.',
      role: 'viewer',
      input: z.strictObject(PageInput),
      output: z.strictObject({ total: Count, rows: z.array(RosterEntryView).max(500) }),
    },
    exportRoster: {
      about: 'The whole roster as a file that anybody can verify without this workspace.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), genesis: Sha256Hex }),
      errors: operatorErrors,
    },
    verify: {
      about:
        'Verifies an exported roster by itself; with a genesis from elsewhere also that it is the one that is meant.',
      role: 'viewer',
      input: z.strictObject({ content: Bytes, genesis: Sha256Hex.optional() }),
      output: RosterVerdict,
      maxBytes: MAX_FILE_BYTES,
    },
  },
} as const satisfies ContractTree;
