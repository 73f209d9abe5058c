import type { ExtensionView } from './extensions/extension-values.ts';
import type { IdListView } from './ocpi-claims.ts';
import type { ServiceRoleView } from './service-roles.ts';
import type { TextView } from './text-read.ts';

/** Whom a certificate speaks for, from its extensions; null where it says nothing that can be read. */
export interface CertificateClaimsView {
  readonly keyGroupId: TextView | null;
  readonly partyIds: IdListView | null;
  readonly subCpoIds: IdListView | null;
  readonly subEmspIds: IdListView | null;
  /** Of a service certificate; the service's name is the common name of the subject. */
  readonly serviceRoles: readonly ServiceRoleView[] | null;
}

/** The first extension of each OID, also when it is malformed: a second one must not take its place. */
export function firstOfEach(extensions: readonly ExtensionView[]): readonly ExtensionView[] {
  return extensions.filter(({ oid }, i) => extensions.findIndex((other) => other.oid === oid) === i);
}

/** Gathers the claims. Of two extensions with one OID the first counts; the second is an error among the findings. */
export function claimsOf(extensions: readonly ExtensionView[]): CertificateClaimsView {
  const claims: { -readonly [K in keyof CertificateClaimsView]: CertificateClaimsView[K] } = { ...noClaims };
  for (const { value } of firstOfEach(extensions)) {
    if (value.kind === 'ocpi-ids') claims[value.claim] = value.list;
    else if (value.kind === 'ocpi-key-group-id') claims.keyGroupId = value.text;
    else if (value.kind === 'ocpi-service-roles') claims.serviceRoles = value.roles;
  }
  return claims;
}

const noClaims: CertificateClaimsView = {
  keyGroupId: null,
  partyIds: null,
  subCpoIds: null,
  subEmspIds: null,
  serviceRoles: null,
};
