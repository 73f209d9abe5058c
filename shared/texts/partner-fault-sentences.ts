/** The part of `fault-sentences.ts` about the registry of partners. */
export const partnerFaultSentences = {
  PARTNER_NOT_FOUND: 'This partner is not there.',
  PARTNER_CHANGED: 'The partner was changed meanwhile; it stands at version {version} now.',
  PARTNER_REFUSED: 'What was stated of the partner breaks a rule, so nothing was stored.',
  PARTNER_ARCHIVED: 'The partner is archived.',
  PARTNER_IN_USE: 'Something claims an id of this partner ({claims} times), so it stays.',
  PARTNER_FILE_UNREADABLE: 'This is no file of partners that can be read.',
  IMPORT_CHANGED: 'The file or the registry is not what it was at the preview.',
  IMPORT_REFUSED: '{refused} partners of the file cannot be taken, so none was.',
} as const;
