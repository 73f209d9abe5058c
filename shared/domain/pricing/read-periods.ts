import { type Exact, readExact, SECONDS_IN_HOUR, ZERO } from './exact.ts';
import type { PriceCause, PricedTariff, PricePeriod, Span } from './price-types.ts';
import type { PricedCdr, PriceNote } from './reprice.ts';

interface Read {
  readonly periods: readonly PricePeriod[];
  readonly notes: readonly PriceNote[];
  /** What hinders the whole. */
  readonly causes: readonly PriceCause[];
}

/** Hours are printed with few places: forty minutes are 0.6667 h, 0.12 s too long. */
const SLACK_HOURS = readExact('0.00005') ?? ZERO;

/** Charging periods of a CDR (OCPI 2.2.1 §10.4.1) with exact quantities, in time order, each with its tariff. */
export function readPeriods(cdr: PricedCdr, storedTariffs: readonly PricedTariff[]): Read {
  const notes = new Set<PriceNote>();
  const causes = new Set<PriceCause>();
  if (cdr.periods.length === 0) causes.add('PERIODS_MISSING');
  const tariffOf = tariffFinder(cdr, storedTariffs, notes, causes);
  const read = cdr.periods.map((period) => {
    const at = Date.parse(period.startsAt ?? '');
    if (Number.isNaN(at)) causes.add('TIME_MISSING');
    return { ...quantities(period.dimensions, causes), startsAt: at, tariff: tariffOf(period.tariffId) };
  });
  const sorted = [...read].sort((a, b) => a.startsAt - b.startsAt);
  if (sorted.some((period, index) => period !== read[index])) notes.add('PERIODS_SORTED');
  const isReserved = sorted.some(({ reservationS }) => reservationS !== undefined);
  const isExpired = isReserved && sorted.every(({ reservationS }) => reservationS !== undefined);
  if (isExpired) notes.add('RESERVATION_EXPIRED_ASSUMED');
  const periods = isExpired ? sorted.map((period) => ({ ...period, isExpired })) : sorted;
  missingDimensions(cdr, periods, causes);
  energyUnit(cdr, periods, notes);
  return { periods, notes: [...notes], causes: [...causes] };
}

function tariffFinder(
  cdr: PricedCdr,
  storedTariffs: readonly PricedTariff[],
  notes: Set<PriceNote>,
  causes: Set<PriceCause>,
): (id: string | undefined) => PricedTariff | undefined {
  const named = cdr.periods.some(({ tariffId }) => tariffId !== undefined);
  const all = [...cdr.tariffs, ...storedTariffs];
  const check = (tariff: PricedTariff): PricedTariff => {
    if (!cdr.tariffs.includes(tariff)) notes.add('TARIFF_FROM_STORE');
    const isOther = tariff.currency !== undefined && cdr.currency !== undefined && tariff.currency !== cdr.currency;
    if (isOther) causes.add('CURRENCY_DIFFERS');
    const isUnknown = tariff.elements.some(({ components }) => components.some(({ type }) => !KNOWN.has(type)));
    if (isUnknown) causes.add('COMPONENT_UNKNOWN');
    return tariff;
  };
  if (!named) {
    const [only, another] = cdr.tariffs.length > 0 ? cdr.tariffs : storedTariffs;
    if (only === undefined || another !== undefined) {
      causes.add('TARIFF_MISSING');
      return () => undefined;
    }
    if (cdr.periods.length > 0) notes.add('TARIFF_ID_MISSING');
    const tariff = check(only);
    return () => tariff;
  }
  return (id) => {
    // A period without a tariff, beside others that have one, costs nothing.
    if (id === undefined) return undefined;
    const found = all.find((tariff) => tariff.id.toUpperCase() === id.toUpperCase());
    if (found === undefined) causes.add('TARIFF_MISSING');
    return found === undefined ? undefined : check(found);
  };
}

const KNOWN: ReadonlySet<string> = new Set(['FLAT', 'ENERGY', 'TIME', 'PARKING_TIME']);

type Quantities = Omit<PricePeriod, 'startsAt' | 'tariff'>;

function quantities(given: PricedCdr['periods'][number]['dimensions'], causes: Set<PriceCause>): Quantities {
  const found = new Map<string, Exact>();
  let slackS = ZERO;
  for (const { type, volume } of given) {
    const name = type.trim().toUpperCase();
    const value = readExact(volume);
    if (value === undefined) {
      if (PRICED.has(name)) causes.add('AMOUNT_UNREADABLE');
      continue;
    }
    found.set(name, (found.get(name) ?? ZERO).add(value));
    const places = /\.(\d+)$/.exec(volume ?? '')?.[1]?.length ?? 0;
    if (HOURS.has(name) && places >= 3 && places <= 4) slackS = slackS.add(SLACK_HOURS.mul(SECONDS_IN_HOUR));
  }
  const seconds = (name: string): Exact | undefined => found.get(name)?.mul(SECONDS_IN_HOUR);
  return {
    energyKwh: found.get('ENERGY'),
    chargingS: seconds('TIME'),
    parkingS: seconds('PARKING_TIME'),
    reservationS: seconds('RESERVATION_TIME'),
    current: spanOf(found, 'CURRENT'),
    power: spanOf(found, 'POWER'),
    slackS,
  };
}

const HOURS: ReadonlySet<string> = new Set(['TIME', 'PARKING_TIME', 'RESERVATION_TIME']);
const PRICED: ReadonlySet<string> = new Set([...HOURS, 'ENERGY']);

function spanOf(found: ReadonlyMap<string, Exact>, name: string): Span | undefined {
  const one = found.get(name);
  const [min, max] = [found.get(`MIN_${name}`) ?? one, found.get(`MAX_${name}`) ?? one];
  if (min === undefined && max === undefined) return undefined;
  return { min: min ?? max ?? ZERO, max: max ?? min ?? ZERO };
}

/** A tariff that prices energy, and a CDR that states energy in total and in no period: nothing can be computed. */
function missingDimensions(cdr: PricedCdr, periods: readonly PricePeriod[], causes: Set<PriceCause>): void {
  const prices = (type: string): boolean =>
    periods.some(({ tariff }) =>
      tariff?.elements.some(({ components }) => components.some((one) => one.type === type)),
    );
  const isStated = (text: string | undefined): boolean => (readExact(text)?.compare(ZERO) ?? 0) > 0;
  const lacksEnergy = isStated(cdr.totalEnergy) && periods.every(({ energyKwh }) => energyKwh === undefined);
  const lacksTime =
    isStated(cdr.totalTime) &&
    periods.every(({ chargingS, parkingS, reservationS }) => (chargingS ?? parkingS ?? reservationS) === undefined);
  if ((prices('ENERGY') && lacksEnergy) || ((prices('TIME') || prices('PARKING_TIME')) && lacksTime)) {
    causes.add('DIMENSION_MISSING');
  }
}

/** Energy that is about a thousand times the total was written in watt hours. */
function energyUnit(cdr: PricedCdr, periods: readonly PricePeriod[], notes: Set<PriceNote>): void {
  const total = readExact(cdr.totalEnergy);
  const sum = periods.reduce((so, { energyKwh }) => so.add(energyKwh ?? ZERO), ZERO);
  if (total === undefined || total.compare(ZERO) <= 0) return;
  const ratio = sum.div(total);
  if (ratio.compare(900) > 0 && ratio.compare(1100) < 0) notes.add('ENERGY_IN_WH_LIKELY');
}
