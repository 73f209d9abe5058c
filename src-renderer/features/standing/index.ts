/** What pages of requests and decisions show of standing approvals. */
export { IssuedUnder, RequestRules } from './request-rules.tsx';
