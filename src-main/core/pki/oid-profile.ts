import { z } from 'zod';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import type { KeyPurpose } from '../../../shared/domain/key-algorithm.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { OID } from './oid-names.ts';

/** Dotted OID; X.660: first arc 0–2, below 0 and 1 the second is at most 39, no leading zeros. */
const Oid = z
  .string()
  .max(100)
  .regex(/^(?:[01]\.(?:[0-9]|[12][0-9]|3[0-9])|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))+$/);

const Profile = z.strictObject({
  version: z.string().regex(/^[A-Za-z0-9._/-]{1,60}$/),
  keyGroupId: Oid,
  keySerialNumber: Oid,
  notBefore: Oid,
  notAfter: Oid,
  partyIds: Oid,
  subCpoIds: Oid,
  subEmspIds: Oid,
  /** Extension of service certificates; profiles of before it existed get the default. */
  serviceRoles: Oid.default(defaultOidProfile.serviceRoles),
  /** Extended key usages to request for keys that are not for TLS; null requests none. */
  objectSigningUsage: Oid.nullable(),
  identityUsage: Oid.nullable(),
});

/**
 * Which OIDs the OCPI attributes have. The draft's are placeholders that may still change, so they are data: every CSR
 * is stored with the version it was made under, and is read with that one.
 */
export type OidProfile = Readonly<z.infer<typeof Profile>>;

export interface OidProfileFault {
  readonly code: 'OID_PROFILE_FORM' | 'OID_PROFILE_DUPLICATE' | 'OID_PROFILE_TAKEN';
  /** Names of the members concerned. */
  readonly members: readonly string[];
}

/** OIDs that mean something else in a request: extensionRequest, challengePassword, unstructuredName, X.509 extensions. */
const TAKEN = /^(?:1\.2\.840\.113549\.1\.9\.(?:14|7|2)|2\.5\.29\.\d+)$/;

/** Reads a profile from a settings file. Two members with one OID, or an OID with another meaning, are refused. */
export function parseOidProfile(value: unknown): Result<OidProfile, OidProfileFault> {
  const parsed = Profile.safeParse(value);
  if (!parsed.success) {
    const members = parsed.error.issues.map((issue) => issue.path.join('.'));
    return fail({ code: 'OID_PROFILE_FORM', members });
  }
  const entries = Object.entries(parsed.data).filter(([name]) => name !== 'version');
  const taken = entries.filter(([, oid]) => oid !== null && TAKEN.test(oid)).map(([name]) => name);
  if (taken.length > 0) return fail({ code: 'OID_PROFILE_TAKEN', members: taken });
  const doubles = entries.filter(([name, oid]) =>
    entries.some(([other, same]) => oid !== null && same === oid && other !== name),
  );
  if (doubles.length > 0) return fail({ code: 'OID_PROFILE_DUPLICATE', members: doubles.map(([name]) => name) });
  return ok(parsed.data);
}

/**
 * Extended key usage that certificates get for a purpose. None at all would mean any (RFC 5280 §4.2.1.12): whoever has an
 * identity or signs objects would be taken for a TLS client with the ids in the certificate. So where the profile has no
 * OID, there are one of RFC 9336 (documentSigning) and one beside our service roles.
 */
export function certifiedUsage(
  purpose: KeyPurpose,
  profile: Pick<OidProfile, 'objectSigningUsage' | 'identityUsage'>,
): string {
  switch (purpose) {
    case 'tls-client':
      return OID.clientAuth;
    case 'tls-server':
      return OID.serverAuth;
    case 'object-signing':
      return profile.objectSigningUsage ?? '1.3.6.1.5.5.7.3.36';
    case 'identity':
      return profile.identityUsage ?? '1.2.3.4.5.6.7.9.2';
  }
}
