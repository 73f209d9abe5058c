/** The part of `fault-sentences.ts` about documents that the roster fixes. */
export const documentFaultSentences = {
  DOCUMENT_ALTERED: 'The stored text of {document} is not the one that operators have voted on.',
  DOCUMENT_VERSION_NOT_FOUND: 'There is no such version of this document.',
  POLICY_UNREADABLE: 'This is no policy ({rule}: {detail}).',
  DOCUMENT_UNCHANGED: 'This is what is in force already.',
  DOCUMENT_TOO_LARGE: 'The text is longer than {limit} octets.',
  DOCUMENTS_TOO_MANY: 'The roster fixes {limit} documents already.',
  DOCUMENT_VOTED: 'Operators vote on this; it is no setting any more.',
} as const;
