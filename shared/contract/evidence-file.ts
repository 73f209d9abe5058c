import { z } from 'zod';
import { IdText, IsoDate, Sha256Hex } from './common.ts';
import { StoredOidProfile } from './settings.ts';

/** DER as base64url without padding. */
const Der = z
  .string()
  .min(1)
  .max(1_400_000)
  .regex(/^[A-Za-z0-9_-]+$/);
const Line = z.string().max(600);
/** Compact JWS (RFC 7515). */
const Jws = z.string().max(64 * 1024);
/** A text whose SHA-256 is signed somewhere: kept letter by letter. */
const Text = z.string().max(4_000_000);

const Checkpoint = z.strictObject({ statement: Jws, certificate: Der });

/**
 * Everything that proves one decision to somebody who has neither the workspace nor a reason to believe it
 * (docs/evidence.md). A file is the canonical JSON (RFC 8785) of this and a line end. Nothing in it is to be believed because it stands
 * here: each member is either signed, or said to be the workspace's word.
 */
export const EvidenceFile = z.strictObject({
  kind: z.literal('ocpi-console evidence'),
  v: z.literal(1),
  workspace: z.uuid(),
  decision: z.enum(['issued', 'rejected']),
  /** When the audit log says that it was decided. */
  decidedAt: IsoDate,
  /** The only operator decided alone. */
  singleOperator: z.boolean(),
  issuanceId: IdText.optional(),
  request: z.strictObject({
    requestId: IdText,
    der: Der,
    sha256: Sha256Hex,
    receivedAt: IsoDate,
    receivedBy: Line,
    source: Line,
    /** By which object identifiers its OCPI attributes are read. */
    oidProfile: StoredOidProfile,
  }),
  provenance: z.strictObject({
    /** As registered when the file was written. */
    partner: z
      .strictObject({
        partnerId: IdText,
        names: z.array(Line).max(20),
        ids: z.array(z.strictObject({ kind: Line, id: Line })).max(5000),
      })
      .optional(),
    confirmations: z
      .array(
        z.strictObject({
          spkiSha256: Sha256Hex,
          partnerId: IdText,
          contact: Line,
          note: z.string().max(4000),
          by: Line,
          at: IsoDate,
        }),
      )
      .max(100),
    /** By the key of the certificate that the requester had before. */
    proof: z.strictObject({ jws: Jws, predecessor: Der.optional() }).optional(),
  }),
  /** Of an issued certificate: the bytes that were fixed before the first vote. */
  tbs: z.strictObject({ der: Der, sha256: Sha256Hex, oidProfile: StoredOidProfile }).optional(),
  /** Canonical JSON of check results, of policies in force: every text whose SHA-256 a vote signs. */
  checks: z.array(Text).max(500),
  policies: z.array(Text).max(500),
  /** Oldest first. */
  votes: z
    .array(
      z.strictObject({
        operatorId: IdText,
        name: Line,
        certificate: Der,
        jws: Jws,
        via: z.enum(['here', 'file']),
      }),
    )
    .max(500),
  roster: z
    .strictObject({
      genesis: Sha256Hex,
      /** Number of the entry that was the last one when it was decided. */
      seq: z.int().positive(),
      entries: z
        .array(z.strictObject({ text: z.string().min(1).max(200_000), votes: z.array(Jws).max(50) }))
        .min(1)
        .max(10_000),
    })
    .optional(),
  /** Texts that the roster fixes by their SHA-256, as far as this decision was judged by them. */
  documents: z.array(z.strictObject({ document: z.string().min(1).max(120), sha256: Sha256Hex, text: Text })).max(20),
  scope: z.strictObject({ authorityId: IdText.optional(), partnerId: IdText.optional() }),
  /** The issued certificate and those above it, the root last. */
  certificate: z.strictObject({ der: Der, chain: z.array(Der).max(20) }).optional(),
  rejection: z
    .strictObject({
      reason: z.string().regex(/^[a-z-]{1,40}$/),
      note: z.string().max(4000),
      signed: z.strictObject({ jws: Jws, certificate: Der }).optional(),
    })
    .optional(),
  audit: z.strictObject({
    /** The entries are a run without gaps that ends where the checkpoint signs. */
    linked: z.boolean(),
    /** Canonical JSON of entries as they are stored and hashed. */
    entries: z.array(z.string().max(200_000)).max(20_000),
    /** Numbers of those among them that are about this decision. */
    own: z.array(z.int().positive()).max(1000),
    checkpoint: Checkpoint.optional(),
  }),
  /** Issued without votes, under this document of the roster; `seq`: number of the entry that fixed it. */
  standing: z.strictObject({ document: z.string().min(1).max(120), seq: z.int().positive().optional() }).optional(),
});
export type EvidenceFile = Readonly<z.infer<typeof EvidenceFile>>;
