/** The part of `fault-sentences.ts` about standing approvals. */
export const standingFaultSentences = {
  STANDING_NOT_FOUND: 'There is no such standing approval.',
  STANDING_NEEDS_OPERATORS: 'Without enrolled operators nobody can sign a standing approval.',
  STANDING_UNFIT: 'There is no standing approval for the renewals of this certificate ({reason}).',
} as const;
