/** What later features may use of CSRs. */
export { findCsrClaims } from './find-csr-claims.ts';
export { createCsrsService } from './csrs.service.ts';
export { csrsHandlers } from './csrs.handlers.ts';
export { type CsrRecord, findCsr, findNewestCsr, readProfile } from './csrs.store.ts';
