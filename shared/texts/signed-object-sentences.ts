import type { ObjectNote, ObjectSignatureVerdict, ObjectVerdict } from '../domain/signed-object.ts';

/** Words of signed OCPI objects, in English; the window, the command line and reports say the same. */
export const objectVerdictTitles = {
  UNSIGNED: 'Not signed',
  SIGNED_BY_OWNER: 'Signed by its owner',
  NOT_SIGNED_BY_OWNER: 'Not signed by its owner',
  BROKEN: 'Signature broken',
  UNDECIDED: 'Undecided',
} as const satisfies Record<ObjectVerdict, string>;

export const objectVerdictSentences = {
  UNSIGNED: 'The object carries no signature.',
  SIGNED_BY_OWNER: 'At least one valid signature is the owner’s, and none is broken.',
  NOT_SIGNED_BY_OWNER: 'The valid signatures are of others who passed it on; none is the owner’s.',
  BROKEN: 'At least one signature does not hold; even beside a valid one nothing can be relied on.',
  UNDECIDED: 'No signature could be judged to its end: a key, an anchor or an algorithm is missing here.',
} as const satisfies Record<ObjectVerdict, string>;

export const objectSignatureSentences = {
  MALFORMED: 'The signature or its header is not as the format asks.',
  UNSUPPORTED_ALG: 'The algorithm is none of those that objects may be signed with.',
  UNSUPPORTED_CRIT: 'The header demands an extension that is not known here.',
  OBJECT_MISMATCH: 'The signature is for another kind of object or another OCPI version.',
  KEY_NOT_FOUND: 'The key that signed is not known here.',
  KEY_MISMATCH: 'Key, certificate and algorithm of the signature do not fit each other.',
  INVALID_SIGNATURE: 'The object was changed, or another key signed it.',
  WRONG_PARTY: 'The signature is right, but its signer does not speak for the owner of the object.',
  CERT_NOT_VALID_AT_SIGNING: 'The certificate was not valid at the time of signing.',
  REVOKED: 'The signer’s certificate was revoked.',
  UNTRUSTED: 'The signature is right, but no trust anchor stands above its signer.',
  FUTURE: 'The signature says that it was made in the future.',
  EXPIRED: 'The signature says itself that it no longer holds.',
  VALID: 'The signature is right, and its signer may say this.',
} as const satisfies Record<ObjectSignatureVerdict, string>;

export const objectNoteSentences = {
  NULL_MEMBER: 'It would verify without members that are null: somebody on the way added them.',
  KEY_PURPOSE: 'The key is for TLS alone; such a signature never counts as the owner’s.',
  NOT_CHECKED: 'No revocation list tells whether the certificate was revoked.',
  REVOKED_LATER: 'The certificate was revoked after the signature, which still holds.',
  PINNED: 'The key is known without a certificate.',
  ROLLBACK: 'A newer valid object of the same id is held already.',
  TARIFF_DIFFERS: 'The tariff inside of the CDR differs from the one that is held under its id.',
  UNSIGNED_CHANGE: 'The object was changed after it was signed, without a new signature.',
} as const satisfies Record<ObjectNote, string>;
