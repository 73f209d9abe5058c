/**
 * Signed meter data in one shape, whatever the format. A decoder turns bytes into records; whether the signature is right is
 * found by `keys/check-signature.ts`, and what it all means by `judge/`. Nothing here throws on what somebody sent.
 */

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

export type MeterHash = 'sha256' | 'sha384' | 'sha512';

/** How a record says that it was signed. */
export interface MeterAlgorithm {
  /** As the record has it; absent where the format fixes it or a default holds. */
  readonly stated?: string;
  /** The curve that record or format ask for; absent: the key alone decides. */
  readonly curve?: MeterCurve;
  /** The curve of a bare point when nothing names one. */
  readonly bareCurve?: MeterCurve;
  /** Of ECDSA; EdDSA and ML-DSA hash by themselves. `by-curve`: as long as the key's curve, at least SHA-256. */
  readonly hash: MeterHash | 'by-curve';
  /** DER ECDSA-Sig-Value, or r‖s (of EdDSA and ML-DSA the signature as it is). */
  readonly form: 'der' | 'raw';
  /** Outside of the format's own specification: verified, and told. */
  readonly isExtension: boolean;
}

/** What a reading says of itself: signed, unless `claimed`. */
export type ReadingRole = 'begin' | 'end' | 'other' | 'unstated';

/** How far the meter's clock was to be trusted. */
export type TimeQuality = 'synchronised' | 'informative' | 'relative' | 'unknown' | 'unstated';

export interface MeterTime {
  /** ISO 8601 with the record's own offset; of a time that cannot be read its text. */
  readonly text: string;
  /** Milliseconds since 1970 UTC; absent when unreadable. */
  readonly at?: number;
  readonly quality: TimeQuality;
}

/** Which energy a register counts. Only import is billed; compensated import wins over import. */
export type RegisterKind = 'import' | 'compensated-import' | 'export' | 'other';

export interface MeterReading {
  readonly role: ReadingRole;
  /** The format's own word for the role: `B`, `E`, `X`, `type 0`, `STOP`. */
  readonly roleText: string;
  readonly time: MeterTime;
  /** OBIS as it came. */
  readonly obis: string;
  /** Groups readings of the same register. */
  readonly register: string;
  readonly kind: RegisterKind;
  /** Digits as they came. */
  readonly value: string;
  readonly unit: string;
  /** Watt hours, exact decimal text; absent when the unit is none of energy or the value is no number. */
  readonly wh?: string;
  /** Decimals of the value in kWh terms: the resolution that was printed, as a power of ten of watt hours. */
  readonly resolution?: number;
}

/** Whom or what the signed bytes name; empty texts are left out. */
export interface MeterNames {
  readonly meter?: string;
  readonly gateway?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly user?: string;
  /** The user id's kind as the format names it: ISO14443, UID … */
  readonly userType?: string;
  /** Signed id of EVSE or charge point. */
  readonly chargePoint?: string;
  readonly chargePointType?: string;
  /** Tariff text (OCMF TT). */
  readonly tariff?: string;
  readonly session?: string;
}

/** One rule that a record or a session breaks (`violation`), or that is worth knowing (`warning`). */
export interface MeterFinding {
  readonly code: MeterFindingCode;
  readonly severity: 'violation' | 'warning';
  /** The record it is about; absent for the whole. */
  readonly record?: number;
  readonly found?: string;
  readonly wanted?: string;
}

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

/** Where a public key came from: `record` and `message` prove that nothing was changed, not who signed. */
export type KeyOrigin = 'record' | 'message' | 'file' | 'location' | 'key-store' | 'typed';

/** A public key as text or bytes, not yet decoded. */
export interface KeySource {
  readonly origin: KeyOrigin;
  readonly value: string | Uint8Array;
  /** Which EVSE, file or entry of the key store it stood in. */
  readonly where?: string;
}

export interface PageNumber {
  /** What the numbers count: OCMF `T` or `F`, else the format's counter. */
  readonly context: string;
  readonly number: number;
  /** Consecutive inside a session, or only rising. */
  readonly rule: 'consecutive' | 'rises';
}

/** One thing that a meter signed. */
export interface MeterRecord {
  readonly format: MeterFormat;
  /** Of the format, as the record has it. */
  readonly version?: string;
  /** Exactly what was signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly algorithm: MeterAlgorithm;
  /** Keys that came with it, the record's own first. */
  readonly keys: readonly KeySource[];
  readonly readings: readonly MeterReading[];
  readonly names: MeterNames;
  readonly page?: PageNumber;
  /** A counter of seconds that must rise and does not follow the clock. */
  readonly seconds?: number;
  /** What may not change within a session beside meter, key and user: log bytes, scale, serials of clock changes. */
  readonly fixed?: string;
  readonly findings: readonly MeterFinding[];
  /** Beginning and end are both in this record by its format, so it is a session of its own. */
  readonly isWhole?: boolean;
}

/** Why there is no record, or why its signature cannot be checked. */
export type MeterFault =
  { readonly code: 'MALFORMED'; readonly reason: string } | { readonly code: 'UNSUPPORTED'; readonly reason: string };

/** One piece of signed data as a container or CDR had it, with everything unsigned that stood around it. */
export interface MeterPiece {
  /** Where it stood: `value 2`, `line 3`, `signed_values[0]`. */
  readonly where: string;
  /** Unsigned: groups records to sessions. */
  readonly session?: string;
  /** Unsigned: what the container calls it. */
  readonly claimed?: 'begin' | 'end' | 'intermediate';
  readonly record?: MeterRecord;
  readonly fault?: MeterFault;
  /** Of the packing: NOT_BASE64, LENGTH, PLAIN_DIFFERS. */
  readonly findings: readonly MeterFinding[];
}

/** A format's decoder: adding one is one folder and one line in `formats.ts`. */
export interface MeterDecoder {
  readonly format: MeterFormat;
  /** Whether the bytes look like this format; cheap and without side effects. */
  readonly recognises: (data: MeterData) => boolean;
  /** All records in the data, in their order; what cannot be read is a fault with its place. */
  readonly decode: (data: MeterData) => readonly DecodedPiece[];
}

export interface DecodedPiece {
  readonly record?: MeterRecord;
  readonly fault?: MeterFault;
}

/** What a decoder is given. */
export interface MeterData {
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8, without BOM and blanks around; empty when they are no text. */
  readonly text: string;
  /** Keys that stood around the data. */
  readonly keys: readonly KeySource[];
}

export type SignatureVerdict =
  'valid' | 'invalid' | 'no-key' | 'bad-key' | 'key-mismatch' | 'unsupported' | 'malformed' | 'not-checked';

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
