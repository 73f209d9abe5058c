/** What happened with work on the inbox, by fault code, in English. */
export const inboxFaultSentences = {
  SUPERSEDE_REFUSED: 'This request does not take the place of the other.',
  VIEWS_FULL: 'There are as many saved views as there can be.',
  VIEW_NOT_FOUND: 'This view is not there any more.',
} as const;
