import { z } from 'zod';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { type RevocationReason as Reason, revocationReasons, revocationStates } from '../domain/revocation.ts';
import { authorityErrors } from './authorities.ts';
import { CertificateRow } from './certificates.ts';
import { Bytes, Count, HexText, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { InputSource } from './inspection.ts';
import { ForeignText } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import type { ContractTree } from './wire/contract.ts';

const reasons = Object.keys(revocationReasons).filter((reason): reason is Reason => reason in revocationReasons);
/** CRLReason (RFC 5280 §5.3.1) without those that no whole list has. */
export const RevocationReason = z.enum(reasons);
export const RevocationState = z.enum(revocationStates);

/** A certificate of the inventory, or one that was never seen, by its authority and its serial number in hex. */
export const RevocationTarget = z.union([
  z.strictObject({ certificateId: IdText }),
  z.strictObject({ authorityId: IdText, serialNumber: z.string().min(1).max(120) }),
]);
export type RevocationTarget = z.infer<typeof RevocationTarget>;
const Targets = z.array(RevocationTarget).min(1).max(1000);

const Named = {
  authorityId: IdText,
  authorityName: ShortText,
  serialNumber: HexText,
  certificateId: IdText.optional(),
  commonName: ForeignText.optional(),
};

export const RevocationRow = z.strictObject({
  ...Named,
  state: RevocationState,
  reason: RevocationReason,
  /** When it ends for others: the first of hold and revocation. */
  revokedAt: IsoDate,
  invalidSince: IsoDate.optional(),
  note: ShortText,
  decidedAt: IsoDate,
  decidedBy: ShortText,
  /** Taken over from a list that was read, not decided here. */
  fromCrl: z.boolean(),
});
export type RevocationRow = z.infer<typeof RevocationRow>;

/**
 * `signing`: being signed; `unclear`: cut off, so it may be in the world; `dropped`: certainly not signed; `read`: made
 * elsewhere with this authority's key and read to catch up. A number is never used twice, whatever became of it.
 */
export const CrlState = z.enum(['signing', 'issued', 'unclear', 'dropped', 'read']);

/** CRL numbers are longer than a JSON number: decimal text. */
const CrlNumber = z.string().regex(/^\d{1,50}$/);

export const CrlRow = z.strictObject({
  crlId: IdText,
  authorityId: IdText,
  number: CrlNumber,
  state: CrlState,
  thisUpdate: IsoDate,
  nextUpdate: IsoDate,
  entries: Count,
  sha256: Sha256Hex.optional(),
  createdAt: IsoDate,
  createdBy: ShortText,
});
export type CrlRow = z.infer<typeof CrlRow>;

export const CrlStatus = z.strictObject({
  authorityId: IdText,
  authorityName: ShortText,
  /** The list with the highest number that certainly exists. */
  current: CrlRow.optional(),
  standing: z.enum(['none', 'current', 'due', 'overdue']),
  /** What was revoked, held or released since the current list, and issuances of unknown outcome that it lacks. */
  pending: Count,
  revoked: Count,
  held: Count,
  /** Issuances of unknown outcome: they stand on every list. */
  unclear: Count,
  /** The workspace was restored or copied: nothing is issued or revoked before the newest exported list was read. */
  catchUp: z.boolean(),
  /** The same, until the newest checkpoint was read. */
  needsCheckpoint: z.boolean().optional(),
  /** Active or retired, with a certificate that is valid now. */
  canSign: z.boolean(),
});
export type CrlStatus = z.infer<typeof CrlStatus>;

export const CrlEntryRow = z.strictObject({
  serialNumber: HexText,
  revokedAt: IsoDate.nullable(),
  reason: z.string().max(40).nullable(),
  invalidSince: IsoDate.nullable(),
  certificateId: IdText.optional(),
  commonName: ForeignText.optional(),
});

/** A target that cannot be meant; `index` counts the targets from 0. */
const UnfitTarget = z.strictObject({
  index: Count,
  reason: z.enum(['no-certificate', 'no-authority', 'not-ours', 'root', 'serial', 'twice']),
});

const PreviewedTarget = z.strictObject({
  ...Named,
  /** Whom the certificate speaks for. */
  partyIds: z.array(ForeignText).max(20),
  notAfter: IsoDate.optional(),
  state: RevocationState.optional(),
});

const revocationErrors = {
  ...authorityErrors,
  CONFIRMATION_WRONG: Nothing,
  /** Nothing was changed. */
  REVOCATION_TARGET: UnfitTarget,
  /** The standing of one target does not allow this. */
  REVOCATION_STATE: z.strictObject({ serialNumber: HexText, state: RevocationState.optional() }),
  /** The suspicion would begin in the future. */
  REVOCATION_DATE: Nothing,
} as const;

const crlErrors = {
  ...authorityErrors,
  CONFIRMATION_WRONG: Nothing,
  CRL_NOT_FOUND: Nothing,
  CRL_REFUSED: z.strictObject({
    reason: z.enum([
      'unreadable',
      'several',
      'issuer',
      'signature',
      'partial',
      'no-number',
      'older',
      'usage',
      'clock',
      'numbers',
      'read-back',
    ]),
    /** What is known already, or what the clock is behind of. */
    known: z.string().max(60).optional(),
  }),
} as const;

const decision = { targets: Targets, note: ShortText, confirm: z.string().max(600) };
const changed = z.strictObject({ revocations: z.array(RevocationRow).max(1000) });

export const revocationsContract = {
  revocations: {
    preview: {
      about: 'What would be revoked, held or released, and what has to be typed to confirm it.',
      role: 'viewer',
      input: z.strictObject({
        targets: Targets,
        /** Tells what cannot be meant beside what can, instead of refusing all for one. */
        each: z.boolean().optional(),
      }),
      output: z.strictObject({
        targets: z.array(PreviewedTarget).max(1000),
        /** `name`: of a certificate of the inventory. */
        unfit: z.array(UnfitTarget.extend({ name: ForeignText.optional() })).max(1000),
        /** The common name of the one, its serial number without one, or how many there are. */
        confirm: z.string().max(600),
      }),
      errors: revocationErrors,
      maxBytes: 512 * 1024,
    },
    revoke: {
      about: 'Ends certificates for good; they stand on the next revocation list. All or none.',
      role: 'ca-operator',
      input: z.strictObject({
        ...decision,
        reason: RevocationReason.exclude(['certificateHold']),
        /** Since when the key is suspected. */
        invalidSince: IsoDate.optional(),
      }),
      output: changed,
      errors: revocationErrors,
      maxBytes: 512 * 1024,
    },
    hold: {
      about: 'Suspends certificates; they may be released or revoked later.',
      role: 'ca-operator',
      input: z.strictObject(decision),
      output: changed,
      errors: revocationErrors,
      maxBytes: 512 * 1024,
    },
    release: {
      about: 'Ends the hold of certificates: the next revocation list no longer names them.',
      role: 'ca-operator',
      input: z.strictObject(decision),
      output: changed,
      errors: revocationErrors,
      maxBytes: 512 * 1024,
    },
    list: {
      about: 'Revoked, held and released certificates, the last decided first.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, authorityId: IdText.optional(), certificateId: IdText.optional() }),
      output: z.strictObject({ total: Count, rows: z.array(RevocationRow).max(500) }),
    },
    compromised: {
      about: 'What a key touches: certificates of the same key, and what it issued as the key of an authority.',
      role: 'viewer',
      input: z.strictObject({ certificateId: IdText, ...PageInput }),
      output: z.strictObject({
        spkiSha256: Sha256Hex,
        sameKey: z.array(CertificateRow).max(100),
        authority: z.strictObject({ authorityId: IdText, name: ShortText }).optional(),
        /** Certificates that it issued, by position; issuances of unknown outcome come without a certificate. */
        total: Count,
        issued: z.array(CertificateRow).max(500),
        unclear: Count,
      }),
      errors: { CERTIFICATE_NOT_FOUND: Nothing },
    },
  },
  crl: {
    status: {
      about: 'The standing of every authority’s revocation list.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ authorities: z.array(CrlStatus).max(1000) }),
    },
    list: {
      about: 'Revocation lists of an authority, the highest number first.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, authorityId: IdText }),
      output: z.strictObject({ total: Count, rows: z.array(CrlRow).max(500) }),
    },
    show: {
      about: 'A revocation list with its entries by position; without an id the current one of the authority.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, authorityId: IdText, crlId: IdText.optional() }),
      output: z.strictObject({ crl: CrlRow, total: Count, entries: z.array(CrlEntryRow).max(500) }),
      errors: crlErrors,
    },
    issue: {
      about: 'Signs the next revocation list with the authority’s key in its token.',
      role: 'ca-operator',
      input: z.strictObject({ authorityId: IdText, validDays: z.int().min(1).max(397).optional() }),
      item: PromptItem,
      output: z.strictObject({ crl: CrlRow }),
      errors: crlErrors,
      deadlineMs: 'none',
    },
    export: {
      about: 'A revocation list as a file; without an id the current one of the authority.',
      role: 'viewer',
      input: z.strictObject({ authorityId: IdText, crlId: IdText.optional(), format: z.enum(['pem', 'der']) }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors: crlErrors,
    },
    catchUp: {
      about:
        'Reads the newest exported revocation list after the workspace was restored or copied; without a source, says that none was ever exported.',
      role: 'ca-operator',
      input: z.strictObject({
        authorityId: IdText,
        source: InputSource.optional(),
        /** The authority’s name, to be typed when there is no list. */
        confirm: ShortText.optional(),
      }),
      output: z.strictObject({
        status: CrlStatus,
        added: Count,
        /** Held here and not on the list: still held. */
        kept: Count,
      }),
      errors: crlErrors,
      maxBytes: MAX_INPUT_BYTES,
    },
  },
} as const satisfies ContractTree;
