import { type Exact, HUNDRED, readExact, roundedUp, SECONDS_IN_HOUR, ZERO, exactOf } from './exact.ts';
import {
  type Dimension,
  dimensions,
  type Hindrance,
  type PricedSession,
  type PricedTariff,
  type PriceLine,
  type PricePeriod,
  type PriceSettings,
  type Sum,
} from './price-types.ts';
import { fitsRestrictions, type Moment } from './restrictions.ts';

const ONE = exactOf(1);

interface Open {
  readonly period: number;
  readonly dimension: Dimension;
  readonly reservation: boolean;
  readonly quantity: Exact;
  readonly slackS: Exact;
  readonly tariff: PricedTariff;
  readonly element: number;
  readonly component: number;
  readonly price: Exact;
  readonly taxPercent: Exact | undefined;
  readonly step: Exact | undefined;
  billed: Exact;
}

/**
 * Prices a session (OCPI 2.2.1 and 2.3.0 §11): for each dimension of each period the first element that has it and whose
 * restrictions hold at the period's begin; step_size over the whole session; limits at the end.
 */
export function priceSession(
  periods: readonly PricePeriod[],
  settings: PriceSettings,
  timeZone: string | undefined,
): PricedSession {
  const open: Open[] = [];
  const hindrances: Hindrance[] = [];
  let kwhBefore = ZERO;
  const first = periods.find((period) => !isReservation(period))?.startsAt ?? periods[0]?.startsAt ?? 0;
  const flats = new Set<string>();
  periods.forEach((period, index) => {
    const reservation = isReservation(period);
    const moment: Moment = {
      at: period.startsAt,
      timeZone,
      kwhBefore,
      secondsBefore: exactOf(
        Math.max(0, Math.round((period.startsAt - (reservation ? (periods[0]?.startsAt ?? 0) : first)) / 1000)),
      ),
      current: period.current,
      power: period.power,
      isReservation: reservation,
      isExpired: period.isExpired === true,
      requestsPower: period.parkingS === undefined ? (period.chargingS === undefined ? undefined : true) : false,
    };
    for (const dimension of dimensions) {
      const quantity = quantityOf(period, dimension);
      if (quantity === undefined) continue;
      const found = findComponent(period, dimension, moment);
      if (found === undefined) continue;
      if ('cause' in found) {
        hindrances.push({ cause: found.cause, period: index, dimension, reservation });
        continue;
      }
      if (dimension === 'FLAT' && !takesFlat(flats, found, index, reservation, settings)) continue;
      const slackS = period.slackS ?? ZERO;
      open.push({ period: index, dimension, reservation, quantity, slackS, ...found, billed: quantity });
    }
    if (period.energyKwh !== undefined) kwhBefore = kwhBefore.add(period.energyKwh);
  });
  applySteps(open, settings);
  return summed(
    open.map((line) => closed(line, settings)),
    hindrances,
    periods,
    settings,
  );
}

function isReservation({ reservationS }: PricePeriod): boolean {
  return reservationS !== undefined;
}

function quantityOf(period: PricePeriod, dimension: Dimension): Exact | undefined {
  switch (dimension) {
    case 'FLAT':
      return ONE;
    case 'ENERGY':
      return period.energyKwh;
    case 'TIME':
      return period.reservationS ?? period.chargingS;
    case 'PARKING_TIME':
      return period.parkingS;
  }
}

type Found = Pick<Open, 'tariff' | 'element' | 'component' | 'price' | 'taxPercent' | 'step'>;

function findComponent(
  { tariff }: PricePeriod,
  dimension: Dimension,
  moment: Moment,
): Found | { readonly cause: Hindrance['cause'] } | undefined {
  if (tariff === undefined) return undefined;
  const expires =
    moment.isReservation && moment.isExpired ? firstFit(tariff, dimension, moment, 'RESERVATION_EXPIRES') : undefined;
  return expires ?? firstFit(tariff, dimension, moment, undefined);
}

/** An expired reservation is priced by RESERVATION_EXPIRES first, and by RESERVATION for what that does not price. */
function firstFit(
  tariff: PricedTariff,
  dimension: Dimension,
  moment: Moment,
  only: 'RESERVATION_EXPIRES' | undefined,
): ReturnType<typeof findComponent> {
  for (const [element, { components, restrictions }] of tariff.elements.entries()) {
    const component = components.findIndex(({ type }) => type === dimension);
    const one = components[component];
    if (one === undefined || (only !== undefined && restrictions?.reservation !== only)) continue;
    const fit = fitsRestrictions(restrictions, moment);
    if ('cause' in fit) return fit;
    if (!fit.fits) continue;
    const price = readExact(one.price);
    if (price === undefined) return { cause: 'PRICE_UNREADABLE' };
    const step = readExact(one.stepSize);
    return { tariff, element, component, price, taxPercent: taxOf(tariff, one), step };
  }
  return undefined;
}

/** Percent; undefined is unknown, which is not zero (OCPI 2.2.1 §11.4.2). */
function taxOf(
  { taxIncluded }: PricedTariff,
  { vat, taxes }: PricedTariff['elements'][number]['components'][number],
): Exact | undefined {
  if (taxIncluded === 'N/A') return ZERO;
  const stated = readExact(vat);
  if (stated !== undefined || taxes.length === 0) return stated;
  let sum = ZERO;
  for (const { percentage } of taxes) {
    const one = readExact(percentage);
    if (one === undefined) return undefined;
    sum = sum.add(one);
  }
  return sum;
}

function takesFlat(
  taken: Set<string>,
  { tariff, element }: Found,
  period: number,
  reservation: boolean,
  { flat }: PriceSettings,
): boolean {
  const part = reservation ? 'reservation' : 'session';
  const place = flat === 'session' ? '' : flat === 'element' ? `${tariff.id} ${element}` : `${period}`;
  const key = `${part} ${place}`;
  if (taken.has(key)) return false;
  taken.add(key);
  return true;
}

/** step_size: once for the energy, once for the last time dimension, once for the reservation; the surplus at the last price. */
function applySteps(open: readonly Open[], { stepSize }: PriceSettings): void {
  if (stepSize === 'ignored') return;
  if (stepSize === 'period') {
    for (const line of open) if (line.dimension !== 'FLAT') roundGroup([line]);
    return;
  }
  const paid = open.filter(({ price, dimension }) => dimension !== 'FLAT' && price.compare(ZERO) !== 0);
  const charging = paid.filter(({ reservation }) => !reservation);
  roundGroup(ofLastTariff(charging.filter(({ dimension }) => dimension === 'ENERGY')));
  const times = charging.filter(({ dimension }) => dimension !== 'ENERGY');
  const last = times.at(-1)?.dimension;
  roundGroup(ofLastTariff(times.filter(({ dimension }) => dimension === last)));
  roundGroup(paid.filter(({ reservation, dimension }) => reservation && dimension === 'TIME'));
}

/** Nothing is rounded at the switch between two tariffs of one session. */
function ofLastTariff(lines: readonly Open[]): readonly Open[] {
  const last = lines.at(-1)?.tariff;
  return lines.filter(({ tariff }) => tariff === last);
}

function roundGroup(lines: readonly Open[]): void {
  const last = lines.at(-1);
  const step = last?.step;
  if (last === undefined || step === undefined || step.compare(ZERO) <= 0) return;
  let total = ZERO;
  let slack = ZERO;
  for (const { quantity, slackS } of lines) {
    total = total.add(quantity);
    slack = slack.add(slackS);
  }
  // step_size of energy counts watt hours, of time seconds.
  const unit = last.dimension === 'ENERGY' ? step.div(1000) : step;
  const lowered = last.dimension === 'ENERGY' ? total : total.sub(slack);
  const rounded = roundedUp(lowered.compare(ZERO) < 0 ? total : lowered, unit);
  last.billed = last.quantity.add(rounded.sub(total));
}

function closed(line: Open, { rounding, places }: PriceSettings): PriceLine {
  const { period, dimension, reservation, quantity, billed, tariff, element, component, price, taxPercent } = line;
  const isTime = dimension === 'TIME' || dimension === 'PARKING_TIME';
  const amount = isTime ? billed.mul(price).div(SECONDS_IN_HOUR) : billed.mul(price);
  const factor = taxPercent === undefined ? undefined : taxPercent.div(HUNDRED).add(1);
  const isGross = tariff.taxIncluded === 'YES';
  const isNothing = amount.compare(ZERO) === 0;
  const round = (value: Exact): Exact => (rounding === 'line' ? value.round(places) : value);
  const net = isGross ? (factor === undefined ? undefined : amount.div(factor)) : amount;
  const gross = isGross ? amount : factor === undefined ? undefined : amount.mul(factor);
  const before = isNothing ? ZERO : net === undefined ? undefined : round(net);
  const after = isNothing ? ZERO : gross === undefined ? undefined : round(gross);
  return {
    period,
    dimension,
    reservation,
    quantity,
    billed,
    tariff,
    element,
    component,
    price,
    taxPercent,
    before,
    after,
  };
}

function summed(
  lines: readonly PriceLine[],
  hindrances: readonly Hindrance[],
  periods: readonly PricePeriod[],
  settings: PriceSettings,
): PricedSession {
  const sum = (wanted: (line: PriceLine) => boolean): Sum => addUp(lines.filter(wanted));
  const charging = (dimension: Dimension) => (line: PriceLine) => !line.reservation && line.dimension === dimension;
  const whole = addUp(lines);
  const { total, limited } = settings.limits ? clamped(whole, periods) : { total: whole, limited: undefined };
  return {
    lines,
    hindrances,
    fixed: sum(charging('FLAT')),
    energy: sum(charging('ENERGY')),
    time: sum(charging('TIME')),
    parking: sum(charging('PARKING_TIME')),
    reservation: sum(({ reservation }) => reservation),
    total,
    limited,
  };
}

function addUp(lines: readonly PriceLine[]): Sum {
  let before: Exact | undefined = ZERO;
  let after: Exact | undefined = ZERO;
  for (const line of lines) {
    before = before === undefined || line.before === undefined ? undefined : before.add(line.before);
    after = after === undefined || line.after === undefined ? undefined : after.add(line.after);
  }
  return { before, after };
}

/** min_price and max_price of the tariff that the session ended with; before and after taxes by themselves. */
function clamped(whole: Sum, periods: readonly PricePeriod[]): Pick<PricedSession, 'total' | 'limited'> {
  const tariff = periods.findLast((period) => period.tariff !== undefined)?.tariff;
  const [min, max] = [tariff?.minPrice, tariff?.maxPrice];
  let limited: PricedSession['limited'];
  const limit = (value: Exact | undefined, low: string | undefined, high: string | undefined): Exact | undefined => {
    const [least, most] = [readExact(low), readExact(high)];
    if (value === undefined) return undefined;
    if (least !== undefined && value.compare(least) < 0) {
      limited = 'min';
      return least;
    }
    if (most !== undefined && value.compare(most) > 0) {
      limited = 'max';
      return most;
    }
    return value;
  };
  const before = limit(whole.before, min?.beforeTaxes, max?.beforeTaxes);
  const after = limit(whole.after, min?.afterTaxes, max?.afterTaxes);
  return { total: { before, after }, limited };
}
