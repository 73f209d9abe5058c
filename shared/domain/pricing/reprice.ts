import { type Exact, exactText, readExact, SECONDS_IN_HOUR, ZERO } from './exact.ts';
import { likelyReason, type MismatchReason } from './likely-reason.ts';
import { priceSession } from './price-session.ts';
import {
  type PriceCause,
  type PricedSession,
  type PricedTariff,
  type PriceLine,
  type PricePeriod,
  type PriceSettings,
  type StatedPrice,
  usualSettings,
} from './price-types.ts';
import { readPeriods } from './read-periods.ts';

/** What re-pricing needs of a CDR; the normalised model fits. */
export interface PricedCdr {
  readonly startedAt: string | null;
  readonly endedAt?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly evseUid?: string | undefined;
  readonly credit?: boolean | undefined;
  readonly periods: readonly {
    readonly startsAt: string | null;
    readonly dimensions: readonly { readonly type: string; readonly volume?: string | undefined }[];
    readonly tariffId?: string | undefined;
  }[];
  readonly tariffs: readonly PricedTariff[];
  readonly totalCost?: StatedPrice | undefined;
  readonly totalFixedCost?: StatedPrice | undefined;
  readonly totalEnergyCost?: StatedPrice | undefined;
  readonly totalTimeCost?: StatedPrice | undefined;
  readonly totalParkingCost?: StatedPrice | undefined;
  readonly totalReservationCost?: StatedPrice | undefined;
  readonly totalEnergy?: string | undefined;
  readonly totalTime?: string | undefined;
  readonly totalParkingTime?: string | undefined;
}

export interface RepriceInput {
  readonly cdr: PricedCdr;
  /** Tariffs that are stored, valid at the session's begin; those in the CDR come first. */
  readonly storedTariffs: readonly PricedTariff[];
  /** IANA zone of the location; undefined where nobody says. */
  readonly timeZone: string | undefined;
  readonly settings?: Partial<RepriceSettings>;
}

export interface RepriceSettings extends PriceSettings {
  /** Greatest difference that still matches; absent: half of the last digit stated, at most half of the currency's smallest unit. */
  readonly tolerance?: string;
}

export const totalNames = [
  'total_cost',
  'total_fixed_cost',
  'total_energy_cost',
  'total_time_cost',
  'total_parking_cost',
  'total_reservation_cost',
  'total_energy',
  'total_time',
  'total_parking_time',
] as const;
export type TotalName = (typeof totalNames)[number];

/** Money before or after taxes, or a quantity (kWh, hours). */
export type TotalSide = 'before' | 'after' | 'quantity';

export const totalVerdicts = ['MATCH', 'MISMATCH', 'NOT_STATED', 'NOT_COMPUTABLE'] as const;
export type TotalVerdict = (typeof totalVerdicts)[number];

export interface RepricedTotal {
  readonly name: TotalName;
  readonly side: TotalSide;
  readonly stated: string | undefined;
  readonly computed: string | undefined;
  /** Stated minus computed, of a mismatch. */
  readonly difference: string | undefined;
  readonly verdict: TotalVerdict;
  readonly cause: PriceCause | undefined;
}

export const priceNotes = [
  'TARIFF_FROM_STORE',
  'TARIFF_ID_MISSING',
  'TAX_INCLUDED_MISSING',
  'ENERGY_IN_WH_LIKELY',
  'MIN_PRICE_APPLIED',
  'MAX_PRICE_APPLIED',
  'PERIODS_SORTED',
  'CREDIT',
  'RESERVATION_EXPIRED_ASSUMED',
] as const;
export type PriceNote = (typeof priceNotes)[number];

export interface Repricing {
  /** The worst of the totals: a mismatch first, then what cannot be computed. */
  readonly verdict: 'MATCH' | 'MISMATCH' | 'NOT_COMPUTABLE';
  readonly totals: readonly RepricedTotal[];
  readonly lines: readonly PriceLine[];
  readonly session: PricedSession;
  readonly notes: readonly PriceNote[];
  readonly causes: readonly PriceCause[];
  readonly reason: MismatchReason | undefined;
  /** As they were priced; `priceRange` prices them by the other readings too. */
  readonly periods: readonly PricePeriod[];
  readonly settings: RepriceSettings;
  readonly timeZone: string | undefined;
  readonly currency: string | undefined;
}

/** Re-prices a CDR from its tariffs (OCPI 2.2.1 §10, §11) and compares every total that it states. */
export function repriceCdr({ cdr, storedTariffs, timeZone, settings: given }: RepriceInput): Repricing {
  const settings: RepriceSettings = { ...usualSettings, ...given };
  const { periods, notes, causes } = readPeriods(cdr, storedTariffs);
  const session = priceSession(periods, settings, timeZone);
  const allCauses = [...new Set([...causes, ...session.hindrances.map(({ cause }) => cause)])];
  const totals = compareAll(cdr, periods, session, settings, allCauses);
  const isMismatch = totals.some(({ verdict }) => verdict === 'MISMATCH');
  const cost = totals.find(({ name }) => name === 'total_cost');
  const isOpen = cost?.verdict === 'NOT_COMPUTABLE' || (cost === undefined && allCauses.length > 0);
  const limits: PriceNote[] =
    session.limited === undefined ? [] : [session.limited === 'min' ? 'MIN_PRICE_APPLIED' : 'MAX_PRICE_APPLIED'];
  return {
    verdict: isMismatch ? 'MISMATCH' : isOpen ? 'NOT_COMPUTABLE' : 'MATCH',
    totals,
    lines: session.lines,
    session,
    notes: [...notes, ...limits, ...(cdr.credit === true ? (['CREDIT'] as const) : [])],
    causes: allCauses,
    reason: isMismatch
      ? likelyReason({ cdr, periods, settings, timeZone, matches: (one) => costMatches(cdr, one, settings) })
      : undefined,
    periods,
    settings,
    timeZone,
    currency: cdr.currency,
  };
}

const COSTS = [
  ['total_cost', 'totalCost', 'total'],
  ['total_fixed_cost', 'totalFixedCost', 'fixed'],
  ['total_energy_cost', 'totalEnergyCost', 'energy'],
  ['total_time_cost', 'totalTimeCost', 'time'],
  ['total_parking_cost', 'totalParkingCost', 'parking'],
  ['total_reservation_cost', 'totalReservationCost', 'reservation'],
] as const;

function compareAll(
  cdr: PricedCdr,
  periods: readonly PricePeriod[],
  session: PricedSession,
  settings: RepriceSettings,
  causes: readonly PriceCause[],
): readonly RepricedTotal[] {
  const money = COSTS.flatMap(([name, field, part]) => {
    const stated = cdr[field];
    const sum = session[part];
    const cause = causeOf(part, session, causes);
    // Of a credit CDR the total alone is negated (OCPI 2.2.1 §10.2.3).
    const sign = name === 'total_cost' && cdr.credit === true ? -1 : 1;
    const side = (which: 'before' | 'after', text: string | undefined): RepricedTotal => {
      const known =
        sum[which] ??
        (which === 'after' ? withoutTax(session, sum, text, sign, moneyTolerance(text, cdr, settings)) : undefined);
      const computed = cause === undefined ? known?.mul(sign) : undefined;
      const missing = cause ?? (known === undefined ? 'TAX_UNKNOWN' : undefined);
      return compare({
        name,
        side: which,
        text,
        computed,
        cause: missing,
        tolerance: moneyTolerance(text, cdr, settings),
      });
    };
    const after = afterTaxes(stated);
    return [side('before', stated?.beforeTaxes), ...(after === undefined ? [] : [side('after', after)])];
  });
  return [...money, ...quantities(cdr, periods, settings, causes)];
}

/**
 * A tariff without any `vat` says that it is not applicable, or that nobody knows it yet (OCPI 2.2.1 §11.4.2): a CDR that states the
 * same price after taxes as before takes the first reading, which nothing contradicts. Any other amount stays unknown.
 */
function withoutTax(
  { lines }: PricedSession,
  { before }: PricedSession['total'],
  text: string | undefined,
  sign: number,
  tolerance: Exact,
): Exact | undefined {
  const stated = readExact(text);
  if (before === undefined || stated === undefined || lines.some(({ taxPercent }) => taxPercent !== undefined))
    return undefined;
  return stated.sub(before.mul(sign)).abs().compare(tolerance) <= 0 ? before : undefined;
}

/** 2.3.0 states the price before taxes and the taxes one by one. */
function afterTaxes(price: StatedPrice | undefined): string | undefined {
  if (price?.afterTaxes !== undefined) return price.afterTaxes;
  const taxes = price?.taxes ?? [];
  let sum = readExact(price?.beforeTaxes);
  if (sum === undefined || taxes.length === 0) return undefined;
  for (const { amount } of taxes) {
    const one = readExact(amount);
    if (one === undefined) return undefined;
    sum = sum.add(one);
  }
  return exactText(sum);
}

const PART_DIMENSIONS = { fixed: 'FLAT', energy: 'ENERGY', time: 'TIME', parking: 'PARKING_TIME' } as const;

/** What hinders one dimension hinders its own total and the whole. */
function causeOf(
  part: (typeof COSTS)[number][2],
  { hindrances }: PricedSession,
  causes: readonly PriceCause[],
): PriceCause | undefined {
  const whole = causes.find((cause) => !hindrances.some((one) => one.cause === cause));
  if (whole !== undefined) return whole;
  if (part === 'total') return hindrances[0]?.cause;
  const own = hindrances.find(({ dimension, reservation }) =>
    part === 'reservation' ? reservation : !reservation && dimension === PART_DIMENSIONS[part],
  );
  return own?.cause;
}

interface Comparison {
  readonly name: TotalName;
  readonly side: TotalSide;
  readonly text: string | undefined;
  readonly computed: Exact | undefined;
  readonly cause: PriceCause | undefined;
  readonly tolerance: Exact;
}

function compare({ name, side, text, computed, cause, tolerance }: Comparison): RepricedTotal {
  const base = { name, side, stated: text, computed: computed === undefined ? undefined : exactText(computed) };
  const none = { difference: undefined, cause: undefined };
  if (text === undefined) return { ...base, ...none, verdict: 'NOT_STATED' };
  const stated = readExact(text);
  if (stated === undefined) return { ...base, ...none, verdict: 'NOT_COMPUTABLE', cause: 'AMOUNT_UNREADABLE' };
  if (computed === undefined) return { ...base, ...none, verdict: 'NOT_COMPUTABLE', cause };
  const gap = stated.sub(computed);
  if (gap.abs().compare(tolerance) <= 0) return { ...base, ...none, verdict: 'MATCH' };
  return { ...base, difference: exactText(gap), verdict: 'MISMATCH', cause: undefined };
}

/** Currencies whose smallest unit is the unit itself (ISO 4217). */
const WHOLE_CURRENCIES: ReadonlySet<string> = new Set([
  'CLP',
  'ISK',
  'JPY',
  'KRW',
  'PYG',
  'UGX',
  'VND',
  'XAF',
  'XOF',
  'XPF',
]);

function moneyTolerance(text: string | undefined, { currency }: PricedCdr, settings: RepriceSettings): Exact {
  const places = WHOLE_CURRENCIES.has(currency?.toUpperCase() ?? '') ? 0 : 2;
  return readExact(settings.tolerance) ?? halfOfLastDigit(text, places);
}

/** Half of the last digit that is stated, but no more than half of the last that matters: JSON drops zeros. */
function halfOfLastDigit(text: string | undefined, places: number): Exact {
  const stated = /\.(\d+)$/.exec(text ?? '')?.[1]?.length ?? 0;
  return readExact(`0.${'0'.repeat(Math.max(places, stated))}5`) ?? ZERO;
}

function quantities(
  cdr: PricedCdr,
  periods: readonly PricePeriod[],
  settings: RepriceSettings,
  causes: readonly PriceCause[],
): readonly RepricedTotal[] {
  const broken = causes.includes('PERIODS_MISSING') || causes.includes('AMOUNT_UNREADABLE');
  const add = (of: (period: PricePeriod) => Exact | undefined): Exact | undefined => {
    const found = periods.flatMap((period) => of(period) ?? []);
    return found.length === 0 ? undefined : found.reduce((sum, one) => sum.add(one), ZERO);
  };
  const energy = add(({ energyKwh }) => energyKwh);
  const charging = add(({ chargingS }) => chargingS);
  const parking = add(({ parkingS }) => parkingS);
  const times =
    charging === undefined && parking === undefined ? wallClock(cdr) : (charging ?? ZERO).add(parking ?? ZERO);
  const quantity = (
    name: TotalName,
    text: string | undefined,
    computed: Exact | undefined,
    slack: Exact,
  ): RepricedTotal => {
    // A stated nothing needs no dimension.
    const value = computed ?? (readExact(text)?.compare(ZERO) === 0 ? ZERO : undefined);
    const tolerance = readExact(settings.tolerance) ?? halfOfLastDigit(text, 2).add(slack);
    return compare({
      name,
      side: 'quantity',
      text,
      computed: broken ? undefined : value,
      cause: 'DIMENSION_MISSING',
      tolerance,
    });
  };
  const slack = periods.reduce((sum, { slackS }) => sum.add(slackS ?? ZERO), ZERO).div(SECONDS_IN_HOUR);
  return [
    quantity('total_energy', cdr.totalEnergy, energy, ZERO),
    quantity('total_time', cdr.totalTime, times?.div(SECONDS_IN_HOUR), slack),
    quantity('total_parking_time', cdr.totalParkingTime, parking?.div(SECONDS_IN_HOUR), slack),
  ];
}

function wallClock({ startedAt, endedAt }: PricedCdr): Exact | undefined {
  const [from, to] = [Date.parse(startedAt ?? ''), Date.parse(endedAt ?? '')];
  return Number.isNaN(from) || Number.isNaN(to) || to < from ? undefined : readExact(String((to - from) / 1000));
}

/** Whether another reading gives the total that the CDR states, on each side that it states. */
function costMatches(cdr: PricedCdr, { total }: PricedSession, settings: RepriceSettings): boolean {
  const sign = cdr.credit === true ? -1 : 1;
  const sides = [
    [cdr.totalCost?.beforeTaxes, total.before],
    [afterTaxes(cdr.totalCost), total.after],
  ] as const;
  const stated = sides.filter(([text]) => text !== undefined);
  return (
    stated.length > 0 &&
    stated.every(([text, value]) => {
      const amount = readExact(text);
      if (amount === undefined || value === undefined) return false;
      return (
        amount
          .sub(value.mul(sign))
          .abs()
          .compare(moneyTolerance(text, cdr, settings)) <= 0
      );
    })
  );
}
