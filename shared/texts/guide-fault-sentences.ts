/** The part of `fault-sentences.ts` about guides. */
export const guideFaultSentences = {
  GUIDE_RUN_NOT_FOUND: 'There is no such run of a guide.',
  GUIDE_ABOUT: 'This guide cannot be about that: it is not here, or of another kind ({reason}).',
  GUIDE_ENDED: 'This run has ended; nothing of it is changed any more.',
  GUIDE_STEP: 'This guide has no such step.',
  GUIDE_NOTE_MISSING: 'A step that is not needed says why.',
  GUIDE_MARKS_FULL: 'More was said of this step than a run keeps.',
  GUIDE_STEPS_OPEN: 'Not every step is settled.',
  GUIDE_TIME: 'This time lies in the future.',
} as const;
