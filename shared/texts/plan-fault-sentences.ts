/** What happened with deliveries and replacement plans, by fault code, in English. */
export const planFaultSentences = {
  PLAN_NOT_FOUND: 'There is no such replacement plan.',
  PLAN_STATE: 'This plan can no longer be changed, or its time has not come.',
  DELIVERY_STATE: 'This cannot be recorded in the state that the request is in.',
  DELIVERY_TIME: 'The time lies in the future, or before the certificate was made.',
} as const;
