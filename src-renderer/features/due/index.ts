/** What pages of requests, certificates and key groups show of replacement plans. */
export { DeliveryPart } from './delivery-part.tsx';
export { PlansPart } from './plans-part.tsx';
export { OwnSeriesPart, SeriesPart } from './series-part.tsx';
