import { fitsCalendar } from '../tariff-week.ts';
import { type Exact, readExact } from './exact.ts';
import { localMoment } from './local-time.ts';
import type { PriceCause, Restrictions, Span } from './price-types.ts';

/** What a period is when it begins; restrictions are momentary (OCPI 2.2.1 §11.4.6). */
export interface Moment {
  readonly at: number;
  readonly timeZone: string | undefined;
  /** Energy of the session before this period. */
  readonly kwhBefore: Exact;
  /** Seconds since the session began, parking included. */
  readonly secondsBefore: Exact;
  readonly current: Span | undefined;
  readonly power: Span | undefined;
  readonly isReservation: boolean;
  readonly isExpired: boolean;
  /** 3.0: whether the vehicle asks for power; undefined where the period does not tell. */
  readonly requestsPower: boolean | undefined;
}

export type Fit = { readonly fits: boolean } | { readonly cause: PriceCause };

const NO: Fit = { fits: false };
const YES: Fit = { fits: true };

/** All restrictions of an element must hold. One that does not hold decides, even beside one that cannot be told. */
export function fitsRestrictions(restrictions: Restrictions | undefined, moment: Moment): Fit {
  if (restrictions === undefined) return moment.isReservation ? NO : YES;
  if ((restrictions.reservation !== undefined) !== moment.isReservation) return NO;
  if (restrictions.reservation === 'RESERVATION_EXPIRES' && !moment.isExpired) return NO;
  let unknown: PriceCause | undefined;
  for (const fit of fitsOf(restrictions, moment)) {
    if ('cause' in fit) unknown ??= fit.cause;
    else if (!fit.fits) return NO;
  }
  return unknown === undefined ? YES : { cause: unknown };
}

function* fitsOf(restrictions: Restrictions, moment: Moment): Generator<Fit> {
  const { minKwh, maxKwh, minDuration, maxDuration, minCurrent, maxCurrent, minPower, maxPower } = restrictions;
  yield within(moment.kwhBefore, minKwh, maxKwh);
  yield within(moment.secondsBefore, minDuration, maxDuration);
  if (minCurrent !== undefined || maxCurrent !== undefined) {
    yield spanWithin(moment.current, minCurrent, maxCurrent, 'CURRENT_MISSING');
  }
  if (minPower !== undefined || maxPower !== undefined) {
    yield spanWithin(moment.power, minPower, maxPower, 'POWER_MISSING');
  }
  yield calendar(restrictions, moment);
  if (restrictions.minRestrictionsDuration !== undefined) yield { cause: 'RESTRICTION_UNKNOWN' };
  if (restrictions.requestingPower !== undefined) {
    yield moment.requestsPower === undefined
      ? { cause: 'RESTRICTION_UNKNOWN' }
      : { fits: moment.requestsPower === restrictions.requestingPower };
  }
}

/** At least the minimum, below the maximum. */
function within(value: Exact, min: string | undefined, max: string | undefined): Fit {
  const [low, high] = [readExact(min), readExact(max)];
  if ((min !== undefined && low === undefined) || (max !== undefined && high === undefined)) {
    return { cause: 'RESTRICTION_UNREADABLE' };
  }
  return { fits: (low === undefined || value.compare(low) >= 0) && (high === undefined || value.compare(high) < 0) };
}

/** Known where lowest and highest of the period say the same. */
function spanWithin(span: Span | undefined, min: string | undefined, max: string | undefined, cause: PriceCause): Fit {
  if (span === undefined) return { cause };
  const [low, high] = [within(span.min, min, max), within(span.max, min, max)];
  if ('cause' in low) return low;
  if ('cause' in high) return high;
  return low.fits === high.fits ? low : { cause };
}

function calendar(restrictions: Restrictions, { at, timeZone }: Moment): Fit {
  const { startTime, endTime, startDate, endDate, days } = restrictions;
  const asksNothing = [startTime, endTime, startDate, endDate].every((one) => one === undefined) && days.length === 0;
  if (asksNothing) return YES;
  const local = timeZone === undefined ? undefined : localMoment(at, timeZone);
  if (local === undefined) return { cause: 'TIME_ZONE_MISSING' };
  const fit = fitsCalendar(restrictions, local);
  return fit === 'unreadable' ? { cause: 'RESTRICTION_UNREADABLE' } : { fits: fit === 'yes' };
}
