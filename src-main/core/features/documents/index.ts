/** What later features may use of documents. */
export { findDocumentText } from './document-text.ts';
export type { PolicyFor, RequestTrials } from './documents.deps.ts';
export { documentsHandlers } from './documents.handlers.ts';
export { createDocumentsService, type DocumentsService } from './documents.service.ts';
export type { AnchoredIds } from './partner-ids.ts';
