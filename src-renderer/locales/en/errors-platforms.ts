/** What to do about faults of platforms; what happened is told by `fault-sentences.ts`. */
export const errorsPlatforms = {
  VAULT_LOCKED_next: 'Tokens of platforms are kept in it. Open it in the settings and try again.',
  CONNECTION_NOT_FOUND_next: 'Look at the list of connections again.',
  CONNECTION_CHANGED_next: 'Open it again and repeat your change.',
  URL_REFUSED_next: 'Use an https URL without user name and fragment; plain http is for this machine alone.',
  TOKEN_MISSING_next: 'Paste the token that the partner gave you, or choose open data.',
  TLS_HELPER_MISSING_next: '{detail}',
  NOT_REACHED_next: 'Nothing was sent. The diagnosis of the connection shows how far it came ({step}, {reason}).',
  PLATFORM_ANSWER_next:
    'The diagnosis of the connection shows request and answer, and what to tell the partner ({reason}).',
  OTHER_HOST_next: 'Ask the partner whether that is meant; then allow this host in the settings of the connection.',
  NO_COMMON_VERSION_next: '2.1.1, 2.2.1, 2.3.0 and 3.0 are spoken. Ask the partner which of them it can switch on.',
  CREDENTIALS_STATE_next: 'Check the credentials first; that says where both sides stand.',
  CREDENTIALS_UNREADABLE_next: 'Paste the JSON that the partner gave you, whole.',
  SYNC_RUNNING_next: 'Wait for it, or cancel it first.',
  TRUST_EMPTY_next: 'Choose the file with the partner’s CA certificate, in PEM or DER.',
  OBJECT_NOT_FOUND_next: 'It may have been removed by the retention rule, or with its connection.',
  PLATFORM_STORE_DAMAGED_next:
    'Keys and decisions are not affected. Close the console, remove platform.db from the workspace and read the feeds again.',
  PRICE_INPUT_next: 'Give a CDR and a tariff as JSON objects as OCPI describes them.',
  VERIFIER_LOST_next: 'It is started anew by itself. Try again; if it happens again, it is this file that does it.',
  PLATFORM_WORKER_LOST_next: 'It is started anew by itself; what was read by then is kept. Try again.',
  VAULT_SECRET_NOT_FOUND_next: 'Enter the token again in the settings of the connection.',
} as const;
