/** The part of `errors` about standing approvals. */
export const errorsStanding = {
  STANDING_NOT_FOUND_next: 'Look at the list again.',
  STANDING_NEEDS_OPERATORS_next: 'Nothing was proposed. Enrol operators first.',
  STANDING_UNFIT_next:
    'Nothing was proposed. A rule needs a certificate that was issued here for a partner’s key group, with no services in it.',
} as const;
