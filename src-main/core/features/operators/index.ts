/** What later features may use of operators and the roster. */
export { operatorsHandlers } from './operators.handlers.ts';
export { createOperatorsService, type OperatorsService } from './operators.service.ts';
export { rosterNotes } from './roster-note.ts';
