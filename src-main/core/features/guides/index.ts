/** What core's top uses of guides. */
export { guidesHandlers } from './guides.handlers.ts';
export { createGuidesService } from './guides.service.ts';
export type { GuidesDeps } from './guides.deps.ts';
