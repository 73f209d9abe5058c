import { z } from 'zod';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { ocpiVersions } from '../domain/ocpi-version.ts';
import {
  objectNotes,
  objectSignatureVerdicts,
  objectVerdicts,
  signaturePurposes,
  signedObjectKinds,
} from '../domain/signed-object.ts';
import { Count, Nothing, Sha256Hex } from './common.ts';
import { InputSource } from './inspection.ts';
import type { ContractTree } from './wire/contract.ts';

const Text = z.string().max(400);

/** One JWS signature of an OCPI object and what is said of it. */
export const ObjectSignatureView = z.strictObject({
  verdict: z.enum(objectSignatureVerdicts),
  reason: Text.optional(),
  alg: z.string().max(20).optional(),
  kid: z.string().max(60).optional(),
  /** What the header claims, believed only where the verdict is VALID. */
  party: Text.optional(),
  role: Text.optional(),
  purpose: z.enum(signaturePurposes).optional(),
  coverage: z.enum(['full', 'static']).optional(),
  /** By the signer's own word. */
  signedAt: z.string().max(40).optional(),
  expiresAt: z.string().max(40).optional(),
  notes: z.array(z.enum(objectNotes)).max(20),
  /** Ids that certificate or pinned key may speak for. */
  parties: z.array(Text).max(200),
  certificateSha256: Sha256Hex.optional(),
  level: z.enum(['certified', 'pinned']).optional(),
  /** Subjects from the signer's certificate to the trust anchor. */
  chain: z.array(z.string().max(4000)).max(20),
});
export type ObjectSignatureView = z.infer<typeof ObjectSignatureView>;

const signed = {
  verdict: z.enum(objectVerdicts),
  kind: z.enum(signedObjectKinds),
  signatures: z.array(ObjectSignatureView).max(20),
  vendor: z
    .array(
      z.strictObject({
        verdict: z.enum(['valid', 'invalid', 'unreadable']),
        keyId: Text,
        over: z.enum(['received', 'canonical']).optional(),
      }),
    )
    .max(20),
  notes: z.array(z.enum(objectNotes)).max(20),
  /** SHA-256 of the canonical form without signatures. */
  payloadSha256: Sha256Hex.optional(),
};

export const ObjectReportView = z.strictObject({
  ...signed,
  /** What JSON parsers hide. */
  defects: z.array(z.strictObject({ code: z.string().max(40), path: Text, offset: Count })).max(50),
  /** Tariffs inside of a CDR. */
  nested: z.array(z.strictObject({ pointer: z.string().max(60), ...signed })).max(50),
});
export type ObjectReportView = z.infer<typeof ObjectReportView>;

export const signedObjectsContract = {
  signedObjects: {
    verifyFiles: {
      about:
        'Verifies the signatures of OCPI objects in files: locations, tariffs, CDRs, sessions, tokens. Trusts the anchors of this workspace for object signing, and those that are given. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({
        sources: z.array(InputSource).min(1).max(1000),
        kind: z.enum(signedObjectKinds).optional(),
        version: z.enum(ocpiVersions).optional(),
        /** Owner of objects that do not name one (2.1.1). */
        party: z.string().max(20).optional(),
        /** Certificates in PEM or DER that are trusted for this call alone. */
        trust: z.array(InputSource).max(50),
      }),
      output: z.strictObject({
        files: z.array(z.strictObject({ file: z.string().max(600), report: ObjectReportView })).max(1000),
      }),
      errors: { INPUT_TOO_LARGE: z.strictObject({ limit: Count }), VERIFIER_LOST: Nothing },
      deadlineMs: 'none',
      maxBytes: MAX_INPUT_BYTES + 1024 * 1024,
    },
    object: {
      about: 'The signatures of a stored object: who signed, what is covered, whether the key was his and valid then.',
      role: 'viewer',
      input: z.strictObject({
        module: z.enum(['locations', 'tariffs', 'sessions', 'cdrs', 'tokens']),
        rowId: z.int().positive(),
      }),
      output: z.strictObject({ report: ObjectReportView }),
      errors: {
        OBJECT_NOT_FOUND: Nothing,
        PLATFORM_STORE_DAMAGED: Nothing,
        PLATFORM_WORKER_LOST: Nothing,
        VERIFIER_LOST: Nothing,
      },
    },
  },
} as const satisfies ContractTree;
