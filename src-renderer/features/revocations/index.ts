/** What pages of certificates and authorities show of revocation. */
export { BulkDialog } from './bulk-dialog.tsx';
export { CrlPart } from './crl-part.tsx';
export { crlLook, reasonText } from './revocation-words.ts';
export { RevokeDialog, type RevocationStep } from './revoke-dialog.tsx';
export { TouchedPart } from './touched-part.tsx';
export { useRevocationGate } from './use-revocation-gate.ts';
