import { equalBytes } from '../../../../shared/util/bytes.ts';
import { compareDecimals, decimalText, difference, readDecimal } from '../energy.ts';
import type { MeterFormat, RegisterKind } from '../../../../shared/domain/signed-meter.ts';
import type { MeterFinding, MeterReading } from '../meter-types.ts';
import type { CheckedPiece } from './check-record.ts';

/** A reading of the billed register, with the record it stands in. */
export interface BilledReading {
  readonly reading: MeterReading;
  /** Index of its record in the session. */
  readonly record: number;
}

export interface Billing {
  readonly register: string | undefined;
  readonly begin: BilledReading | undefined;
  readonly end: BilledReading | undefined;
  /** End minus begin, exact decimal text. */
  readonly energyWh: string | undefined;
  readonly findings: readonly MeterFinding[];
  /** Beginning and end are there, each once. */
  readonly isComplete: boolean;
}

/** Formats that do not sign whether a reading is the first or the last: their order is that of the signed page. */
const ORDERED: ReadonlySet<MeterFormat> = new Set(['EDL_40_P', 'EDL_40_SIG', 'EDL_40_MENNEKES', 'EMH']);
const BILLED: readonly RegisterKind[] = ['compensated-import', 'import'];

/** Finds what is billed: compensated import before import, one register alone, never a difference of two registers. */
export function findBilling(pieces: readonly CheckedPiece[]): Billing {
  const findings: MeterFinding[] = [];
  const energy = pieces.flatMap(({ record }, index) =>
    (record?.readings ?? []).flatMap((reading) => (reading.wh === undefined ? [] : [{ reading, record: index }])),
  );
  const kind = BILLED.find((one) => energy.some(({ reading }) => reading.kind === one));
  const candidates = kind === undefined ? onlyRegister(energy) : energy.filter(({ reading }) => reading.kind === kind);
  const isOrdered =
    pieces.length > 0 && pieces.every(({ record }) => record !== undefined && ORDERED.has(record.format));
  const billed = isOrdered ? orderByPage(candidates, pieces) : candidates;

  const begins = billed.filter(({ reading }) => reading.role === 'begin');
  const ends = billed.filter(({ reading }) => reading.role === 'end');
  const repeated = repeatedRecords(pieces);
  for (const record of repeated) findings.push({ code: 'READING_TWICE', severity: 'violation', record });
  const [begin] = begins;
  const end = ends.find(({ reading }) => reading.register === begin?.reading.register) ?? ends[0];
  if (begin === undefined) findings.push({ code: 'BEGIN_MISSING', severity: 'violation' });
  if (end === undefined) findings.push({ code: 'END_MISSING', severity: 'violation' });
  const register = begin?.reading.register ?? end?.reading.register;
  const differs = begin !== undefined && end !== undefined && begin.reading.register !== end.reading.register;
  if (differs) {
    findings.push({
      code: 'REGISTER_DIFFERS',
      severity: 'violation',
      found: end.reading.obis.slice(0, 40),
      wanted: begin.reading.obis.slice(0, 40),
    });
  }
  const same = (one: BilledReading): boolean => one.reading.register === register;
  if (begins.filter(same).length > 1) findings.push({ code: 'BEGIN_NOT_UNIQUE', severity: 'violation' });
  if (ends.filter(same).length > 1) findings.push({ code: 'END_NOT_UNIQUE', severity: 'violation' });
  const used = differs ? undefined : energyBetween(begin, end);
  return {
    register,
    begin,
    end,
    energyWh: used === undefined ? undefined : decimalText(used),
    findings,
    isComplete: begin !== undefined && end !== undefined && repeated.length === 0,
  };
}

/** Without a register of import, the only one there is: devices leave the OBIS code out. */
function onlyRegister(energy: readonly BilledReading[]): readonly BilledReading[] {
  const others = energy.filter(({ reading }) => reading.kind === 'other');
  return new Set(others.map(({ reading }) => reading.register)).size === 1 ? others : [];
}

/** The first page is the beginning and the last the end; a single one is neither. */
function orderByPage(billed: readonly BilledReading[], pieces: readonly CheckedPiece[]): readonly BilledReading[] {
  const place = ({ record }: BilledReading): number => pieces[record]?.record?.page?.number ?? record;
  const sorted = [...billed].sort((a, b) => place(a) - place(b));
  if (sorted.length < 2) return sorted;
  return sorted.map((one, index) => {
    const role = index === 0 ? 'begin' : index === sorted.length - 1 ? 'end' : 'other';
    return { ...one, reading: { ...one.reading, role } as const };
  });
}

function repeatedRecords(pieces: readonly CheckedPiece[]): readonly number[] {
  return pieces.flatMap(({ record }, index) => {
    const isAgain =
      record !== undefined &&
      pieces
        .slice(0, index)
        .some((before) => before.record !== undefined && equalBytes(before.record.signed, record.signed));
    return isAgain ? [index] : [];
  });
}

function energyBetween(
  begin: BilledReading | undefined,
  end: BilledReading | undefined,
): ReturnType<typeof difference> | undefined {
  const from = readDecimal(begin?.reading.wh ?? '');
  const to = readDecimal(end?.reading.wh ?? '');
  return from === undefined || to === undefined ? undefined : difference(to, from);
}

/** Rules on the two readings alone. */
export function billingRules({ begin, end }: Billing, pieces: readonly CheckedPiece[]): readonly MeterFinding[] {
  if (begin === undefined || end === undefined) return [];
  const findings: MeterFinding[] = [];
  const [from, to] = [readDecimal(begin.reading.wh ?? ''), readDecimal(end.reading.wh ?? '')];
  if (from !== undefined && to !== undefined && compareDecimals(to, from) < 0) {
    findings.push({
      code: 'ENERGY_DECREASES',
      severity: 'violation',
      record: end.record,
      found: end.reading.wh ?? '',
      wanted: begin.reading.wh ?? '',
    });
  }
  const [startedAt, endedAt] = [begin.reading.time.at, end.reading.time.at];
  const isEarlier =
    startedAt === undefined || endedAt === undefined
      ? begin.reading.time.quality === end.reading.time.quality && end.reading.time.text < begin.reading.time.text
      : endedAt < startedAt;
  if (isEarlier) {
    findings.push({
      code: 'TIME_DECREASES',
      severity: 'violation',
      record: end.record,
      found: end.reading.time.text,
      wanted: begin.reading.time.text,
    });
  }
  const [first, last] = [pieces[begin.record]?.record?.seconds, pieces[end.record]?.record?.seconds];
  if (begin.record !== end.record && first !== undefined && last !== undefined && last <= first) {
    findings.push({
      code: 'SECONDS_DECREASE',
      severity: 'violation',
      record: end.record,
      found: `${last}`,
      wanted: `> ${first}`,
    });
  }
  if (
    to !== undefined &&
    from !== undefined &&
    compareDecimals(difference(to, from), { digits: 1n, exponent: 6 }) > 0
  ) {
    findings.push({
      code: 'IMPLAUSIBLE_ENERGY',
      severity: 'warning',
      found: decimalText(difference(to, from)),
      wanted: '1000000',
    });
  }
  return findings;
}
