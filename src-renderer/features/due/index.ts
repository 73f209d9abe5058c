/** What pages of requests and certificates show of replacement plans. */
export { DeliveryPart } from './delivery-part.tsx';
export { PlansPart } from './plans-part.tsx';
export { SeriesPart } from './series-part.tsx';
