import { z } from 'zod';
import { ApprovedNames, authorityErrors, IssuanceView } from './authorities.ts';
import { CertificateRow } from './certificates.ts';
import { Bytes, Count, IdText, IsoDate, LongText, Nothing, Sha256Hex, ShortText } from './common.ts';
import { ComparedRow, InputSource, RefusedInput } from './inspection.ts';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { ClaimedIds } from './keys.ts';
import { KeyPurpose } from './key-facts.ts';
import { DecodedItem, ForeignText } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { deskFields, InboxPage, RejectReason, requestDeskCalls, RequestState } from './request-desk.ts';
import type { ContractTree } from './wire/contract.ts';

export { RejectReason, RequestState } from './request-desk.ts';

export const RequestRow = z.strictObject({
  requestId: IdText,
  state: RequestState,
  sha256: Sha256Hex,
  spkiSha256: Sha256Hex,
  subject: ForeignText,
  commonName: ForeignText,
  keyGroupId: ForeignText.optional(),
  partyIds: z.array(ForeignText).max(5000),
  subCpoIds: z.array(ForeignText).max(5000),
  subEmspIds: z.array(ForeignText).max(5000),
  algorithm: z.string().max(100),
  /** Proof of possession. */
  signatureValid: z.boolean(),
  errors: Count,
  warnings: Count,
  source: z.string().max(600),
  receivedAt: IsoDate,
  receivedBy: ShortText,
  /** A certificate of the same key group was issued here before. */
  replaces: IdText.optional(),
  certificateId: IdText.optional(),
  rejectReason: RejectReason.optional(),
  ...deskFields,
});
export type RequestRow = z.infer<typeof RequestRow>;

/** What the certificate shall say less than the request asks for. Only what the request has can be named. */
export const Strike = z.strictObject({ ids: ClaimedIds, names: ApprovedNames });
export type Strike = z.infer<typeof Strike>;

const requestErrors = {
  ...authorityErrors,
  REQUEST_NOT_FOUND: Nothing,
  REQUEST_STATE: z.strictObject({ state: RequestState }),
  /** Not to be signed whatever is struck; each reason has a code and a sentence. */
  REQUEST_UNSIGNABLE: z.strictObject({
    findings: z.array(z.strictObject({ code: z.string().max(60), message: z.string().max(1000) })).max(200),
  }),
  /** Not enough operators have agreed to exactly these bytes, or their votes no longer count. */
  VOTES_MISSING: z.strictObject({ have: Count, needed: Count }),
  /** An operator who may vote has voted against it. */
  VOTES_AGAINST: z.strictObject({ against: Count }),
  /** Something named for striking is not in the request. */
  STRIKE_UNKNOWN: z.strictObject({ values: z.array(ForeignText).max(600) }),
} as const;

/** What is decided on: the fixed bytes, beside the request and beside the group's previous certificate. */
const Prepared = z.strictObject({
  issuance: IssuanceView,
  item: DecodedItem,
  againstRequest: z.array(ComparedRow).max(5000),
  againstPredecessor: z.array(ComparedRow).max(5000),
});

export const requestsContract = {
  requests: {
    ...requestDeskCalls,
    import: {
      about: 'Takes incoming CSRs from files or text. Same bytes twice are one request; what is no CSR is told.',
      role: 'operator',
      input: z.strictObject({ sources: z.array(InputSource).min(1).max(1000) }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        /** At most 1000 of them; `added` and `known` count all. */
        requests: z.array(RequestRow).max(1000),
        added: Count,
        known: Count,
        refused: z.array(RefusedInput).max(10_000),
      }),
      errors: { INPUT_EMPTY: Nothing, INPUT_TOO_LARGE: z.strictObject({ limit: Count }) },
      deadlineMs: 'none',
      maxBytes: MAX_INPUT_BYTES + 1024 * 1024,
    },
    list: {
      about: 'Incoming requests, filtered, sorted, by position.',
      role: 'viewer',
      input: InboxPage,
      output: z.strictObject({ total: Count, rows: z.array(RequestRow) }),
    },
    show: {
      about: 'One request: decoded to the last byte, with what was prepared or issued for it.',
      role: 'viewer',
      input: z.strictObject({ requestId: IdText }),
      output: z.strictObject({
        request: RequestRow,
        item: DecodedItem,
        /** The newest one last. */
        issuances: z.array(IssuanceView).max(100),
        /** The certificate of the same key group that was issued before. */
        predecessor: CertificateRow.optional(),
        note: LongText.optional(),
        spkiWords: z.array(z.string().max(20)),
        spkiGroups: z.array(z.string().max(20)),
      }),
      errors: requestErrors,
    },
    prepare: {
      about: 'Builds, stores and shows the to-be-signed certificate: serial, times and bytes are fixed from here on.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({
        requestId: IdText,
        authorityId: IdText,
        purpose: KeyPurpose,
        strike: Strike,
        /** Within what request, policy and issuer allow; absent: the request’s wish. */
        notBefore: IsoDate.optional(),
        notAfter: IsoDate.optional(),
        /** For a service under an identity authority: `cdrs:SENDER` and so on. The operator's word, not the request's. */
        services: z.array(z.string().regex(/^[a-z_]{1,40}:(?:SENDER|RECEIVER)$/)).max(40),
      }),
      output: Prepared,
      errors: requestErrors,
    },
    review: {
      about: 'A prepared certificate again, as it is stored, beside request and predecessor.',
      role: 'viewer',
      input: z.strictObject({ issuanceId: IdText }),
      output: Prepared,
      errors: requestErrors,
    },
    approve: {
      about:
        'Signs exactly the bytes that were shown: their SHA-256 is compared again immediately before the signature.',
      role: 'ca-operator',
      input: z.strictObject({
        approvals: z
          .array(z.strictObject({ issuanceId: IdText, tbsSha256: Sha256Hex }))
          .min(1)
          .max(1000),
      }),
      item: PromptItem,
      output: z.strictObject({
        issued: z.array(z.strictObject({ issuanceId: IdText, certificateId: IdText })).max(1000),
      }),
      errors: requestErrors,
      deadlineMs: 'none',
    },
    reject: {
      about: 'Rejects a request with a reason from the documented list.',
      role: 'approver',
      input: z.strictObject({ requestId: IdText, reason: RejectReason, note: z.string().max(2000) }),
      output: z.strictObject({ request: RequestRow }),
      errors: requestErrors,
    },
    drop: {
      about: 'Gives a prepared certificate up; its serial is never used again.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ issuanceId: IdText }),
      output: Nothing,
      errors: requestErrors,
    },
    answer: {
      about: 'What goes back to the requester: chain as PEM (leaf first), DER, PKCS#7, or RenewedCertificate JSON.',
      role: 'viewer',
      input: z.strictObject({
        requestId: IdText,
        format: z.enum(['chain-pem', 'der', 'pkcs7', 'renewed-certificate', 'message']),
        language: z.enum(['en', 'de']).optional(),
      }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors: requestErrors,
    },
  },
} as const satisfies ContractTree;
