import { energyOf, readDecimal } from '../../energy.ts';
import { type JsonRecord, recordsOf, textAt } from '../../exact-json.ts';
import type { ReadingRole, TimeQuality } from '../../../../../shared/domain/signed-meter.ts';
import type { MeterFinding, MeterReading, MeterTime } from '../../meter-types.ts';
import { readObis } from '../../obis.ts';

const ENDS: ReadonlySet<string> = new Set(['E', 'L', 'R', 'A', 'P']);
const QUALITIES: Readonly<Record<string, TimeQuality>> = {
  S: 'synchronised',
  I: 'informative',
  R: 'relative',
  U: 'unknown',
};
const QUALITY_FINDINGS = {
  informative: 'TIME_INFORMATIVE',
  relative: 'TIME_RELATIVE',
  unknown: 'TIME_UNSYNCHRONISED',
} as const;

/** Fields that a reading takes from the one before it when it has none of its own. RI and RU go together. */
const INHERITED = ['TM', 'TX', 'EF', 'ST', 'RT', 'CL'];

export interface OcmfReadings {
  readonly readings: readonly MeterReading[];
  readonly findings: readonly MeterFinding[];
}

/** The readings of a record (OCMF 1.4.1, section RD). */
export function readOcmfReadings(list: unknown): OcmfReadings {
  const readings: MeterReading[] = [];
  const findings: MeterFinding[] = [];
  let before: Readonly<Record<string, string | undefined>> = {};
  for (const raw of recordsOf(list).slice(0, 10_000)) {
    const fields = inherited(raw, before);
    before = fields;
    const { reading, told } = readReading(raw, fields);
    readings.push(reading);
    for (const finding of told) addOnce(findings, finding);
  }
  return { readings, findings };
}

function inherited(
  raw: JsonRecord,
  before: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const fields: Record<string, string | undefined> = {};
  for (const name of INHERITED) fields[name] = textAt(raw, name) ?? before[name];
  const hasRegister = raw['RI'] !== undefined || raw['RU'] !== undefined;
  fields['RI'] = hasRegister ? textAt(raw, 'RI') : before['RI'];
  fields['RU'] = hasRegister ? textAt(raw, 'RU') : before['RU'];
  return fields;
}

function readReading(
  raw: JsonRecord,
  fields: Readonly<Record<string, string | undefined>>,
): { readonly reading: MeterReading; readonly told: readonly MeterFinding[] } {
  const told: MeterFinding[] = [];
  const roleText = fields['TX']?.trim().slice(0, 8) ?? '';
  const role: ReadingRole =
    roleText === '' ? 'unstated' : roleText === 'B' ? 'begin' : ENDS.has(roleText) ? 'end' : 'other';
  if (roleText === 'X') told.push({ code: 'EXCEPTION_READING', severity: 'warning' });

  const time = readOcmfTime(fields['TM'] ?? '');
  if (time.at === undefined) told.push({ code: 'TIME_UNREADABLE', severity: 'warning', found: time.text });
  const quality =
    time.quality === 'synchronised' || time.quality === 'unstated' ? undefined : QUALITY_FINDINGS[time.quality];
  if (quality !== undefined) told.push({ code: quality, severity: 'warning' });

  const value = textAt(raw, 'RV') ?? '';
  if (typeof raw['RV'] === 'string')
    told.push({ code: 'RV_NOT_A_NUMBER', severity: 'warning', found: value.slice(0, 40) });
  if (readDecimal(value) === undefined) {
    told.push({ code: 'NUMBER_UNREADABLE', severity: 'violation', found: value.slice(0, 40) });
  }
  told.push(...statusFindings(fields['ST'], fields['EF']));
  const obis = fields['RI'] ?? '';
  const unit = fields['RU'] ?? '';
  const reading = { role, roleText, time, obis, ...readObis(obis), value, unit, ...energyOf(value, unit) };
  return { reading, told };
}

/** Only `G` is a good meter status; `E` and `t` say that energy and time are not to be used. */
function statusFindings(status: string | undefined, flags: string | undefined): readonly MeterFinding[] {
  const told: MeterFinding[] = [];
  if (status === undefined) told.push({ code: 'METER_STATUS', severity: 'warning', wanted: 'G' });
  else if (status !== 'G')
    told.push({ code: 'METER_STATUS', severity: 'violation', found: status.slice(0, 8), wanted: 'G' });
  if (flags?.includes('E') === true)
    told.push({ code: 'ENERGY_FLAG', severity: 'violation', found: flags.slice(0, 8) });
  if (flags?.includes('t') === true) told.push({ code: 'TIME_FLAG', severity: 'warning', found: flags.slice(0, 8) });
  return told;
}

function addOnce(findings: MeterFinding[], finding: MeterFinding): void {
  const isKnown = findings.some(({ code, found }) => code === finding.code && found === finding.found);
  if (!isKnown && findings.length < 100) findings.push(finding);
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[,.](\d{1,9}))?(?:([+-]\d\d):?(\d\d)|Z)(?:\s+([A-Z]))?$/;

/** `2018-07-24T13:22:04,000+0200 S`: a comma before the milliseconds, an offset without colon, then how far it is to be trusted. */
export function readOcmfTime(text: string): MeterTime {
  const match = TIME.exec(text.trim());
  if (match === null) return { text: text.slice(0, 60), quality: 'unstated' };
  const [, local = '', fraction = '0', hours, minutes, mark = ''] = match;
  const iso = `${local}.${fraction.slice(0, 3).padEnd(3, '0')}${hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`}`;
  const at = Date.parse(iso);
  const quality = QUALITIES[mark] ?? 'unstated';
  return Number.isNaN(at) ? { text: text.slice(0, 60), quality } : { text: iso, at, quality };
}
