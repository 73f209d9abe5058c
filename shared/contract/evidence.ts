import { z } from 'zod';
import { evidenceClaims, evidenceReasons, type EvidenceReason, evidenceVerdicts } from '../domain/evidence.ts';
import { Bytes, Count, IdText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { operatorErrors } from './operators.ts';
import { PromptItem } from './prompt-item.ts';
import { RequestState } from './request-desk.ts';
import type { ContractTree } from './wire/contract.ts';

const MAX_EVIDENCE_BYTES = 48 * 1024 * 1024;
const reasons = Object.keys(evidenceReasons) as [EvidenceReason, ...EvidenceReason[]];

export const EvidenceLineView = z.strictObject({
  claim: z.enum(evidenceClaims),
  verdict: z.enum(evidenceVerdicts),
  reason: z.enum(reasons),
  /** Foreign text. */
  detail: z.string().max(300),
});

/** What a file of evidence says of itself, and what of it could be proven. */
export const EvidenceVerdictView = z.strictObject({
  verdict: z.enum(evidenceVerdicts),
  lines: z.array(EvidenceLineView).max(100),
  workspace: z.uuid(),
  decision: z.enum(['issued', 'rejected']),
  decidedAt: IsoDate,
  singleOperator: z.boolean(),
  requestSha256: Sha256Hex,
  tbsSha256: Sha256Hex.optional(),
  certificateSha256: Sha256Hex.optional(),
  /** As the roster in the file begins. */
  genesis: Sha256Hex.optional(),
  /** Whose votes counted. */
  voters: z.array(ShortText).max(500),
});
export type EvidenceVerdictView = z.infer<typeof EvidenceVerdictView>;

const File = { content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) };

export const evidenceErrors = {
  ...operatorErrors,
  REQUEST_NOT_FOUND: Nothing,
  /** Nothing was decided on it yet. */
  REQUEST_STATE: z.strictObject({ state: RequestState }),
  /** No file of evidence. */
  EVIDENCE_UNREADABLE: Nothing,
  /** The checkpoint is none of this workspace, or from before the decision. */
  EVIDENCE_CHECKPOINT: Nothing,
} as const;

export const evidenceContract = {
  evidence: {
    export: {
      about:
        'Everything that proves one decision, as one file: request, votes, roster, certificate, audit entries up to a checkpoint.',
      role: 'viewer',
      input: z.strictObject({
        requestId: IdText,
        /** A checkpoint that was made after the decision. */
        checkpoint: Bytes.optional(),
      }),
      output: z.strictObject({ ...File, linked: z.boolean(), entries: Count }),
      errors: evidenceErrors,
    },
    verify: {
      about:
        'Verifies a file of evidence with what is in it and what was pinned elsewhere, and says what it cannot see.',
      role: 'viewer',
      input: z.strictObject({
        content: Bytes,
        genesis: Sha256Hex.optional(),
        /** Roots, each as DER or PEM. */
        anchors: z.array(Bytes).max(20).optional(),
      }),
      output: EvidenceVerdictView,
      errors: evidenceErrors,
      maxBytes: MAX_EVIDENCE_BYTES,
    },
    rejection: {
      about:
        'What goes back to the requester in place of a certificate: the rejection, signed if an operator signed it.',
      role: 'viewer',
      input: z.strictObject({ requestId: IdText }),
      output: z.strictObject({ ...File, signed: z.boolean() }),
      errors: evidenceErrors,
    },
    signRejections: {
      about: 'Signs rejections with the identity key of the operator who is signed in, one PIN for all.',
      role: 'approver',
      input: z.strictObject({ requestIds: z.array(IdText).min(1).max(200) }),
      item: PromptItem,
      output: z.strictObject({ signed: Count }),
      errors: evidenceErrors,
      deadlineMs: 'none',
    },
    report: {
      about: 'A decision as a report for people (HTML) or programs (JSON).',
      role: 'viewer',
      input: z.strictObject({ requestId: IdText, format: z.enum(['html', 'json']) }),
      output: z.strictObject(File),
      errors: evidenceErrors,
    },
  },
} as const satisfies ContractTree;
