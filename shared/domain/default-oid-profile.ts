/**
 * OCPI 3.0-2 review2 as the reference implementation writes it; no usage OID exists there for signing or identity. The
 * OIDs are placeholders of the draft that may still change: workspaces store a profile with its version.
 */
export const defaultOidProfile = {
  version: 'ocpi-3.0-draft/2',
  keyGroupId: '1.2.3.4.5.6.7.6.1',
  keySerialNumber: '2.5.4.5',
  notBefore: '1.2.3.4.5.6.7.7.1',
  notAfter: '1.2.3.4.5.6.7.7.2',
  partyIds: '1.2.3.4.5.6.7.8.1',
  subCpoIds: '1.2.3.4.5.6.7.8.2',
  subEmspIds: '1.2.3.4.5.6.7.8.3',
  /** Ours: which OCPI modules and sides a service may serve; the draft has nothing for it. */
  serviceRoles: '1.2.3.4.5.6.7.9.1',
  objectSigningUsage: null,
  identityUsage: null,
} as const;
