/** What later features may use of incoming requests. */
export { createRequestsService } from './requests.service.ts';
export { requestChecksHandlers } from './request-checks.service.ts';
export { createRegistryIndex } from './registry-index.ts';
export { requestsHandlers } from './requests.handlers.ts';
export { findClaimingRequests, findRequest, profileOfRequest } from './requests.store.ts';
