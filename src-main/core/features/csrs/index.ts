/** What later features may use of CSRs. */
export { createCsrsService } from './csrs.service.ts';
export { csrsHandlers } from './csrs.handlers.ts';
