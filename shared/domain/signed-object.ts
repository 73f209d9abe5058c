/** Words of signed OCPI objects (JWS over RFC 8785 canonical JSON), spelled the same in core, contract, window and command line. */

export const signedObjectKinds = ['location', 'tariff', 'cdr', 'session', 'token'] as const;
export type SignedObjectKind = (typeof signedObjectKinds)[number];

/** Of one signature, in the order in which they are decided: the first that fits. */
export const objectSignatureVerdicts = [
  'MALFORMED',
  'UNSUPPORTED_ALG',
  'UNSUPPORTED_CRIT',
  'OBJECT_MISMATCH',
  'KEY_NOT_FOUND',
  'KEY_MISMATCH',
  'INVALID_SIGNATURE',
  'WRONG_PARTY',
  'CERT_NOT_VALID_AT_SIGNING',
  'REVOKED',
  'UNTRUSTED',
  'FUTURE',
  'EXPIRED',
  'VALID',
] as const;
export type ObjectSignatureVerdict = (typeof objectSignatureVerdicts)[number];

/** Of the object. BROKEN wins even beside a valid signature. */
export const objectVerdicts = ['UNSIGNED', 'SIGNED_BY_OWNER', 'NOT_SIGNED_BY_OWNER', 'BROKEN', 'UNDECIDED'] as const;
export type ObjectVerdict = (typeof objectVerdicts)[number];

/** What is worth knowing beside a verdict. */
export const objectNotes = [
  'NULL_MEMBER',
  'KEY_PURPOSE',
  'NOT_CHECKED',
  'REVOKED_LATER',
  'PINNED',
  'ROLLBACK',
  'TARIFF_DIFFERS',
  'UNSIGNED_CHANGE',
] as const;
export type ObjectNote = (typeof objectNotes)[number];

export const signaturePurposes = ['issue', 'relay', 'receipt'] as const;
export type SignaturePurpose = (typeof signaturePurposes)[number];

const OBJECT_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'] as const;
export type ObjectAlgorithm = (typeof OBJECT_ALGORITHMS)[number];

export function objectAlgorithmNamed(name: unknown): ObjectAlgorithm | undefined {
  return OBJECT_ALGORITHMS.find((one) => one === name);
}
