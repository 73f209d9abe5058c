import { z } from 'zod';
import { CertificateRow } from './certificates.ts';
import { Bytes, IdText, IsoDate, LongText, Nothing, Sha256Hex } from './common.ts';
import { ComparedRow, InputSource } from './inspection.ts';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { GenerationState } from './keys.ts';
import { DecodedItem, ForeignText, PathCheck, PathVerdict } from './pki-facts.ts';
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
  /** Checks of the path that it is about; `values` says the same in English. */
  reasons: z.array(PathCheck).max(600).optional(),
});
export type AnswerCheck = z.infer<typeof AnswerCheck>;

export const HandoverTarget = z.enum(['nginx', 'haproxy', 'stunnel', 'openssl', 'java']);

/** What else to know of a snippet. `message` is English, for the command line; the window has its own words by code. */
export const HandoverNote = z.strictObject({
  code: z.enum([
    'SAVE_CHAIN',
    'EXPORT_PKCS12',
    'KEY_IN_TOKEN',
    'CONVERT_TO_PEM',
    'PARTNER_NAMES',
    'OPENSSL_ENGINE_NEEDED',
    'PKCS11_PROVIDER_NEEDED',
    'NGINX_STORE',
    'HAPROXY_PLAIN_KEY',
    'HAPROXY_KEY_FILE',
    'STUNNEL_PASSPHRASE',
    'OPENSSL_ENGINE_INSTEAD',
    'JAVA_TRUST_STORE',
    'JAVA_PASSPHRASE',
    'JAVA_PROVIDER',
    'JAVA_PAIRING',
    'JAVA_WHICH_KEY',
    'JAVA_CLIENT_AUTH',
  ]),
  message: z.string().max(4000),
  /** Names of files, the key's URI: the same in every language. */
  values: z.record(z.string().max(40), z.string().max(2000)).optional(),
});
export type HandoverNote = z.infer<typeof HandoverNote>;

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
      role: 'requester',
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
      role: 'requester',
      input: z.strictObject({
        certificateId: IdText,
        /** SHA-256 of the certificate of the same key that lies there and goes: as CERTIFICATE_CLASH told it. */
        replaces: Sha256Hex.optional(),
      }),
      item: PromptItem,
      output: z.strictObject({ written: z.enum(['new', 'there-already', 'replaced']) }),
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
        notes: z.array(HandoverNote).max(20),
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
