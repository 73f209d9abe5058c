/** What to do next; what happened is in shared/texts/inbox-fault-sentences.ts. Reasons are listed below it. */
export const errorsInbox = {
  SUPERSEDE_REFUSED_next: 'Reject or withdraw the older request instead, if it is to end.',
  'superseded_other-group': 'The requests are not of the same key group.',
  'superseded_other-partner': 'The requests are not of the same partner.',
  'superseded_not-newer': 'It came in before the one it should take the place of.',
  'superseded_not-open': 'It has ended itself, or is held.',
  'superseded_not-vouched': 'Nobody vouches for it: confirm its key, or add the proof by its predecessor, first.',
  VIEWS_FULL_next: 'Remove one that nobody uses.',
  VIEW_NOT_FOUND_next: 'Somebody else has removed it.',
} as const;
