/** What happened with votes on requests, by fault code, in English. */
export const decisionFaultSentences = {
  BALLOT_REFUSED: 'This vote was not cast.',
  PACKAGE_UNREADABLE: 'This file is no approval package and no vote file, or its parts do not fit each other.',
  PACKAGE_REFUSED: 'These votes were not taken.',
  VOTES_MISSING: 'Not enough operators have agreed to exactly these bytes.',
  VOTES_AGAINST: 'An operator has voted against it.',
} as const;
