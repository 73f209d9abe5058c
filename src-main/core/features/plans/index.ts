/** What later features may use of replacement plans and deliveries. */
export { createDeliveriesService } from './deliveries.service.ts';
export { plansHandlers } from './plans.handlers.ts';
export { createPlansService, type PlansService } from './plans.service.ts';
