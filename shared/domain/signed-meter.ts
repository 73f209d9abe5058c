/** Words of signed meter data: formats, verdicts and findings, spelled the same in core, contract, window and command line. */

export const meterFormats = [
  'OCMF',
  'ALFEN',
  'EDL_40_P',
  'ISA_EDL_40_P',
  'EDL_40_SIG',
  'EDL_40_MENNEKES',
  'EMH',
  'BSM-WS36A',
  'PCDF',
  'CHARGEPOINT',
] as const;
export type MeterFormat = (typeof meterFormats)[number];

/** Curves and schemes of meter keys; those that Electron's crypto lacks are computed by @noble/curves. */
export const meterCurves = [
  'secp192r1',
  'secp192k1',
  'secp224r1',
  'secp224k1',
  'secp256r1',
  'secp256k1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'Ed25519',
  'Ed448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
] as const;
export type MeterCurve = (typeof meterCurves)[number];

export const meterFindingCodes = [
  'METER_DIFFERS',
  'GATEWAY_DIFFERS',
  'KEY_DIFFERS',
  'USER_DIFFERS',
  'REGISTER_DIFFERS',
  'SESSION_DIFFERS',
  'PAGINATION',
  'ENERGY_DECREASES',
  'TIME_DECREASES',
  'SECONDS_DECREASE',
  'BEGIN_NOT_UNIQUE',
  'END_NOT_UNIQUE',
  'READING_TWICE',
  'BEGIN_MISSING',
  'END_MISSING',
  'METER_STATUS',
  'ENERGY_FLAG',
  'TIME_FLAG',
  'BILLING_NOT_VALID',
  'CLOCK_CHANGED',
  'DISPLAY_DIFFERS',
  'PLAIN_DIFFERS',
  'ENERGY_DIFFERS',
  'EVSE_DIFFERS',
  'EVSE_UNCLEAR',
  'TOKEN_DIFFERS',
  'TOKEN_REVERSED',
  'KEY_NOT_OF_METER',
  'KEY_FROM_MESSAGE',
  'TIME_UNSYNCHRONISED',
  'TIME_INFORMATIVE',
  'TIME_RELATIVE',
  'TIME_OUTSIDE_CDR',
  'TIME_UNREADABLE',
  'EXCEPTION_READING',
  'CONTEXT_MISMATCH',
  'ID_LEVEL',
  'IMPLAUSIBLE_ENERGY',
  'IMPLAUSIBLE_POWER',
  'ALGORITHM_EXTENSION',
  'FORMAT_DIFFERS',
  'NOT_BASE64',
  'LENGTH',
  'RV_NOT_A_NUMBER',
  'NUMBER_UNREADABLE',
  'ORIGINAL_DIFFERS',
] as const;
export type MeterFindingCode = (typeof meterFindingCodes)[number];

/** First match wins, in this order (facts: verdicts for meter data). */
export const meterVerdicts = [
  'MALFORMED',
  'UNSUPPORTED',
  'NO_KEY',
  'INVALID_KEY',
  'KEY_MISMATCH',
  'INVALID_SIGNATURE',
  'INCOMPLETE',
  'RULE_VIOLATION',
  'VALID_EXTENSION',
  'VALID',
] as const;
export type MeterVerdict = (typeof meterVerdicts)[number];

/** Of one record's signature. */
export const signatureVerdicts = [
  'valid',
  'invalid',
  'no-key',
  'bad-key',
  'key-mismatch',
  'unsupported',
  'malformed',
  'not-checked',
] as const;
export type SignatureVerdict = (typeof signatureVerdicts)[number];

/** Where a public key came from: `record` and `message` prove that nothing was changed, not who signed. */
export const keyOrigins = ['record', 'message', 'file', 'location', 'key-store', 'typed'] as const;
export type KeyOrigin = (typeof keyOrigins)[number];

/** How far the meter's clock was to be trusted. */
export const timeQualities = ['synchronised', 'informative', 'relative', 'unknown', 'unstated'] as const;
export type TimeQuality = (typeof timeQualities)[number];

/** Which energy a register counts. Only import is billed; compensated import wins over import. */
export const registerKinds = ['import', 'compensated-import', 'export', 'other'] as const;
export type RegisterKind = (typeof registerKinds)[number];

/** What a reading says of itself. */
export const readingRoles = ['begin', 'end', 'other', 'unstated'] as const;
export type ReadingRole = (typeof readingRoles)[number];

/** Narrows a text to one of a list of words. */
export function isOneOf<T extends string>(words: readonly T[], text: string): text is T {
  return words.some((word) => word === text);
}
