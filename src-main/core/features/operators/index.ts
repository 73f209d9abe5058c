/** What later features may use of operators and the roster. */
export { operatorsHandlers } from './operators.handlers.ts';
export { createOperatorsService, type OperatorsService } from './operators.service.ts';
export { checkpointsHandlers } from './checkpoints.handlers.ts';
export { createCheckpointsService, type CheckpointsService } from './checkpoints.service.ts';
export { judgeCheckpoint } from './judge-checkpoint.ts';
export { documentEntries, documentProposals } from './document-entries.ts';
export { approvalsOf, documentVotes, type DocumentVotes } from './document-votes.ts';
export { isRevokedIdentity } from './revoked-identity.ts';
export { rosterNotes } from './roster-note.ts';
export { findIdentityKey, signStatement, signStatements } from './sign-statement.ts';
export { rosterPorts } from './roster-ports.ts';
export { readRoster } from './roster.store.ts';
export { entryView, operatorViews } from './roster-views.ts';
