/** The part of `errors` about revocation and its lists. */
export const errorsRevocations = {
  CATCH_UP_NEEDED_next:
    'Nothing was signed or revoked. Read the newest exported list on the page of the authority: this workspace may not know what was revoked meanwhile.',
  REVOCATION_TARGET_next: 'Nothing was changed. Leave it out, or look it up again.',
  'target_no-certificate': 'Nothing was changed: one of them is not in the inventory any more.',
  'target_no-authority': 'Nothing was changed: there is no such authority that could have issued it.',
  'target_not-ours':
    'Nothing was changed: an authority that is not ours issued one of them. Only its issuer can revoke it.',
  target_root:
    'Nothing was changed: a root stands on no list. Tell those who trust it, and remove it from their trust anchors.',
  target_serial: 'Nothing was changed: a serial number is hex of at most 20 octets, and not zero.',
  target_twice: 'Nothing was changed: one certificate is meant twice.',
  REVOCATION_STATE_next: 'Nothing was changed. What is revoked stays revoked; only a hold can be released.',
  REVOCATION_DATE_next: 'Nothing was changed. Say a moment that has passed.',
  CRL_NOT_FOUND_next: 'Issue a list first, or look at those that there are.',
  CRL_REFUSED_next: 'Nothing was signed or taken over.',
  crl_unreadable: 'There is no revocation list in it that can be read.',
  crl_several: 'There are several lists in it. Choose the newest one.',
  crl_issuer: 'It is the list of another authority.',
  crl_signature: 'Its signature is not by the key of this authority.',
  crl_partial: 'It is not whole: it is a delta, or covers only some certificates.',
  'crl_no-number': 'It has no number, so nobody can tell whether it is the newest.',
  crl_older: 'It is older than what is known here: list {known} exists. Find the newest one.',
  crl_usage: 'The certificate of the authority does not allow its key to sign revocation lists.',
  crl_clock: 'The last list is of {known}, which is in the future. Set the clock of this computer right.',
  crl_numbers: 'Every number is used up.',
  'crl_read-back': 'What was written did not read back as it should ({known}). This is a fault of the program.',
} as const;
