import { minutesOf } from '../tariff-week.ts';
import { type Exact, exactOf, readExact, SECONDS_IN_HOUR, ZERO } from './exact.ts';
import { localMoment } from './local-time.ts';
import { priceSession } from './price-session.ts';
import type { PricedSession, PricedTariff, PricePeriod, PriceSettings } from './price-types.ts';

/** A session that somebody thinks of: constant power while charging, then parking. */
export interface QuoteWish {
  /** Milliseconds since 1970 UTC. */
  readonly startsAt: number;
  /** Seconds of charging, and of parking after it. */
  readonly chargingS: number;
  readonly parkingS: number;
  readonly energyKwh: Exact;
  /** Amperes, sum over phases; only tariffs that restrict by current ask for it. */
  readonly currentA: Exact | undefined;
  readonly timeZone: string | undefined;
}

export interface QuotePoint {
  /** Seconds since the session began. */
  readonly at: number;
  readonly before: Exact | undefined;
  readonly after: Exact | undefined;
}

export interface Quote {
  readonly periods: readonly PricePeriod[];
  readonly session: PricedSession;
  /** Cost if the session ended there; for a plot. */
  readonly points: readonly QuotePoint[];
}

const MOST_CUTS = 400;

/** What a session would cost: cut wherever a restriction of the tariff may change, then priced like any other. */
export function quoteTariff(tariff: PricedTariff, wish: QuoteWish, settings: PriceSettings): Quote {
  const end = wish.chargingS + wish.parkingS;
  const cuts = [...new Set([0, wish.chargingS, end, ...cutsOf(tariff, wish, end)])]
    .filter((at) => at >= 0 && at <= end)
    .sort((a, b) => a - b)
    .slice(0, MOST_CUTS);
  const periods = cuts.slice(0, -1).map((from, index) => periodOf(tariff, wish, from, cuts[index + 1] ?? end));
  const points = cuts.map((at, index): QuotePoint => {
    // What is due at once, such as a flat price, is due at the beginning.
    const soFar = index === 0 ? [periodOf(tariff, wish, 0, 0)] : periods.slice(0, index);
    const { total } = priceSession(soFar, settings, wish.timeZone);
    return { at, before: total.before, after: total.after };
  });
  return { periods, session: priceSession(periods, settings, wish.timeZone), points };
}

function periodOf(tariff: PricedTariff, wish: QuoteWish, from: number, to: number): PricePeriod {
  const { chargingS, energyKwh, currentA, startsAt } = wish;
  const isCharging = from < chargingS;
  const duration = exactOf(to - from);
  const powerKw = chargingS === 0 ? ZERO : energyKwh.mul(SECONDS_IN_HOUR).div(chargingS);
  const power = isCharging ? powerKw : ZERO;
  const current = isCharging ? currentA : ZERO;
  return {
    startsAt: startsAt + from * 1000,
    tariff,
    power: { min: power, max: power },
    ...(current === undefined ? {} : { current: { min: current, max: current } }),
    ...(isCharging
      ? { energyKwh: energyKwh.mul(duration).div(chargingS), chargingS: duration }
      : { parkingS: duration }),
  };
}

/** Seconds at which an element may begin or cease to apply. */
function cutsOf(tariff: PricedTariff, wish: QuoteWish, end: number): readonly number[] {
  const cuts: number[] = [];
  const minutes = new Set<number>();
  for (const { restrictions } of tariff.elements) {
    if (restrictions === undefined) continue;
    const { minKwh, maxKwh, minDuration, maxDuration, startTime, endTime, startDate, endDate, days } = restrictions;
    for (const text of [minKwh, maxKwh]) {
      const kwh = readExact(text);
      if (kwh === undefined || wish.energyKwh.compare(ZERO) <= 0) continue;
      cuts.push(Math.ceil(Number(kwh.mul(wish.chargingS).div(wish.energyKwh))));
    }
    for (const text of [minDuration, maxDuration]) {
      const seconds = readExact(text);
      if (seconds !== undefined) cuts.push(Number(seconds));
    }
    for (const text of [startTime, endTime]) {
      const minute = text === undefined ? undefined : minutesOf(text);
      if (minute !== undefined) minutes.add(minute % 1440);
    }
    if (startDate !== undefined || endDate !== undefined || days.length > 0) minutes.add(0);
  }
  return [...cuts, ...clockCuts(minutes, wish, end)];
}

/** Whole minutes of the clock at which one of these times of day begins; a change of the clock is one of them. */
function clockCuts(minutes: ReadonlySet<number>, { startsAt, timeZone }: QuoteWish, end: number): readonly number[] {
  if (minutes.size === 0 || timeZone === undefined) return [];
  const cuts: number[] = [];
  const first = Math.ceil(startsAt / 60_000) * 60_000;
  let previous = localMoment(startsAt, timeZone)?.minute;
  for (let at = first; at <= startsAt + end * 1000; at += 60_000) {
    const minute = localMoment(at, timeZone)?.minute;
    if (minute === undefined) return cuts;
    const isJump = previous !== undefined && minute !== (previous + 1) % 1440 && minute !== previous;
    if (minutes.has(minute) || isJump) cuts.push((at - startsAt) / 1000);
    previous = minute;
  }
  return cuts;
}
