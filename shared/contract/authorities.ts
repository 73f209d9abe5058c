import { z } from 'zod';
import { Bytes, Count, HexText, IdText, IsoDate, Nothing, Pkcs11Uri, Sha256Hex, ShortText } from './common.ts';
import { InputSource } from './inspection.ts';
import { SanName, SubjectPart } from './keys.ts';
import { KeyAlgorithmName, KeyPurpose, RsaPadding } from './key-facts.ts';
import { DecodedField, DecodedFinding, ForeignText } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** What an authority certifies. A root that only certifies other authorities has all that its children have. */
export const AuthorityKind = KeyPurpose;

/** RFC 5280 §4.2.1.10; `dn` values are distinguished names as text, `ip` values CIDR. */
export const NameConstraint = z.strictObject({
  kind: z.enum(['dns', 'ip', 'uri', 'mail', 'dn']),
  value: z.string().min(1).max(512),
});

/** What may be issued under an authority. */
export const IssuingPolicy = z.strictObject({
  maxLifetimeDays: z.int().min(1).max(3650),
  /** A wish beyond the policy or the issuer: clip it (and say so) or refuse to prepare. */
  beyond: z.enum(['clip', 'refuse']),
  /** Start before now against clocks that run late; minutes. */
  backdateMinutes: z.int().min(0).max(1440),
  crlUrl: z.string().max(512),
});
export type IssuingPolicy = z.infer<typeof IssuingPolicy>;

export const AuthoritySpec = z.strictObject({
  name: ShortText.min(1),
  kinds: z.array(AuthorityKind).min(1).max(4),
  subject: z.array(SubjectPart).min(1).max(30),
  /** Absent: a root, self-signed. */
  parentId: IdText.optional(),
  tokenUri: Pkcs11Uri,
  algorithm: KeyAlgorithmName,
  /** Of signatures by an RSA key of this authority. */
  padding: RsaPadding,
  notBefore: IsoDate.optional(),
  validityDays: z.int().min(1).max(36_500),
  /** How many authorities may stand below it; null: as many as like. */
  pathLength: z.int().min(0).max(20).nullable(),
  permitted: z.array(NameConstraint).max(200),
  excluded: z.array(NameConstraint).max(200),
  policy: IssuingPolicy,
});
export type AuthoritySpec = z.infer<typeof AuthoritySpec>;

export const AuthorityState = z.enum(['active', 'unclear', 'retired']);

export const AuthorityRow = z.strictObject({
  authorityId: IdText,
  name: ShortText,
  kinds: z.array(AuthorityKind).max(4),
  parentId: IdText.optional(),
  state: AuthorityState,
  subject: ForeignText,
  certificateId: IdText.optional(),
  certificateSha256: Sha256Hex.optional(),
  notBefore: IsoDate.optional(),
  notAfter: IsoDate.optional(),
  time: z.enum(['not-yet', 'valid', 'ends-soon', 'expired']).optional(),
  algorithm: KeyAlgorithmName,
  tokenUri: Pkcs11Uri,
  tokenLabel: ShortText,
  software: z.boolean(),
  keyUri: Pkcs11Uri.optional(),
  spkiSha256: Sha256Hex.optional(),
  issued: Count,
  isRoot: z.boolean(),
  /** The parent is not ours: the certificate was linked. */
  foreignParent: z.boolean(),
  policy: IssuingPolicy,
  /** Rolled over to this one, or from that one. */
  successorId: IdText.optional(),
  predecessorId: IdText.optional(),
  createdAt: IsoDate,
});
export type AuthorityRow = z.infer<typeof AuthorityRow>;

export const IssuanceState = z.enum(['prepared', 'signing', 'issued', 'unclear', 'dropped']);

/** A validity or name that was cut; shown one by one. */
export const Clip = z.strictObject({
  code: z.enum([
    'NOT_BEFORE_PAST',
    'NOT_BEFORE_ISSUER',
    'NOT_BEFORE_REQUEST',
    'NOT_AFTER_POLICY',
    'NOT_AFTER_ISSUER',
    'NOT_AFTER_REQUEST',
    'NOT_BEFORE_ABSENT',
    'NOT_AFTER_ABSENT',
    'WISH_UNREADABLE',
  ]),
  wished: ForeignText.nullable(),
  given: IsoDate,
});

/** To-be-signed bytes, serial and times, fixed and stored before anybody agrees to them. */
export const IssuanceView = z.strictObject({
  issuanceId: IdText,
  authorityId: IdText,
  requestId: IdText.optional(),
  state: IssuanceState,
  tbs: Bytes,
  tbsSha256: Sha256Hex,
  serialNumber: HexText,
  notBefore: IsoDate,
  notAfter: IsoDate,
  fields: z.array(DecodedField).max(20_000),
  findings: z.array(DecodedFinding).max(5000),
  clips: z.array(Clip).max(20),
  createdAt: IsoDate,
  createdBy: ShortText,
  certificateId: IdText.optional(),
});
export type IssuanceView = z.infer<typeof IssuanceView>;

export const authorityErrors = {
  ...tokenErrors,
  TOKEN_NOT_FOUND: Nothing,
  AUTHORITY_NOT_FOUND: Nothing,
  AUTHORITY_STATE: z.strictObject({ state: AuthorityState }),
  AUTHORITY_EXPIRED: z.strictObject({ notAfter: IsoDate }),
  AUTHORITY_EXISTS: z.strictObject({ name: ShortText }),
  /** The spec breaks a rule; nothing was made. Codes have words in the window and the manual. */
  AUTHORITY_SPEC_REFUSED: z.strictObject({
    findings: z
      .array(
        z.strictObject({ code: z.string().max(60), path: z.string().max(100), value: z.string().max(600).optional() }),
      )
      .max(200),
  }),
  KEY_ALGORITHM_UNSUPPORTED: z.strictObject({ text: z.string().max(60) }),
  /** The certificate and the key do not belong together, or it is not a CA's. */
  LINK_REFUSED: z.strictObject({
    reason: z.enum([
      'unreadable',
      'not-a-ca',
      'no-such-key',
      'key-in-use',
      'expired',
      'not-yet',
      'no-cert-sign',
      'weak',
      'kinds',
      'signature',
      'no-issuer',
      'chain',
    ]),
    /** The rule that is broken, in English. */
    detail: z.string().max(600).optional(),
  }),
  ISSUANCE_NOT_FOUND: Nothing,
  ISSUANCE_STATE: z.strictObject({ state: IssuanceState }),
  /** The bytes are not those that were shown. */
  ISSUANCE_CHANGED: z.strictObject({ expected: Sha256Hex, actual: Sha256Hex }),
  /** Judged again before the signature, these bytes break a rule of request, policy or issuer as they are now. */
  ISSUANCE_REFUSED: z.strictObject({
    findings: z.array(z.strictObject({ code: z.string().max(60), message: z.string().max(1000) })).max(200),
  }),
  /** Certificate or key of the authority are not those that were recorded for it. */
  AUTHORITY_ALTERED: Nothing,
  /** A certificate above the authority is not there, or not as it was recorded. */
  AUTHORITY_CHAIN_ALTERED: z.strictObject({ sha256: Sha256Hex }),
  /** The workspace was restored or copied, and the newest exported CRL was not read since. */
  CATCH_UP_NEEDED: z.strictObject({ authority: ShortText }),
  /** It has operators, and the newest checkpoint was not read since. */
  CHECKPOINT_NEEDED: Nothing,
  AUTHORITY_NOT_YET_VALID: z.strictObject({ notBefore: IsoDate }),
} as const;

export const authoritiesContract = {
  authorities: {
    list: {
      about: 'All authorities, as a tree by parentId.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ authorities: z.array(AuthorityRow).max(1000) }),
    },
    show: {
      about: 'One authority: certificate, chain, key, what it issued last.',
      role: 'viewer',
      input: z.strictObject({ authorityId: IdText }),
      output: z.strictObject({
        authority: AuthorityRow,
        pathLength: z.int().nullable(),
        permitted: z.array(NameConstraint).max(200),
        excluded: z.array(NameConstraint).max(200),
        chainPem: z.string().max(200_000),
        /** Certificates of this key by other keys, and the other way round (rollover). */
        crossCertificates: z.array(IdText).max(100),
        /** The key is on a token that is there now. */
        keyThere: z.enum(['yes', 'no', 'unknown']),
      }),
      errors: authorityErrors,
    },
    check: {
      about: 'Judges a spec without making anything.',
      role: 'viewer',
      input: z.strictObject({ spec: AuthoritySpec }),
      output: z.strictObject({
        findings: z
          .array(
            z.strictObject({
              level: z.enum(['fail', 'warn', 'note']),
              code: z.string().max(60),
              path: z.string().max(100),
              value: z.string().max(600).optional(),
            }),
          )
          .max(200),
        notAfter: IsoDate.optional(),
      }),
      errors: authorityErrors,
    },
    create: {
      about:
        'Makes the key in the token and the certificate: self-signed for a root, signed by the parent’s key below one.',
      role: 'ca-operator',
      input: z.strictObject({ spec: AuthoritySpec }),
      item: PromptItem,
      output: z.strictObject({ authority: AuthorityRow }),
      errors: authorityErrors,
      deadlineMs: 'none',
    },
    link: {
      about: 'Takes an existing CA certificate and its key on a token as an authority.',
      role: 'ca-operator',
      input: z.strictObject({
        name: ShortText.min(1),
        kinds: z.array(AuthorityKind).min(1).max(4),
        certificate: InputSource,
        tokenUri: Pkcs11Uri,
        padding: RsaPadding,
        policy: IssuingPolicy,
      }),
      item: PromptItem,
      output: z.strictObject({ authority: AuthorityRow }),
      errors: authorityErrors,
      deadlineMs: 'none',
    },
    setPolicy: {
      about: 'Changes what may be issued from now on.',
      role: 'ca-operator',
      input: z.strictObject({ authorityId: IdText, policy: IssuingPolicy }),
      output: z.strictObject({ authority: AuthorityRow }),
      errors: authorityErrors,
    },
    rollOver: {
      about:
        'A new key and certificate with the same name, and cross-certificates both ways so that either root verifies.',
      role: 'ca-operator',
      input: z.strictObject({ authorityId: IdText, spec: AuthoritySpec, cross: z.boolean() }),
      item: PromptItem,
      output: z.strictObject({ authority: AuthorityRow, crossCertificates: z.array(IdText).max(2) }),
      errors: authorityErrors,
      deadlineMs: 'none',
    },
    retire: {
      about: 'Ends issuing under an authority; its certificates stay what they are.',
      role: 'ca-operator',
      input: z.strictObject({ authorityId: IdText, confirm: ShortText }),
      output: z.strictObject({ authority: AuthorityRow }),
      errors: { ...authorityErrors, CONFIRMATION_WRONG: Nothing },
    },
    resolveUnclear: {
      about:
        'Looks on the token for the key of an authority whose making ended without an answer, and finishes or drops it.',
      role: 'ca-operator',
      input: z.strictObject({ authorityId: IdText }),
      item: PromptItem,
      output: z.strictObject({ authority: AuthorityRow.optional() }),
      errors: authorityErrors,
      deadlineMs: 'none',
    },
    export: {
      about: 'The authority’s certificate or chain.',
      role: 'viewer',
      input: z.strictObject({ authorityId: IdText, format: z.enum(['pem', 'der', 'chain-pem', 'pkcs7']) }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors: authorityErrors,
    },
    /** For people and services: an identity certificate without a CSR of the holder is not made here; see requests. */
  },
} as const satisfies ContractTree;

/** Names as approved go into the certificate; kept here because requests and authorities both speak of them. */
export const ApprovedNames = z.array(SanName).max(100);
