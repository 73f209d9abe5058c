import type {
  MeterFileView,
  MeterFindingView,
  MeterReadingView,
  MeterRecordView,
  MeterSessionView,
} from '../../../shared/contract/signed-meter.ts';
import { isOneOf, meterCurves } from '../../../shared/domain/signed-meter.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { sha256Of } from '../pki/digests.ts';
import type { CheckedPiece } from './judge/check-record.ts';
import type { SessionReport } from './judge/judge-session.ts';
import type { MeterFinding, MeterReading } from './meter-types.ts';
import type { MeterReport } from './verify-file.ts';

const MOST_SESSIONS = 500;
const MOST_RECORDS = 1000;
const MOST_READINGS = 500;
const MOST_FINDINGS = 1000;
const MASK = '••••';

/** How much of a report may be shown: of a stored CDR the driver's id and the bytes that hold it only with a reason. */
export interface Shown {
  readonly personal: boolean;
}

export function viewReport(file: string, report: MeterReport): MeterFileView {
  return {
    file,
    verdict: report.verdict,
    sessions: report.sessions.slice(0, MOST_SESSIONS).map((session) => viewSession(session, { personal: true })),
    moreSessions: Math.max(0, report.sessions.length - MOST_SESSIONS),
  };
}

export function viewSession({ verdict, pieces, findings, billing }: SessionReport, shown: Shown): MeterSessionView {
  const { begin, end, energyWh, register } = billing;
  return {
    verdict,
    records: pieces.slice(0, MOST_RECORDS).map((piece) => viewRecord(piece, shown)),
    moreRecords: Math.max(0, pieces.length - MOST_RECORDS),
    findings: findings.slice(0, MOST_FINDINGS).map((finding) => viewFinding(finding, shown)),
    ...(energyWh === undefined ? {} : { energyWh }),
    ...(register === undefined ? {} : { register: cut(register, 80) }),
    ...(begin === undefined ? {} : { begin: viewReading(begin.reading) }),
    ...(end === undefined ? {} : { end: viewReading(end.reading) }),
  };
}

function viewRecord(piece: CheckedPiece, { personal }: Shown): MeterRecordView {
  const { where, claimed, signature, fault, record, key, keyReason } = piece;
  const isCurve = key !== undefined && isOneOf(meterCurves, key.curve) ? key.curve : undefined;
  const { page } = record ?? {};
  return {
    where: cut(where, 400),
    signature,
    ...(claimed === undefined ? {} : { claimed }),
    ...(fault === undefined ? {} : { fault: { code: fault.code, reason: cut(fault.reason, 120) } }),
    ...(keyReason === undefined ? {} : { keyReason: cut(keyReason, 120) }),
    ...(key === undefined || isCurve === undefined
      ? {}
      : {
          key: {
            sha256: key.sha256,
            curve: isCurve,
            origin: key.origin,
            spki: key.spki,
            ...(key.where === undefined ? {} : { where: cut(key.where, 400) }),
          },
        }),
    names: [],
    readings: [],
    moreReadings: 0,
    signedBytes: 0,
    ...(record === undefined
      ? {}
      : {
          format: record.format,
          ...(record.version === undefined ? {} : { version: cut(record.version, 40) }),
          algorithm: {
            ...(record.algorithm.stated === undefined ? {} : { stated: cut(record.algorithm.stated, 80) }),
            hash: record.algorithm.hash,
            form: record.algorithm.form,
            isExtension: record.algorithm.isExtension,
          },
          names: Object.entries<string>({ ...record.names }).map(([name, text]) => ({
            name,
            text: name === 'user' && !personal ? MASK : cut(text, 400),
          })),
          ...(page === undefined ? {} : { page: `${page.context} ${page.number}` }),
          readings: record.readings.slice(0, MOST_READINGS).map(viewReading),
          moreReadings: Math.max(0, record.readings.length - MOST_READINGS),
          signedBytes: record.signed.length,
          signedSha256: sha256Of(record.signed),
          ...(personal ? { signed: record.signed, signatureBytes: record.signature } : {}),
        }),
  };
}

function viewReading({ role, roleText, time, obis, kind, value, unit, wh }: MeterReading): MeterReadingView {
  return {
    role,
    roleText: cut(roleText, 40),
    time: cut(time.text, 80),
    ...(time.at === undefined ? {} : { at: new Date(time.at).toISOString() }),
    quality: time.quality,
    obis: cut(obis, 80),
    kind,
    value: cut(value, 200),
    unit: cut(unit, 40),
    ...(wh === undefined ? {} : { wh }),
  };
}

/** Findings that name the driver. */
const PERSONAL: ReadonlySet<MeterFinding['code']> = new Set(['USER_DIFFERS', 'DISPLAY_DIFFERS', 'PLAIN_DIFFERS']);

function viewFinding({ code, severity, record, found, wanted }: MeterFinding, { personal }: Shown): MeterFindingView {
  const isHidden = PERSONAL.has(code) && !personal;
  return {
    code,
    severity,
    ...(record === undefined ? {} : { record }),
    ...(found === undefined ? {} : { found: isHidden ? MASK : cut(found, 400) }),
    ...(wanted === undefined ? {} : { wanted: isHidden ? MASK : cut(wanted, 400) }),
  };
}

function cut(text: string, most: number): string {
  return wellFormed(text.slice(0, most));
}
