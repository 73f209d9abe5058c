/** What happened with evidence, by fault code, in English. */
export const evidenceFaultSentences = {
  EVIDENCE_UNREADABLE: 'This is no file of evidence, or it was written anew by another program.',
  EVIDENCE_CHECKPOINT: 'This is no checkpoint of this workspace, or it was made before the decision.',
} as const;
