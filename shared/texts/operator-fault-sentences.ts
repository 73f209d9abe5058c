/** What happened with operators and the roster, by fault code, in English. */
export const operatorFaultSentences = {
  OPERATOR_NOT_FOUND: 'This operator is not in the roster.',
  OPERATOR_KEY_ABSENT: 'The key of this operator’s certificate is on no token that is known here.',
  OPERATOR_CERTIFICATE: 'This certificate cannot stand for an operator.',
  OPERATOR_SIGNATURE: 'The signature that came back is not of this operator’s key.',
  NOT_SIGNED_IN_AS_OPERATOR: 'Nobody is signed in as an operator.',
  ROSTER_EXISTS: 'There are operators already.',
  ROSTER_ABSENT: 'There are no operators yet.',
  ROSTER_LOCKED: 'The roster cannot be relied on, so nothing is changed by it.',
  ROSTER_RULE: 'A rule of the roster does not allow this change.',
  PROPOSAL_NOT_FOUND: 'This proposal is not there.',
  PROPOSAL_STALE: 'The roster was changed since this was proposed.',
  PROPOSAL_CHANGED: 'What is stored is not what was shown.',
  RECOVERY_VOTES: 'The file carries {have} of the {needed} votes that this change needs.',
  VOTE_REFUSED: 'This vote does not count.',
  CHECKPOINT_NEEDED:
    'This workspace was restored or copied, and the newest checkpoint of its audit log has not been read since.',
  CHECKPOINT_NOT_FOUND: 'This checkpoint is not there.',
  CHECKPOINT_REFUSED: 'The checkpoint was refused.',
  CHECKPOINT_AHEAD:
    'The checkpoint is newer than this workspace: it signs entry {seq}, and entry {last} is the last that came along. Missing entries: {missing}.',
} as const;
