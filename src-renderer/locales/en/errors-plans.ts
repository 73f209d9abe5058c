/** What to do next; what happened is in shared/texts/plan-fault-sentences.ts. */
export const errorsPlans = {
  PLAN_NOT_FOUND_next: 'Look at the list of what is due again.',
  PLAN_STATE_next: 'Look at the plan again: it was carried out, cancelled or changed meanwhile.',
  DELIVERY_STATE_next:
    'Look at the request again. Only an issued certificate is delivered, and what was seen at work stays seen.',
  DELIVERY_TIME_next: 'Nothing was recorded. Give the time at which it happened.',
} as const;
