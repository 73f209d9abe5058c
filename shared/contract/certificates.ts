import { z } from 'zod';
import { Bytes, Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { InputSource, RefusedInput } from './inspection.ts';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { DecodedItem, ForeignText, PathPurpose, PathVerdict } from './pki-facts.ts';
import type { ContractTree } from './wire/contract.ts';

/** How a certificate came here. `own`: for a key of ours; `issued`: by an authority of ours; `authority`: of one. */
export const CertificateSource = z.enum(['own', 'issued', 'authority', 'imported', 'anchor']);
export type CertificateSource = z.infer<typeof CertificateSource>;

/** How a certificate of an authority of ours stands on its revocation list. */
export const CertificateStanding = z.strictObject({
  state: z.enum(['held', 'revoked']),
  reason: z.string().max(40),
  at: IsoDate,
  by: ShortText,
  note: ShortText,
});
export type CertificateStanding = z.infer<typeof CertificateStanding>;

export const CertificateRow = z.strictObject({
  certificateId: IdText,
  sha256: Sha256Hex,
  source: CertificateSource,
  commonName: ForeignText,
  subject: ForeignText,
  issuer: ForeignText,
  serialNumber: z.string().max(200),
  notBefore: IsoDate,
  notAfter: IsoDate,
  /** By the clock alone; whether a path holds is asked with `verify`. */
  time: z.enum(['not-yet', 'valid', 'ends-soon', 'expired']),
  revocation: CertificateStanding.optional(),
  algorithm: z.string().max(100),
  spkiSha256: Sha256Hex,
  isCa: z.boolean(),
  keyGroupId: ForeignText.optional(),
  partyIds: z.array(ForeignText).max(5000),
  subCpoIds: z.array(ForeignText).max(5000),
  subEmspIds: z.array(ForeignText).max(5000),
  services: z.array(ForeignText).max(1000),
  addedAt: IsoDate,
});
export type CertificateRow = z.infer<typeof CertificateRow>;

/** Where a certificate belongs; what is gone stays named by its id. */
export const CertificateLinks = z.strictObject({
  /** Own key group and generation. */
  generation: z
    .strictObject({ generationId: IdText, groupRef: IdText, groupId: z.string().max(64), number: z.int() })
    .optional(),
  csrId: IdText.optional(),
  requestId: IdText.optional(),
  issuanceId: IdText.optional(),
  /** The authority that issued it, and the authority it is the certificate of. */
  issuedBy: z.strictObject({ authorityId: IdText, name: ShortText }).optional(),
  authority: z.strictObject({ authorityId: IdText, name: ShortText }).optional(),
  predecessor: IdText.optional(),
  successor: IdText.optional(),
});
export type CertificateLinks = z.infer<typeof CertificateLinks>;

export const TrustAnchor = z.strictObject({
  certificateId: IdText,
  sha256: Sha256Hex,
  subject: ForeignText,
  notAfter: IsoDate,
  /** What chains that end here may be for. */
  purposes: z.array(PathPurpose).max(5),
  /** An authority of ours whose root it is; others were imported. */
  authorityId: IdText.optional(),
  addedAt: IsoDate,
  addedBy: ShortText,
  note: ShortText,
});
export type TrustAnchor = z.infer<typeof TrustAnchor>;

/** Who says it speaks for an id: the same id in any letter case and of its kind. */
export const IdClaim = z.strictObject({
  where: z.enum(['partner', 'certificate', 'csr', 'request', 'key-group']),
  ref: IdText,
  kind: z.enum(['party', 'sub-cpo', 'sub-emsp']),
  id: ForeignText,
  subject: ForeignText,
  keyGroupId: ForeignText.optional(),
  state: z.string().max(40),
});

const certificateErrors = {
  CERTIFICATE_NOT_FOUND: Nothing,
  CERTIFICATE_UNREADABLE: z.strictObject({ message: z.string().max(1000), offset: Count.nullable() }),
} as const;
/** How to name the certificate that is looked at: a stored one, or bytes that are not stored. */
const CertificateChoice = { certificateId: IdText.optional(), sources: z.array(InputSource).max(100).optional() };

export const certificatesContract = {
  certificates: {
    view: {
      about: 'Any certificate with its chain, whether it is stored or not: ids first, path with a verdict, bytes.',
      role: 'viewer',
      input: z.strictObject({ ...CertificateChoice, purpose: PathPurpose.optional(), at: IsoDate.optional() }),
      output: z.strictObject({
        /** The leaf first; others as they came. */
        certificates: z.array(z.strictObject({ item: DecodedItem, stored: CertificateRow.optional() })).max(100),
        path: PathVerdict,
        links: CertificateLinks.optional(),
      }),
      errors: certificateErrors,
      maxBytes: MAX_INPUT_BYTES,
    },
    list: {
      about: 'The inventory, filtered, sorted, by position.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        filter: z.string().max(200).optional(),
        /** One id of any kind, compared without case. */
        claims: z.string().max(64).optional(),
        source: CertificateSource.optional(),
        time: z.enum(['not-yet', 'valid', 'ends-soon', 'expired']).optional(),
        authorityId: IdText.optional(),
        keyGroupId: z.string().max(255).optional(),
        sort: z.enum(['addedAt', 'commonName', 'notAfter', 'notBefore', 'keyGroupId', 'issuer']).optional(),
        descending: z.boolean().optional(),
      }),
      output: z.strictObject({ total: Count, rows: z.array(CertificateRow) }),
    },
    show: {
      about: 'One stored certificate: its row and where it belongs.',
      role: 'viewer',
      input: z.strictObject({ certificateId: IdText }),
      output: z.strictObject({
        certificate: CertificateRow,
        links: CertificateLinks,
        chain: z.array(CertificateRow).max(20),
      }),
      errors: certificateErrors,
    },
    import: {
      about: 'Keeps foreign certificates in the inventory; gives them no trust.',
      role: 'operator',
      input: z.strictObject({ sources: z.array(InputSource).min(1).max(1000) }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        added: Count,
        known: Count,
        unreadable: z.array(RefusedInput).max(10_000),
      }),
      errors: certificateErrors,
      deadlineMs: 'none',
      maxBytes: MAX_INPUT_BYTES,
    },
    remove: {
      about: 'Takes an imported certificate out of the inventory; own, issued and authority certificates stay.',
      role: 'operator',
      input: z.strictObject({ certificateId: IdText }),
      output: Nothing,
      errors: { ...certificateErrors, CERTIFICATE_IN_USE: z.strictObject({ source: CertificateSource }) },
    },
    export: {
      about: 'A certificate alone or with its chain.',
      role: 'viewer',
      input: z.strictObject({
        certificateId: IdText,
        format: z.enum(['pem', 'der', 'chain-pem', 'pkcs7', 'renewed-certificate', 'json']),
      }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors: certificateErrors,
    },
    verify: {
      about: 'Path validation after RFC 5280 §6 with a verdict and a reason for each link.',
      role: 'viewer',
      input: z.strictObject({
        ...CertificateChoice,
        purpose: PathPurpose,
        at: IsoDate.optional(),
        /** Anchors instead of those of the workspace. */
        trust: z.array(InputSource).max(100).optional(),
        crls: z.array(InputSource).max(100).optional(),
      }),
      output: z.strictObject({ path: PathVerdict }),
      errors: certificateErrors,
      maxBytes: MAX_INPUT_BYTES,
    },
    anchors: {
      about: 'Trust anchors with their purposes.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ anchors: z.array(TrustAnchor).max(1000) }),
    },
    trust: {
      about: 'Makes a certificate a trust anchor for the purposes named; its SHA-256 typed or compared confirms it.',
      role: 'ca-operator',
      input: z.strictObject({
        source: InputSource,
        sha256: Sha256Hex,
        purposes: z.array(PathPurpose).min(1).max(5),
        note: ShortText,
      }),
      output: z.strictObject({ anchor: TrustAnchor }),
      errors: {
        ...certificateErrors,
        ANCHOR_REFUSED: z.strictObject({ reason: z.enum(['other-hash', 'not-a-ca', 'several']) }),
      },
    },
    distrust: {
      about: 'Ends the trust in an anchor.',
      role: 'ca-operator',
      input: z.strictObject({ certificateId: IdText }),
      output: Nothing,
      errors: certificateErrors,
    },
    claims: {
      about:
        'Who claims this id: partners that it is registered for, certificates, own CSRs and key groups, incoming requests.',
      role: 'viewer',
      input: z.strictObject({ id: z.string().min(1).max(64), ...PageInput }),
      output: z.strictObject({ total: Count, rows: z.array(IdClaim).max(500) }),
    },
    bundle: {
      about: 'For the verifying side: CA bundle, or the map from certificate to party ids as JSON or nginx map.',
      role: 'viewer',
      input: z.strictObject({
        format: z.enum(['ca-bundle', 'party-map-json', 'party-map-nginx']),
        authorityId: IdText.optional(),
      }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
    },
  },
} as const satisfies ContractTree;
