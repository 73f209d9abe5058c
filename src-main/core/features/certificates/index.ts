/** What later features may use of certificates. */
export { addCertificates } from './add-certificates.ts';
export {
  anchorsFor,
  chainOf,
  loadCertificate,
  possibleIssuersOf,
  type StoredCertificate,
} from './certificate-chain.ts';
export { chainPem, exportChain } from './certificate-export.ts';
export type { CertificateLookups, IdClaim } from './certificates.deps.ts';
export { certificatesHandlers } from './certificates.handlers.ts';
export { createCertificatesService } from './certificates.service.ts';
export {
  type CertificateRecord,
  claimsOf,
  findByGeneration,
  findById as findCertificate,
  findBySha256 as findCertificateByHash,
  findLeaves,
  toCertificateRow,
} from './certificates.store.ts';
export { findClaims } from './find-claims.ts';
export { type ForeignCertificate, openCertificates, openInput } from './open-input.ts';
export { judgePath, type NotedAnchor } from './path-verdict.ts';
export { writePkcs7 } from './pkcs7-write.ts';
export { putAnchor } from './trust-anchors.ts';
