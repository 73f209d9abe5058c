/** The part of `fault-sentences.ts` about revocation and its lists. */
export const revocationFaultSentences = {
  CATCH_UP_NEEDED:
    'This workspace was restored or copied, and the newest revocation list of {authority} has not been read since.',
  REVOCATION_TARGET: 'One of these certificates cannot be revoked here.',
  REVOCATION_STATE: 'The certificate with the serial number {serialNumber} does not stand so that this is possible.',
  REVOCATION_DATE: 'The suspicion would begin in the future.',
  CRL_NOT_FOUND: 'This revocation list is not there.',
  CRL_REFUSED: 'The revocation list was refused.',
} as const;
