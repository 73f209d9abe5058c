import { z } from 'zod';
import {
  keyOrigins,
  meterCurves,
  meterFindingCodes,
  meterFormats,
  meterVerdicts,
  readingRoles,
  registerKinds,
  signatureVerdicts,
  timeQualities,
} from '../domain/signed-meter.ts';
import { Bytes, Count, Sha256Hex } from './common.ts';

/** What is said of signed meter data. All texts are a meter's or a partner's; the numbers are decimal text, digits as they came. */

const Text = z.string().max(400);
const Decimal = z.string().max(140);

export const MeterFindingView = z.strictObject({
  code: z.enum(meterFindingCodes),
  severity: z.enum(['violation', 'warning']),
  /** Index of the record in its session; absent for the session. */
  record: Count.optional(),
  found: Text.optional(),
  wanted: Text.optional(),
});
export type MeterFindingView = z.infer<typeof MeterFindingView>;

export const MeterReadingView = z.strictObject({
  role: z.enum(readingRoles),
  roleText: z.string().max(40),
  /** With the meter's own offset; of a time that cannot be read its text. */
  time: z.string().max(80),
  /** The same moment in UTC; absent when there is none. */
  at: z.string().max(40).optional(),
  quality: z.enum(timeQualities),
  obis: z.string().max(80),
  kind: z.enum(registerKinds),
  value: z.string().max(200),
  unit: z.string().max(40),
  wh: Decimal.optional(),
});
export type MeterReadingView = z.infer<typeof MeterReadingView>;

export const MeterKeyView = z.strictObject({
  /** SHA-256 of the SubjectPublicKeyInfo. */
  sha256: Sha256Hex,
  curve: z.enum(meterCurves),
  origin: z.enum(keyOrigins),
  where: Text.optional(),
  /** SubjectPublicKeyInfo, DER. */
  spki: Bytes,
});
export type MeterKeyView = z.infer<typeof MeterKeyView>;

export const MeterRecordView = z.strictObject({
  where: Text,
  /** What the container claims; unsigned. */
  claimed: z.enum(['begin', 'end', 'intermediate']).optional(),
  signature: z.enum(signatureVerdicts),
  /** Why there is no record in it. */
  fault: z.strictObject({ code: z.enum(['MALFORMED', 'UNSUPPORTED']), reason: z.string().max(120) }).optional(),
  format: z.enum(meterFormats).optional(),
  version: z.string().max(40).optional(),
  /** Signature algorithm: as stated, the curve that was computed on, hash and form. */
  algorithm: z
    .strictObject({
      stated: z.string().max(80).optional(),
      hash: z.string().max(20),
      form: z.enum(['der', 'raw']),
      isExtension: z.boolean(),
    })
    .optional(),
  key: MeterKeyView.optional(),
  /** Why the key could not be used, or what does not fit. */
  keyReason: z.string().max(120).optional(),
  /** Meter, gateway, user, charge point, tariff text … as signed. */
  names: z.array(z.strictObject({ name: z.string().max(40), text: Text })).max(30),
  page: z.string().max(60).optional(),
  readings: z.array(MeterReadingView).max(500),
  /** Readings beyond those. */
  moreReadings: Count,
  signedBytes: Count,
  signedSha256: Sha256Hex.optional(),
  /** The exact bytes that were signed, where they may be shown. */
  signed: Bytes.optional(),
  signatureBytes: Bytes.optional(),
});
export type MeterRecordView = z.infer<typeof MeterRecordView>;

export const MeterSessionView = z.strictObject({
  verdict: z.enum(meterVerdicts),
  records: z.array(MeterRecordView).max(1000),
  /** Records beyond those. */
  moreRecords: Count,
  findings: z.array(MeterFindingView).max(1000),
  /** Of the billed register; absent where beginning or end is missing. */
  energyWh: Decimal.optional(),
  register: z.string().max(80).optional(),
  begin: MeterReadingView.optional(),
  end: MeterReadingView.optional(),
});
export type MeterSessionView = z.infer<typeof MeterSessionView>;

export const MeterFileView = z.strictObject({
  file: z.string().max(600),
  verdict: z.enum(meterVerdicts),
  sessions: z.array(MeterSessionView).max(500),
  moreSessions: Count,
});
export type MeterFileView = z.infer<typeof MeterFileView>;
