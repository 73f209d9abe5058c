import { exactOf } from './exact.ts';
import { priceSession } from './price-session.ts';
import type { PricedSession, PricedTariff, PricePeriod, PriceSettings } from './price-types.ts';

export const mismatchReasons = [
  'LIMIT_IGNORED',
  'STEP_SIZE_IGNORED',
  'STEP_SIZE_PER_PERIOD',
  'STEP_SIZE_APPLIED',
  'ROUNDED_PER_LINE',
  'FLAT_PER_PERIOD',
  'FLAT_MISSING',
  'TIME_ZONE_UTC',
  'TAX_INCLUDED_SWAPPED',
  'PARKING_AS_TIME',
  'ENERGY_IN_WH',
] as const;
export type MismatchReason = (typeof mismatchReasons)[number];

interface Question {
  readonly cdr: { readonly periods: readonly unknown[] };
  readonly periods: readonly PricePeriod[];
  readonly settings: PriceSettings;
  readonly timeZone: string | undefined;
  readonly matches: (session: PricedSession) => boolean;
}

/** The first known slip that gives exactly what was stated; undefined when none does. A guess, and told as one. */
export function likelyReason({ periods, settings, timeZone, matches }: Question): MismatchReason | undefined {
  const attempts: readonly (readonly [MismatchReason, () => PricedSession])[] = [
    ['LIMIT_IGNORED', () => priceSession(periods, { ...settings, limits: false }, timeZone)],
    ['STEP_SIZE_IGNORED', () => priceSession(periods, { ...settings, stepSize: 'ignored' }, timeZone)],
    ['STEP_SIZE_PER_PERIOD', () => priceSession(periods, { ...settings, stepSize: 'period' }, timeZone)],
    ['STEP_SIZE_APPLIED', () => priceSession(periods, { ...settings, stepSize: 'session' }, timeZone)],
    ['ROUNDED_PER_LINE', () => priceSession(periods, { ...settings, rounding: 'line' }, timeZone)],
    ['FLAT_PER_PERIOD', () => priceSession(periods, { ...settings, flat: 'period' }, timeZone)],
    ['FLAT_MISSING', () => priceSession(changed(periods, withoutFlat), settings, timeZone)],
    ['TIME_ZONE_UTC', () => priceSession(periods, settings, 'UTC')],
    ['TAX_INCLUDED_SWAPPED', () => priceSession(changed(periods, taxSwapped), settings, timeZone)],
    ['PARKING_AS_TIME', () => priceSession(periods.map(parkingAsTime), settings, timeZone)],
    ['ENERGY_IN_WH', () => priceSession(periods.map(energyInWh), settings, timeZone)],
  ];
  return attempts.find(([, attempt]) => {
    const session = attempt();
    return session.hindrances.length === 0 && matches(session);
  })?.[0];
}

/** The same periods over changed tariffs; one tariff is changed once, so that periods still share it. */
function changed(
  periods: readonly PricePeriod[],
  change: (tariff: PricedTariff) => PricedTariff,
): readonly PricePeriod[] {
  const known = new Map<PricedTariff, PricedTariff>();
  return periods.map((period) => {
    const { tariff } = period;
    if (tariff === undefined) return period;
    const other = known.get(tariff) ?? change(tariff);
    known.set(tariff, other);
    return { ...period, tariff: other };
  });
}

function withoutFlat(tariff: PricedTariff): PricedTariff {
  return {
    ...tariff,
    elements: tariff.elements.map((element) => ({
      ...element,
      components: element.components.filter(({ type }) => type !== 'FLAT'),
    })),
  };
}

function taxSwapped(tariff: PricedTariff): PricedTariff {
  return { ...tariff, taxIncluded: tariff.taxIncluded === 'YES' ? 'NO' : 'YES' };
}

function parkingAsTime({ parkingS, chargingS, ...period }: PricePeriod): PricePeriod {
  return { ...period, chargingS: chargingS ?? parkingS };
}

function energyInWh(period: PricePeriod): PricePeriod {
  return { ...period, energyKwh: period.energyKwh?.mul(exactOf(1000)) };
}
