import { z } from 'zod';
import { CertificateRow } from './certificates.ts';
import { Bytes, IdText, IsoDate, LongText, Nothing, Sha256Hex } from './common.ts';
import { ComparedRow, InputSource } from './inspection.ts';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { GenerationState } from './keys.ts';
import { DecodedItem, ForeignText, PathVerdict } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** What is said of an issued chain before it is accepted. `fail` is never accepted; `warn` only when it was ticked. */
export const AnswerCheck = z.strictObject({
  code: z.enum([
    'KEY_OTHER',
    'GROUP_OTHER',
    'GROUP_MISSING',
    'IDS_MISSING',
    'IDS_ADDED',
    'NAMES_MISSING',
    'NAMES_ADDED',
    'SUBJECT_OTHER',
    'OUTSIDE_WISH',
    'EXPIRED',
    'NOT_YET_VALID',
    'ISSUER_UNKNOWN',
    'PATH_INVALID',
    'PURPOSE_OTHER',
    'IS_CA',
    'ALREADY_HERE',
  ]),
  verdict: z.enum(['pass', 'warn', 'fail']),
  message: z.string().max(1000),
  values: z.array(ForeignText).max(600),
});
export type AnswerCheck = z.infer<typeof AnswerCheck>;

export const HandoverTarget = z.enum(['nginx', 'haproxy', 'stunnel', 'openssl', 'java']);

const answerErrors = {
  ...tokenErrors,
  TOKEN_NOT_FOUND: Nothing,
  GENERATION_NOT_FOUND: Nothing,
  GENERATION_STATE: z.strictObject({ state: GenerationState }),
  CERTIFICATE_NOT_FOUND: Nothing,
  ANSWER_UNREADABLE: z.strictObject({ message: z.string().max(1000) }),
  /** No certificate among them has a key of ours. */
  ANSWER_FOREIGN: Nothing,
  ANSWER_REFUSED: z.strictObject({ checks: z.array(AnswerCheck).max(50) }),
  ANSWER_CHANGED: z.strictObject({ expected: Sha256Hex, actual: Sha256Hex }),
} as const;

/** The requester's side: the issued chain comes back to the key that asked for it. */
export const answersContract = {
  answers: {
    check: {
      about:
        'Reads an issued chain, finds the key of ours it belongs to, and says everything that does not fit. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({ sources: z.array(InputSource).min(1).max(100), generationId: IdText.optional() }),
      output: z.strictObject({
        leafSha256: Sha256Hex,
        generationId: IdText,
        groupRef: IdText,
        groupId: z.string().max(64),
        csrId: IdText.optional(),
        certificates: z.array(DecodedItem).max(100),
        against: z.array(ComparedRow).max(5000),
        checks: z.array(AnswerCheck).max(50),
        path: PathVerdict,
      }),
      errors: answerErrors,
      maxBytes: MAX_INPUT_BYTES,
    },
    accept: {
      about: 'Stores the chain and links it to its key; the generation is certified from then on.',
      role: 'operator',
      input: z.strictObject({
        sources: z.array(InputSource).min(1).max(100),
        generationId: IdText,
        leafSha256: Sha256Hex,
        /** Codes of the warnings that were read and accepted. */
        accepted: z.array(AnswerCheck.shape.code).max(20),
      }),
      output: z.strictObject({ certificate: CertificateRow }),
      errors: answerErrors,
      maxBytes: MAX_INPUT_BYTES,
    },
    writeToToken: {
      about:
        'Writes the certificate beside its key (CKO_CERTIFICATE with the key’s CKA_ID), so that other software pairs them.',
      role: 'operator',
      input: z.strictObject({ certificateId: IdText }),
      item: PromptItem,
      output: z.strictObject({ written: z.enum(['new', 'there-already']) }),
      errors: answerErrors,
      deadlineMs: 'none',
    },
    handover: {
      about:
        'How the platform itself uses key and chain: a snippet with the PKCS#11 URI, or PKCS#12 for software keys.',
      role: 'viewer',
      input: z.strictObject({ generationId: IdText, target: HandoverTarget, side: z.enum(['client', 'server']) }),
      output: z.strictObject({
        text: LongText.max(20_000),
        notes: z.array(z.string().max(600)).max(20),
        validUntil: IsoDate.optional(),
      }),
      errors: answerErrors,
    },
    chain: {
      about: 'The chain of a certified generation, leaf first.',
      role: 'viewer',
      input: z.strictObject({ generationId: IdText }),
      output: z.strictObject({
        certificates: z.array(CertificateRow).max(100),
        pem: z.string().max(500_000),
        pkcs7: Bytes,
      }),
      errors: answerErrors,
    },
  },
} as const satisfies ContractTree;
