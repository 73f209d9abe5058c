/** What later features may use of revocation. */
export { createCrlReader } from './crl-reader.ts';
export { createCrlsService } from './crls.service.ts';
export { endReplaced } from './end-replaced.ts';
export { revocationsHandlers } from './revocations.handlers.ts';
export { createRevocationsService } from './revocations.service.ts';
export { standingsOf } from './revoked-certificates.store.ts';
