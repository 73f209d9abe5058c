/** What other features may use of the audit log. Entries are written by the unit of work alone. */
export { type AuditService, createAuditService } from './audit.service.ts';
export { auditHandlers } from './audit.handlers.ts';
