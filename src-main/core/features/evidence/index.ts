/** What later features may use of evidence. */
export { evidenceHandlers } from './evidence.handlers.ts';
export { createEvidenceService } from './evidence.service.ts';
