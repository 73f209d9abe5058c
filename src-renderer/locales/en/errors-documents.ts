/** The part of `errors` about documents that the roster fixes. */
export const errorsDocuments = {
  DOCUMENT_ALTERED_next: 'Nothing is signed. Somebody changed the database: find out who, and propose the text anew.',
  DOCUMENT_VERSION_NOT_FOUND_next: 'Look at its history again.',
  POLICY_UNREADABLE_next: 'Nothing was taken. The form of a policy stands in the manual.',
  DOCUMENT_UNCHANGED_next: 'Nothing was proposed.',
  DOCUMENT_TOO_LARGE_next: 'Nothing was proposed. Shorten the lists in it.',
  DOCUMENTS_TOO_MANY_next: 'Nothing was proposed. Change one that is there.',
  DOCUMENT_VOTED_next: 'Nothing was changed. Propose it; it takes effect with the votes that it needs.',
} as const;
