import type {
  KeyOrigin,
  MeterCurve,
  MeterFindingCode,
  MeterFormat,
  ReadingRole,
  RegisterKind,
  TimeQuality,
} from '../../../shared/domain/signed-meter.ts';

/**
 * Signed meter data in one shape, whatever the format. A decoder turns bytes into records; whether the signature is right is
 * found by `keys/check-signature.ts`, and what it all means by `judge/`. Nothing here throws on what somebody sent.
 */

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

export interface MeterTime {
  /** ISO 8601 with the record's own offset; of a time that cannot be read its text. */
  readonly text: string;
  /** Milliseconds since 1970 UTC; absent when unreadable. */
  readonly at?: number;
  readonly quality: TimeQuality;
}

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
