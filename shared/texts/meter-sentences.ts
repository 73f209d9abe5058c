import type {
  KeyOrigin,
  MeterFindingCode,
  MeterVerdict,
  SignatureVerdict,
  TimeQuality,
} from '../domain/signed-meter.ts';

/** What each verdict on signed meter data means, in English; the window, the command line and reports say the same. */
export const meterVerdictSentences = {
  MALFORMED: 'The signed data cannot be split or read.',
  UNSUPPORTED: 'The format or the algorithm is not known here. Nothing is said about the signature.',
  NO_KEY: 'The readings can be shown, but no public key is known to check them with.',
  INVALID_KEY: 'The public key cannot be used.',
  KEY_MISMATCH: 'The public key does not fit the record, or it is not the key that is known for this meter.',
  INVALID_SIGNATURE: 'At least one signature is wrong: the record was changed, or another key signed it.',
  INCOMPLETE: 'All signatures are right, but the beginning or the end of the session is missing or stands there twice.',
  RULE_VIOLATION: 'All signatures are right and complete, but a rule is broken.',
  VALID_EXTENSION:
    'All signatures are right, complete and within the rules; the algorithm is outside of the format’s specification.',
  VALID: 'All signatures are right, complete and within the rules.',
} as const satisfies Record<MeterVerdict, string>;

export const meterVerdictTitles = {
  MALFORMED: 'Malformed',
  UNSUPPORTED: 'Unsupported',
  NO_KEY: 'No key',
  INVALID_KEY: 'Key unusable',
  KEY_MISMATCH: 'Wrong key',
  INVALID_SIGNATURE: 'Signature wrong',
  INCOMPLETE: 'Incomplete',
  RULE_VIOLATION: 'Rule broken',
  VALID_EXTENSION: 'Valid, non-standard algorithm',
  VALID: 'Valid',
} as const satisfies Record<MeterVerdict, string>;

export const signatureVerdictTitles = {
  valid: 'Signature right',
  invalid: 'Signature wrong',
  'no-key': 'No key',
  'bad-key': 'Key unusable',
  'key-mismatch': 'Wrong key',
  unsupported: 'Unsupported',
  malformed: 'Malformed',
  'not-checked': 'Not checked',
} as const satisfies Record<SignatureVerdict, string>;

/** Where a key came from; the first two prove that nothing was changed, not who signed. */
export const keyOriginTexts = {
  record: 'from the record itself',
  message: 'from the same message',
  file: 'from a file beside it',
  location: 'from the energy meter of the location',
  'key-store': 'from the key store',
  typed: 'typed in',
} as const satisfies Record<KeyOrigin, string>;

export const timeQualityTexts = {
  synchronised: 'clock synchronised',
  informative: 'clock informative',
  relative: 'clock relative',
  unknown: 'clock not synchronised',
  unstated: 'clock quality not stated',
} as const satisfies Record<TimeQuality, string>;

/** What each finding means. `found` and `wanted` of the finding stand beside it. */
export const meterFindingSentences = {
  METER_DIFFERS: 'The records name different meters.',
  GATEWAY_DIFFERS: 'The records name different gateways.',
  KEY_DIFFERS: 'The records are signed with different keys.',
  USER_DIFFERS: 'The records name different users.',
  REGISTER_DIFFERS: 'Register, unit, scale or log differ between the records.',
  SESSION_DIFFERS: 'The records belong to different sessions of the meter.',
  PAGINATION: 'The page numbers leave a gap, or one stands there twice: a record is missing or was repeated.',
  ENERGY_DECREASES: 'The end reading is lower than the begin reading.',
  TIME_DECREASES: 'The end lies before the beginning.',
  SECONDS_DECREASE: 'The meter’s counter of seconds does not rise.',
  BEGIN_NOT_UNIQUE: 'More than one begin reading stands in the billed register.',
  END_NOT_UNIQUE: 'More than one end reading stands in the billed register.',
  READING_TWICE: 'The same record stands there twice.',
  BEGIN_MISSING: 'No begin reading of the billed register.',
  END_MISSING: 'No end reading of the billed register.',
  METER_STATUS: 'The meter or its adapter reports a state other than good.',
  ENERGY_FLAG: 'The record itself says that its energy must not be used.',
  TIME_FLAG: 'The record itself says that its time must not be used.',
  BILLING_NOT_VALID: 'The record itself says that it must not be billed.',
  CLOCK_CHANGED: 'The meter’s clock was set during the session.',
  DISPLAY_DIFFERS: 'An unsigned field that people are shown differs from what the meter signed.',
  PLAIN_DIFFERS: 'The plain data do not show the readings that the meter signed.',
  ENERGY_DIFFERS: 'The energy that is billed is not the energy that the meter signed.',
  EVSE_DIFFERS: 'The meter signed another EVSE than the CDR names.',
  EVSE_UNCLEAR: 'The meter signed a charge point id that cannot be compared with the EVSE of the CDR.',
  TOKEN_DIFFERS: 'The meter signed another card than the CDR names.',
  TOKEN_REVERSED: 'The card number of the CDR has its octets the other way round.',
  KEY_NOT_OF_METER: 'The key of the message is none of those that are known for this meter.',
  KEY_FROM_MESSAGE: 'The key came with the message: it proves that nothing was changed, not who signed.',
  TIME_UNSYNCHRONISED: 'The meter’s clock was not synchronised.',
  TIME_INFORMATIVE: 'The meter’s clock was informative only.',
  TIME_RELATIVE: 'The time was measured from the beginning, not by the clock.',
  TIME_OUTSIDE_CDR: 'A signed time lies more than two minutes outside of the CDR’s beginning and end.',
  TIME_UNREADABLE: 'A time cannot be read.',
  EXCEPTION_READING: 'The record holds an exception reading: something happened during the session.',
  CONTEXT_MISMATCH: 'What is claimed around the record (begin or end) is not what the meter signed.',
  ID_LEVEL: 'The user was not properly identified.',
  IMPLAUSIBLE_ENERGY: 'More than one megawatt hour in one session.',
  IMPLAUSIBLE_POWER: 'The average power is above what the connector can give.',
  ALGORITHM_EXTENSION: 'The signature algorithm is outside of the format’s specification.',
  FORMAT_DIFFERS: 'The data are of another format than their label says.',
  NOT_BASE64: 'The signed data are not base64 as OCPI asks; they were read as they are.',
  LENGTH: 'A field is longer than OCPI allows.',
  RV_NOT_A_NUMBER: 'A reading is written as text instead of a number.',
  NUMBER_UNREADABLE: 'A reading is no number.',
  ORIGINAL_DIFFERS: 'The credit CDR does not repeat the signed data of its original.',
} as const satisfies Record<MeterFindingCode, string>;
