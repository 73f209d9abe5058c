/** The part of `errors` about guides. */
export const errorsGuides = {
  GUIDE_RUN_NOT_FOUND_next: 'Look at the list of guides again.',
  GUIDE_ABOUT_next: 'Nothing was begun. Choose what it is about from the list, or nothing in particular.',
  GUIDE_ENDED_next: 'Begin a new run if something is left to do.',
  GUIDE_STEP_next: 'Nothing was changed. Look at the run again.',
  GUIDE_NOTE_MISSING_next: 'Nothing was changed. Write why the step is not needed.',
  GUIDE_MARKS_FULL_next: 'Abandon this run with a reason and begin a new one.',
  GUIDE_STEPS_OPEN_next: 'Say of each step that it is done or not needed, or abandon the run.',
  GUIDE_TIME_next: 'Nothing was changed. Enter a time that is over.',
} as const;
