import { exactText } from './exact.ts';
import { priceSession } from './price-session.ts';
import type { Repricing } from './reprice.ts';

type Priced = Pick<Repricing, 'periods' | 'settings' | 'timeZone'>;

export interface PriceRange {
  readonly lowest: string;
  readonly highest: string;
}

/**
 * Lowest and highest total before taxes over the readings that the texts permit: rounding each line or none, and both ways of
 * step_size. Undefined where they agree. Apart from re-pricing itself, for it prices twice more.
 */
export function priceRange({ periods, settings, timeZone }: Priced): PriceRange | undefined {
  const readings = [
    settings,
    { ...settings, rounding: settings.rounding === 'exact' ? 'line' : 'exact' },
    { ...settings, stepSize: settings.stepSize === 'ignored' ? 'session' : 'ignored' },
  ] as const;
  const totals = readings.flatMap((reading) => priceSession(periods, reading, timeZone).total.before ?? []);
  const [first, ...rest] = totals;
  if (first === undefined || totals.length < readings.length) return undefined;
  const lowest = rest.reduce((low, one) => (one.compare(low) < 0 ? one : low), first);
  const highest = rest.reduce((high, one) => (one.compare(high) > 0 ? one : high), first);
  return lowest.compare(highest) === 0 ? undefined : { lowest: exactText(lowest), highest: exactText(highest) };
}
