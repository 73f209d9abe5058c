import { z } from 'zod';
import { Bytes, Count, IsoDate, Sha256Hex, ShortText } from './common.ts';

/** Text out of foreign bytes: cut where it is read, hidden characters made visible where it is shown. */
export const ForeignText = z.string().max(4000);

/** A deviation in decoded bytes. `message` is English, for the command line; the window has its own words by code. */
export const DecodedFinding = z.strictObject({
  code: z.string().max(60),
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string().max(1000),
  /** Id of the decoded field it is about; empty when it is about the whole. */
  field: z.string().max(300),
  /** Where in the bytes; null when it is about the wrapping (PEM, JSON, zip). */
  offset: Count.nullable(),
  end: Count.nullable(),
  values: z.record(z.string().max(40), z.union([z.string().max(600), z.number()])).optional(),
});
export type DecodedFinding = z.infer<typeof DecodedFinding>;

export const PublicKeyFacts = z.strictObject({
  /** For people: `EC P-256`, `RSA 3072`, `Ed25519`, or the OID. */
  algorithm: z.string().max(100),
  parameters: z.string().max(100).nullable(),
  spkiSha256: Sha256Hex,
});

export const SignatureFacts = z.strictObject({
  algorithm: z.string().max(100),
  /** True: verified with the key it belongs to. False: it does not fit. Null: nobody can tell (no key, unknown algorithm). */
  valid: z.boolean().nullable(),
});

/** What is said in OCPI's own attributes (CSR) or extensions (certificate); null where nothing is said. */
export const OcpiFacts = z.strictObject({
  keyGroupId: ForeignText.nullable(),
  keySerialNumber: ForeignText.nullable(),
  /** ISO 8601 UTC when it is a moment that exists, else the text as it stands. */
  notBefore: ForeignText.nullable(),
  notAfter: ForeignText.nullable(),
  partyIds: z.array(ForeignText).max(5000),
  subCpoIds: z.array(ForeignText).max(5000),
  subEmspIds: z.array(ForeignText).max(5000),
  /** Form of the id lists: `mixed` when they differ, null without any. */
  encoding: z.enum(['sequence', 'set', 'mixed']).nullable(),
});
export type OcpiFacts = z.infer<typeof OcpiFacts>;

export const ExtensionFacts = z.strictObject({
  oid: z.string().max(1000),
  name: z.string().max(100).nullable(),
  critical: z.boolean(),
  /** In words; the hex of the value when we do not know the extension. */
  value: z.string().max(8000),
  known: z.boolean(),
});

/** A CSR as `csr inspect` prints it (docs/manual.md). */
export const CsrFacts = z.strictObject({
  subject: ForeignText,
  publicKey: PublicKeyFacts,
  signature: SignatureFacts,
  ocpi: OcpiFacts,
  extensions: z.array(ExtensionFacts).max(1000),
  unknownAttributes: z.array(z.strictObject({ oid: z.string().max(1000), hex: z.string().max(20_000) })).max(1000),
  findings: z.array(DecodedFinding).max(5000),
  sha256: Sha256Hex,
});
export type CsrFacts = z.infer<typeof CsrFacts>;

/** A certificate as `certificate inspect` prints it. `services`: OCPI modules and sides, for example `cdrs:SENDER`. */
export const CertificateFacts = z.strictObject({
  subject: ForeignText,
  issuer: ForeignText,
  serialNumber: z.string().max(200),
  validity: z.strictObject({ notBefore: IsoDate.nullable(), notAfter: IsoDate.nullable() }),
  isCa: z.boolean(),
  publicKey: PublicKeyFacts,
  signature: SignatureFacts,
  ocpi: OcpiFacts,
  services: z.array(ForeignText).max(1000),
  extensions: z.array(ExtensionFacts).max(1000),
  findings: z.array(DecodedFinding).max(5000),
  sha256: Sha256Hex,
  sha1: z.string().regex(/^[0-9a-f]{40}$/),
});
export type CertificateFacts = z.infer<typeof CertificateFacts>;

/** A field with the bytes it came from, in the order of the bytes; `depth` draws the tree. */
export const DecodedField = z.strictObject({
  id: z.string().max(300),
  depth: z.int().min(0).max(40),
  name: z.string().max(200),
  value: ForeignText,
  start: Count,
  end: Count,
  known: z.boolean(),
});
export type DecodedField = z.infer<typeof DecodedField>;

/** Something decoded with everything a page needs: the bytes, the fields that light up in them, and the facts. */
export const DecodedItem = z.strictObject({
  kind: z.enum(['csr', 'certificate', 'crl', 'public-key', 'unreadable']),
  der: Bytes,
  fields: z.array(DecodedField).max(20_000),
  csr: CsrFacts.optional(),
  certificate: CertificateFacts.optional(),
  /** CRLs, bare keys and what is unreadable have findings only. */
  findings: z.array(DecodedFinding).max(5000),
});
export type DecodedItem = z.infer<typeof DecodedItem>;

/** What a chain is for; decides the extended key usage that is asked for and which trust anchors count. */
export const PathPurpose = z.enum(['tls-client', 'tls-server', 'object-signing', 'identity', 'any']);
export type PathPurpose = z.infer<typeof PathPurpose>;

/** One rule of RFC 5280 §6 applied to one certificate of a path; `certificate` counts from the leaf. */
export const PathCheck = z.strictObject({
  code: z.string().max(60),
  /** `warn` does not spoil a path; `unknown` does: nobody can say, so nobody may rely on it. */
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown']),
  certificate: Count,
  message: z.string().max(600),
  values: z.record(z.string().max(40), z.union([z.string().max(600), z.number()])).optional(),
});
export type PathCheck = z.infer<typeof PathCheck>;

export const PathVerdict = z.strictObject({
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  at: IsoDate,
  purpose: PathPurpose,
  /** Leaf first, the trust anchor last when one was found. */
  path: z
    .array(
      z.strictObject({
        sha256: Sha256Hex,
        subject: ForeignText,
        issuer: ForeignText,
        /** Note of the trust anchor that it is; null when it is none. */
        anchor: ShortText.nullable(),
        verdict: z.enum(['valid', 'invalid', 'unknown']),
      }),
    )
    .max(20),
  checks: z.array(PathCheck).max(1000),
});
export type PathVerdict = z.infer<typeof PathVerdict>;
