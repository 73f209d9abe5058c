import type { ChargingPeriod } from '../../../../shared/contract/ocpi-objects.ts';
import { note, pathOf, type Source } from './source.ts';

interface Usage {
  readonly startedAt: string | null;
  readonly endedAt?: string | null;
  readonly periods: readonly ChargingPeriod[];
}

const HOUR_MS = 3_600_000;
/** Clocks of station and platform differ, and hours are rounded. */
const TOLERANCE_HOURS = 0.05;

/** Whether it ends after it began, and whether its periods last no longer than it did; nothing is corrected. */
export function judgeTimes(source: Source, { startedAt, endedAt, periods }: Usage): void {
  if (startedAt === null || endedAt == null) return;
  const hours = (Date.parse(endedAt) - Date.parse(startedAt)) / HOUR_MS;
  if (hours < 0) {
    note(source.look, 'TIME_IMPLAUSIBLE', pathOf(source, 'end_date_time'), {
      found: endedAt,
      wanted: `not before ${startedAt}`,
    });
    return;
  }
  judgeSums(source, hours, periods);
}

/** TIME and PARKING_TIME are hours that do not overlap (OCPI 2.2.1 §10.4.3), so that together they fit in the whole. */
function judgeSums(source: Source, hours: number, periods: readonly ChargingPeriod[]): void {
  let [charging, parking] = [0, 0];
  for (const { dimensions } of periods) {
    for (const { type, volume } of dimensions) {
      if (type === 'TIME') charging += Number(volume ?? 0);
      if (type === 'PARKING_TIME') parking += Number(volume ?? 0);
    }
  }
  const most = hours * 1.02 + TOLERANCE_HOURS;
  if (!(charging + parking > most)) return;
  const isLong = charging > most;
  note(source.look, 'TIME_SUM_IMPLAUSIBLE', pathOf(source, 'charging_periods'), {
    found: `${rounded(charging)} TIME${parking > 0 ? `, ${rounded(parking)} PARKING_TIME` : ''}`,
    wanted: `at most ${rounded(hours)} h`,
    readAs: isLong ? unitOf(charging / Math.max(hours, TOLERANCE_HOURS)) : 'TIME probably counts parking as well',
  });
}

/** Some hours of sixty minutes may be parking, so that the factor is a little below that of the unit. */
function unitOf(factor: number): string {
  if (factor > 1000) return 'probably seconds';
  return factor > 20 ? 'probably minutes' : 'does not fit';
}

const rounded = (hours: number): string => String(Math.round(hours * 1000) / 1000);
