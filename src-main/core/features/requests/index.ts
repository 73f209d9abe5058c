/** What later features may use of incoming requests. */
export { type CheckedRequest, checkRequest } from './check-request.ts';
export { claimsOfCertificate, type RequestBytes } from './leaf-certificate.ts';
export { claimsOfRequest } from './unsignable.ts';
export { idsIn } from './request-history.ts';
export { judgeProof } from './provenance-facts.ts';
export { readRequest, tbsItemOf } from './request-views.ts';
export type { IssuedForRequest, RequestsDeps } from './requests.deps.ts';
export { createInboxService } from './inbox.service.ts';
export { createRequestsService } from './requests.service.ts';
export { requestChecksHandlers } from './request-checks.service.ts';
export { createRegistryIndex, partnerOfIds } from './registry-index.ts';
export { requestsHandlers } from './requests.handlers.ts';
export {
  findClaimingRequests,
  findRequest,
  newestRequests,
  findRequestByHash,
  profileOfRequest,
  type RequestRecord,
  updateRequest,
} from './requests.store.ts';
export { findProof, listConfirmations, ownersOfRequests } from './vouching.store.ts';
