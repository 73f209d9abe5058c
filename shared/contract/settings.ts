import { z } from 'zod';
import { defaultOidProfile } from '../domain/default-oid-profile.ts';
import { Nothing, ShortText } from './common.ts';
import type { ContractTree } from './wire/contract.ts';

export const Oid = z
  .string()
  .max(100)
  .regex(/^[0-2](?:\.(?:0|[1-9][0-9]*))+$/);

/** Object identifiers of the OCPI attributes; placeholders in the draft, so a table with a version of its own. */
export const OidProfile = z.strictObject({
  version: z.string().min(1).max(60),
  keyGroupId: Oid,
  keySerialNumber: Oid,
  notBefore: Oid,
  notAfter: Oid,
  partyIds: Oid,
  subCpoIds: Oid,
  subEmspIds: Oid,
  /** Extension of service certificates: which modules and sides a service may serve. */
  serviceRoles: Oid,
  /** Extended key usages to request for keys that are not for TLS; null requests none. */
  objectSigningUsage: Oid.nullable(),
  identityUsage: Oid.nullable(),
});
export type OidProfile = z.infer<typeof OidProfile>;

/** A table as stored; one from before there were service roles gets the default for them. */
export const StoredOidProfile = OidProfile.extend({ serviceRoles: Oid.default(defaultOidProfile.serviceRoles) });

/** What holds for everybody who works in this workspace; how a window looks is its user's and stays in the window. */
export const Settings = z.strictObject({
  /** Minutes without use until tokens are signed out and the vault is locked. */
  idleMinutes: z.int().min(1).max(480),
  signOutOnLock: z.boolean(),
  maxValidityDays: z.int().min(1).max(3650),
  oidProfile: OidProfile,
  organisation: ShortText,
  /** Days that an older certificate stays beside the newer one where nobody chooses otherwise for a plan. */
  overlapDays: z.int().min(0).max(90),
  /** A checkpoint is due so many days or entries after the last one, whichever comes first. */
  checkpointDays: z.int().min(1).max(365),
  checkpointEntries: z.int().min(100).max(1_000_000),
  /** One is made too when an operator signs out by hand, if that needs no PIN. */
  checkpointAtSignOut: z.boolean(),
  logFileMegabytes: z.int().min(1).max(100),
  logFiles: z.int().min(1).max(50),
});
export type Settings = z.infer<typeof Settings>;

export const settingsContract = {
  settings: {
    get: {
      about: 'All settings of this workspace.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ settings: Settings }),
    },
    set: {
      about: 'Changes settings; those not named stay.',
      // The OID profile decides how every request is read and certified.
      role: 'ca-operator',
      input: z.strictObject({ changes: Settings.partial() }),
      output: z.strictObject({ settings: Settings }),
      errors: {
        OID_TWICE: z.strictObject({ oid: Oid }),
        /** From the first operator on the OID profile is proposed and voted on. */
        DOCUMENT_VOTED: Nothing,
      },
    },
  },
} as const satisfies ContractTree;
