/** What core's top uses of due work. */
export { checkpointSource } from './checkpoint-source.ts';
export { crlSource } from './crl-source.ts';
export { dueHandlers } from './due.handlers.ts';
export type { DueSource } from './due.deps.ts';
export { createDueService } from './due.service.ts';
export { planSource } from './plan-source.ts';
export { standingSource } from './standing-source.ts';
