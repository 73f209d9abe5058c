import { z } from 'zod';
import { type CheckCode, checkReasons } from '../domain/checks/check-codes.ts';
import { Count, IdText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { KeyPurpose } from './key-facts.ts';
import type { ContractTree } from './wire/contract.ts';

const codes = Object.keys(checkReasons);

/** One check applied to a request, or to the to-be-signed certificate; docs/checks.md lists codes and reasons. */
export const CheckView = z.strictObject({
  code: z.custom<CheckCode>((value) => typeof value === 'string' && codes.includes(value), 'check'),
  reason: z.string().max(60),
  verdict: z.enum(['pass', 'warn', 'fail', 'not-applicable']),
  values: z.record(z.string().max(40), z.union([z.string().max(2000), z.number()])),
  bytes: z.strictObject({ of: z.enum(['request', 'tbs']), from: Count, to: Count }).optional(),
});
export type CheckView = z.infer<typeof CheckView>;

/** A second person's word that the key of a request is the partner's, over a contact that was known before. */
export const Confirmation = z.strictObject({
  spkiSha256: Sha256Hex,
  partnerId: IdText,
  contact: ShortText,
  note: z.string().max(2000),
  by: ShortText,
  at: IsoDate,
});

const checkErrors = {
  REQUEST_NOT_FOUND: Nothing,
  PARTNER_NOT_FOUND: Nothing,
  /** What was read out is not the key of this request. */
  FINGERPRINT_OTHER: Nothing,
  /** No JWS of a predecessor's key that can be read. */
  PROOF_UNREADABLE: Nothing,
} as const;

/** What is known of a request beside its bytes: whose it is, who vouches for it, and what the checks say. */
export const RequestStanding = z.strictObject({
  requestId: IdText,
  /** Chosen by a person, or the only partner for whom all claimed ids are registered. */
  partner: z.strictObject({ partnerId: IdText, name: ShortText, chosen: z.boolean() }).optional(),
  confirmations: z.array(Confirmation).max(100),
  proof: z
    .strictObject({
      verdict: z.enum(['valid', 'invalid']),
      predecessorSpkiSha256: Sha256Hex,
      issuedAt: IsoDate,
      addedBy: ShortText,
      addedAt: IsoDate,
    })
    .optional(),
  results: z.array(CheckView).max(1000),
  worst: z.enum(['pass', 'warn', 'fail']),
  /** Fails keep the request from being signed: from the first enrolled operator on. */
  enforced: z.boolean(),
});
export type RequestStanding = z.infer<typeof RequestStanding>;

export const requestChecksContract = {
  requestChecks: {
    show: {
      about: 'Whose request it is, who vouches for it, and every check on it and on the prepared certificate.',
      role: 'viewer',
      input: z.strictObject({
        requestId: IdText,
        /** What it is to become, before anything is prepared; the prepared certificate’s own otherwise. */
        purpose: KeyPurpose.optional(),
        authorityId: IdText.optional(),
      }),
      output: RequestStanding,
      errors: checkErrors,
    },
    assign: {
      about: 'Says whose request it is; without a partner the choice is taken back.',
      role: ['requester', 'approver', 'ca-operator'],
      input: z.strictObject({ requestId: IdText, partnerId: IdText.optional() }),
      output: RequestStanding,
      errors: checkErrors,
    },
    confirm: {
      about: 'Records that the partner has confirmed the key over a known contact; the fingerprint is given again.',
      role: 'approver',
      input: z.strictObject({
        requestId: IdText,
        partnerId: IdText,
        /** SHA-256 of the SubjectPublicKeyInfo as it was read out. */
        spkiSha256: Sha256Hex,
        contact: z.string().trim().min(1).max(200),
        note: z.string().max(2000),
      }),
      output: RequestStanding,
      errors: checkErrors,
    },
    prove: {
      about: 'Adds the proof by the predecessor’s key: a JWS over the SHA-256 of the request.',
      role: ['requester', 'approver', 'ca-operator'],
      input: z.strictObject({ requestId: IdText, jws: z.string().min(1).max(16_384) }),
      output: RequestStanding,
      errors: checkErrors,
    },
  },
} as const satisfies ContractTree;
