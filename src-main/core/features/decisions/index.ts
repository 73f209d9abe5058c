/** What later features may use of decisions. */
export { decisionsHandlers } from './decisions.handlers.ts';
export { createDecisionsService } from './decisions.service.ts';
export { findText, votesOfIssuance } from './decisions.store.ts';
export { createQuorum } from './quorum.ts';
export { standingHandlers } from './standing.handlers.ts';
export { sideOfTbs } from './standing-facts.ts';
export { readRule } from './standing-rules.ts';
export { standingIssued } from './standing-judge.ts';
export { createRenewals, type Renewals } from './standing-renewals.ts';
export { createStandingService } from './standing.service.ts';
