export { inspectionHandlers } from './inspection.handlers.ts';
export { createInspectionService, type InspectionDeps } from './inspection.service.ts';
