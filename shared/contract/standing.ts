import { z } from 'zod';
import { standingReasons } from '../domain/standing-approval.ts';
import { Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { documentErrors, Put } from './documents.ts';
import { KeyAlgorithmName, KeyPurpose } from './key-facts.ts';
import { ClaimedIds, SanName } from './keys.ts';
import type { ContractTree } from './wire/contract.ts';

const DAY_MS = 86_400_000;
/** A rule ends at the latest so many days after it begins. */
const MOST_DAYS = 400;

/** The document `standing/<id>`: which renewals are issued without new votes. */
export const StandingRule = z
  .strictObject({
    v: z.literal(1),
    standingId: IdText,
    name: z.string().min(1).max(200),
    partnerId: IdText,
    authorityId: IdText,
    purpose: KeyPurpose,
    keyGroupId: z.string().min(1).max(255),
    ids: ClaimedIds,
    names: z.array(SanName).max(100),
    /** Of the subject's DER. */
    subjectSha256: Sha256Hex,
    algorithms: z.array(KeyAlgorithmName).min(1).max(6),
    minHours: z.int().min(24).max(720),
    maxDays: z.int().min(1).max(30),
    from: IsoDate,
    expires: IsoDate,
    /** Reasons of checks that may warn. */
    acceptedWarnings: z.array(z.string().regex(/^[A-Z0-9_]{1,60}$/)).max(50),
  })
  .refine(({ minHours, maxDays }) => minHours <= maxDays * 24, 'minHours is not beyond maxDays')
  .refine(({ from, expires }) => {
    const length = Date.parse(expires) - Date.parse(from);
    return length > 0 && length <= MOST_DAYS * DAY_MS;
  }, 'a rule lasts at most 400 days');
export type StandingRule = z.infer<typeof StandingRule>;

export const StandingState = z.enum([
  /** Waits for votes. */
  'proposed',
  'active',
  /** Its first day has not come. */
  'planned',
  'stopped',
  'expired',
  /** What is stored is not what the roster fixes, or the roster does not hold. */
  'altered',
  /** Partner or authority are gone. */
  'orphaned',
  /** Proposed and given up. */
  'dropped',
]);
export type StandingState = z.infer<typeof StandingState>;

export const StandingView = z.strictObject({
  rule: StandingRule,
  sha256: Sha256Hex,
  state: StandingState,
  partnerName: ShortText,
  authorityName: ShortText,
  proposedBy: ShortText,
  proposedAt: IsoDate,
  /** While it waits for votes: what is voted on, at the operators' page. */
  proposal: z.strictObject({ proposalId: IdText, entry: Sha256Hex }).optional(),
  /** Since when the roster names it. */
  since: IsoDate.optional(),
  /** Who agreed to the roster's entry that holds it: names as the roster had them then. */
  voters: z.array(z.strictObject({ name: ShortText, at: IsoDate })).max(50),
  stopped: z.strictObject({ at: IsoDate, by: ShortText }).optional(),
  uses: Count,
  lastUse: IsoDate.optional(),
  /** When the newest certificate of the key group ends: a renewal is expected before. */
  nextExpected: IsoDate.optional(),
});
export type StandingView = z.infer<typeof StandingView>;

export const StandingUse = z.strictObject({
  requestId: IdText,
  issuanceId: IdText,
  /** Absent while nobody knows whether the token signed. */
  certificateId: IdText.optional(),
  at: IsoDate,
});
export type StandingUse = z.infer<typeof StandingUse>;

/** Why there is no rule for the renewals of a certificate: above all not issued here for a request of a partner. */
const StandingUnfit = z.enum([
  'not-issued-here',
  'no-partner',
  'no-key-group',
  'algorithm',
  'services',
  'names',
  /** Another rule has this id. */
  'used-id',
]);
export type StandingUnfit = z.infer<typeof StandingUnfit>;

export const standingErrors = {
  ...documentErrors,
  STANDING_NOT_FOUND: Nothing,
  /** Without enrolled operators, who sign it together, there is no standing approval. */
  STANDING_NEEDS_OPERATORS: Nothing,
  STANDING_UNFIT: z.strictObject({ reason: StandingUnfit }),
} as const;

const proposers = ['approver', 'ca-operator'] as const;

export const standingContract = {
  standing: {
    list: {
      about: 'Standing approvals: which renewals are issued without new votes.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ rules: z.array(StandingView).max(1000) }),
    },
    show: {
      about: 'One standing approval.',
      role: 'viewer',
      input: z.strictObject({ standingId: IdText }),
      output: StandingView,
      errors: standingErrors,
    },
    draft: {
      about: 'The rule under which renewals like this issued certificate would need no new votes; nothing is kept.',
      role: 'viewer',
      input: z.strictObject({ certificateId: IdText }),
      output: z.strictObject({ rule: StandingRule }),
      errors: standingErrors,
    },
    propose: {
      about: 'Proposes a standing approval to the operators, who vote on it as on every change of the roster.',
      role: proposers,
      input: z.strictObject({ rule: StandingRule }),
      output: Put,
      errors: standingErrors,
    },
    stop: {
      about: 'Stops a standing approval for good; one operator is enough.',
      role: ['requester', 'approver', 'ca-operator', 'auditor'],
      input: z.strictObject({ standingId: IdText }),
      output: StandingView,
      errors: standingErrors,
    },
    uses: {
      about: 'What was issued under a standing approval, the newest first.',
      role: 'viewer',
      input: z.strictObject({ standingId: IdText, ...PageInput }),
      output: z.strictObject({ total: Count, rows: z.array(StandingUse).max(500) }),
      errors: standingErrors,
    },
    check: {
      about: 'Why a request is not issued under the standing approvals of its key group.',
      role: 'viewer',
      input: z.strictObject({ requestId: IdText }),
      output: z.strictObject({
        rules: z
          .array(
            z.strictObject({
              standingId: IdText,
              name: ShortText,
              state: StandingState,
              reasons: z.array(z.enum(standingReasons)).max(standingReasons.length),
            }),
          )
          .max(20),
      }),
      errors: { REQUEST_NOT_FOUND: Nothing },
    },
  },
} as const satisfies ContractTree;
