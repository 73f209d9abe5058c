import { z } from 'zod';
import { Bytes, Count, IdText, IsoDate, LongText, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { ClaimedIds, GenerationState, KeyGroupId, ListEncoding, SanName, SubjectPart } from './keys.ts';
import { KeyAlgorithmName, KeyPurpose, RsaPadding } from './key-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** What a CSR shall say. The public key comes from the generation, the purpose from its group. */
export const CsrSpec = z.strictObject({
  subject: z.array(SubjectPart).max(30),
  san: z.array(SanName).max(100),
  keyGroupId: KeyGroupId,
  /** X.520 serialNumber as CSR attribute; a UUIDv7 by default. Empty leaves it out. */
  keySerial: z.string().max(64),
  notBefore: IsoDate.optional(),
  notAfter: IsoDate.optional(),
  ids: ClaimedIds,
  encoding: ListEncoding,
  padding: RsaPadding,
});
export type CsrSpec = z.infer<typeof CsrSpec>;

/** A rule's word on a CSR that is being made: `fail` cannot be signed, `warn` can. */
export const SpecFinding = z.strictObject({
  level: z.enum(['fail', 'warn', 'note']),
  code: z.string().max(60),
  /** Where in the spec, for example `ids.partyIds.1`. */
  path: z.string().max(200),
  /** Hostile or not, the value it is about; shown as text with hidden characters made visible. */
  value: z.string().max(600).optional(),
  suggestion: z.string().max(200).optional(),
  values: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])).optional(),
});
export type SpecFinding = z.infer<typeof SpecFinding>;

/** A decoded field with the bytes it came from, in the order of the bytes; `depth` draws the tree. */
export const FieldView = z.strictObject({
  id: z.string().max(200),
  depth: z.int().min(0).max(24),
  name: z.string().max(200),
  value: z.string().max(4000),
  start: Count,
  end: Count,
  known: z.boolean(),
});
export type FieldView = z.infer<typeof FieldView>;

export const CsrRow = z.strictObject({
  csrId: IdText,
  groupRef: IdText,
  groupId: z.string().max(64),
  purpose: KeyPurpose,
  owner: z.string().max(64),
  counterpart: ShortText.optional(),
  generationId: IdText,
  generation: z.int().positive(),
  generationState: GenerationState,
  createdAt: IsoDate,
  createdBy: ShortText,
  commonName: z.string().max(256),
  ids: ClaimedIds,
  notBefore: IsoDate.optional(),
  notAfter: IsoDate.optional(),
  algorithm: KeyAlgorithmName,
  software: z.boolean(),
  encoding: ListEncoding,
  sha256: Sha256Hex,
  spkiSha256: Sha256Hex,
  oidProfile: z.string().max(60),
  hasProof: z.boolean(),
});
export type CsrRow = z.infer<typeof CsrRow>;

const csrErrors = {
  ...tokenErrors,
  TOKEN_NOT_FOUND: Nothing,
  CSR_NOT_FOUND: Nothing,
  GENERATION_NOT_FOUND: Nothing,
  GENERATION_STATE: z.strictObject({ state: GenerationState }),
  /** The spec breaks a rule; nothing was signed. */
  CSR_SPEC_REFUSED: z.strictObject({ findings: z.array(SpecFinding).max(1000) }),
  /** The bytes are not those the operator saw. */
  CSR_CHANGED: z.strictObject({ expected: Sha256Hex, actual: Sha256Hex }),
  NO_PREDECESSOR: Nothing,
  /** The stored bytes are not the request that was signed here: the database was changed by other means. */
  CSR_ALTERED: Nothing,
} as const;

export const csrsContract = {
  csrs: {
    draft: {
      about: 'The spec a new CSR of a generation starts from: the group’s defaults, or an earlier CSR.',
      role: 'viewer',
      input: z.strictObject({ generationId: IdText, fromCsrId: IdText.optional() }),
      output: z.strictObject({
        spec: CsrSpec,
        algorithm: KeyAlgorithmName,
        purpose: KeyPurpose,
        hasPredecessor: z.boolean(),
      }),
      errors: csrErrors,
    },
    preview: {
      about: 'The exact bytes that would be signed (CertificationRequestInfo), decoded again by the strict reader.',
      role: 'viewer',
      input: z.strictObject({ generationId: IdText, spec: CsrSpec }),
      output: z.strictObject({
        findings: z.array(SpecFinding),
        /** Absent when a finding forbids building. */
        built: z.strictObject({ info: Bytes, sha256: Sha256Hex, fields: z.array(FieldView) }).optional(),
      }),
      errors: csrErrors,
    },
    create: {
      about: 'Signs the previewed bytes with the generation’s key and stores the CSR.',
      role: 'requester',
      input: z.strictObject({
        generationId: IdText,
        spec: CsrSpec,
        /** SHA-256 of the CertificationRequestInfo that was seen. The command line leaves it out. */
        infoSha256: Sha256Hex.optional(),
      }),
      item: PromptItem,
      output: z.strictObject({ csr: CsrRow }),
      errors: csrErrors,
      deadlineMs: 'none',
    },
    prove: {
      about: 'Signs the proof by the predecessor: a JWS over the CSR’s SHA-256 by the group’s previous key.',
      role: 'requester',
      input: z.strictObject({ csrId: IdText }),
      item: PromptItem,
      output: z.strictObject({ csr: CsrRow }),
      errors: csrErrors,
      deadlineMs: 'none',
    },
    list: {
      about: 'CSRs, filtered, sorted, by position.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        filter: z.string().max(200).optional(),
        groupRef: IdText.optional(),
        sort: z.enum(['createdAt', 'groupId', 'notAfter', 'commonName']).optional(),
        descending: z.boolean().optional(),
      }),
      output: z.strictObject({ total: Count, rows: z.array(CsrRow) }),
    },
    show: {
      about: 'One CSR: its spec, bytes and decoded fields.',
      role: 'viewer',
      input: z.strictObject({ csrId: IdText }),
      output: z.strictObject({
        csr: CsrRow,
        spec: CsrSpec,
        der: Bytes,
        pem: z.string().max(100_000),
        fields: z.array(FieldView),
        findings: z.array(SpecFinding),
        proofJws: LongText.optional(),
        spkiWords: z.array(z.string().max(20)),
        spkiGroups: z.array(z.string().max(20)),
      }),
      errors: csrErrors,
    },
    export: {
      about: 'A CSR as PEM, DER, CertificateRenewalRequest JSON, or as the message text for the partner.',
      role: 'viewer',
      input: z.strictObject({
        csrId: IdText,
        format: z.enum(['pem', 'der', 'renewal-request', 'message', 'proof']),
        language: z.enum(['en', 'de']).optional(),
        callbackId: z.string().max(100).optional(),
      }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors: { ...csrErrors, NO_PROOF: Nothing },
    },
  },
} as const satisfies ContractTree;
