import type { Exact } from './exact.ts';

/**
 * What pricing needs of tariffs, periods and CDRs, structurally: the normalised model fits. Money and quantities are decimal text
 * as in the source.
 */
export interface PricedTariff {
  readonly id: string;
  readonly currency?: string | undefined;
  readonly elements: readonly PricedElement[];
  readonly minPrice?: StatedPrice | undefined;
  readonly maxPrice?: StatedPrice | undefined;
  /** 2.3.0: YES, NO, N/A. */
  readonly taxIncluded?: string | undefined;
  readonly startsAt?: string | null | undefined;
  readonly endsAt?: string | null | undefined;
}

export interface PricedElement {
  readonly components: readonly PricedComponent[];
  readonly restrictions?: Restrictions | undefined;
}

export interface PricedComponent {
  readonly type: string;
  readonly price?: string | undefined;
  /** Percent. */
  readonly vat?: string | undefined;
  readonly taxes: readonly { readonly percentage?: string | undefined }[];
  readonly stepSize?: string | undefined;
}

export interface Restrictions {
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly minKwh?: string | undefined;
  readonly maxKwh?: string | undefined;
  readonly minCurrent?: string | undefined;
  readonly maxCurrent?: string | undefined;
  readonly minPower?: string | undefined;
  readonly maxPower?: string | undefined;
  readonly minDuration?: string | undefined;
  readonly maxDuration?: string | undefined;
  readonly minRestrictionsDuration?: string | undefined;
  readonly days: readonly string[];
  readonly reservation?: string | undefined;
  readonly requestingPower?: boolean | undefined;
}

export interface StatedPrice {
  readonly beforeTaxes?: string | undefined;
  readonly afterTaxes?: string | undefined;
  readonly taxes?: readonly { readonly amount?: string | undefined }[];
}

/** Priced dimensions; reservation time is priced by TIME of elements of its own. */
export const dimensions = ['FLAT', 'ENERGY', 'TIME', 'PARKING_TIME'] as const;
export type Dimension = (typeof dimensions)[number];

/** Lowest and highest of something within a period, where it is known. */
export interface Span {
  readonly min: Exact;
  readonly max: Exact;
}

/** One period to price. Quantities are exact: kWh and seconds. */
export interface PricePeriod {
  /** Milliseconds since 1970 UTC. */
  readonly startsAt: number;
  readonly energyKwh?: Exact | undefined;
  readonly chargingS?: Exact | undefined;
  readonly parkingS?: Exact | undefined;
  readonly reservationS?: Exact | undefined;
  readonly current?: Span | undefined;
  readonly power?: Span | undefined;
  /** The reservation lapsed without a session. */
  readonly isExpired?: boolean | undefined;
  readonly tariff: PricedTariff | undefined;
  /** Each volume was printed with so few places that seconds may be off by this much. */
  readonly slackS?: Exact | undefined;
}

/** Points where texts and practice differ; shown beside each result. */
export interface PriceSettings {
  /** `session`: as the text has it. `period`: each period by itself. `ignored`: none (3.0 drafts). */
  readonly stepSize: 'session' | 'period' | 'ignored';
  /** FLAT once a session, once for each element that has it, or in each period. */
  readonly flat: 'session' | 'element' | 'period';
  /** `exact`, or each line rounded to `places` before it is added. */
  readonly rounding: 'exact' | 'line';
  readonly places: number;
  /** Whether min_price and max_price act. */
  readonly limits: boolean;
}

export const usualSettings: PriceSettings = {
  stepSize: 'session',
  flat: 'session',
  rounding: 'exact',
  places: 2,
  limits: true,
};

/** Why something cannot be computed: the input lacks it, which is never a mismatch. */
export const priceCauses = [
  'TARIFF_MISSING',
  'COMPONENT_UNKNOWN',
  'PRICE_UNREADABLE',
  'RESTRICTION_UNREADABLE',
  'RESTRICTION_UNKNOWN',
  'CURRENT_MISSING',
  'POWER_MISSING',
  'TIME_ZONE_MISSING',
  'TIME_MISSING',
  'DIMENSION_MISSING',
  'TAX_UNKNOWN',
  'PERIODS_MISSING',
  'CURRENCY_DIFFERS',
  'AMOUNT_UNREADABLE',
] as const;
export type PriceCause = (typeof priceCauses)[number];

/** One line of the calculation, as a driver could follow it. */
export interface PriceLine {
  readonly period: number;
  readonly dimension: Dimension;
  readonly reservation: boolean;
  /** kWh, seconds, or 1. */
  readonly quantity: Exact;
  /** After step_size. */
  readonly billed: Exact;
  readonly tariff: PricedTariff;
  readonly element: number;
  readonly component: number;
  /** Per kWh, per hour, or once; as the tariff has it. */
  readonly price: Exact;
  readonly taxPercent: Exact | undefined;
  /** Undefined: the tariff's price includes a tax that it does not say. */
  readonly before: Exact | undefined;
  readonly after: Exact | undefined;
}

export interface Hindrance {
  readonly cause: PriceCause;
  readonly period: number;
  readonly dimension: Dimension | undefined;
  readonly reservation: boolean;
}

/** A sum before and after taxes; undefined where a part is not known. */
export interface Sum {
  readonly before: Exact | undefined;
  readonly after: Exact | undefined;
}

export interface PricedSession {
  readonly lines: readonly PriceLine[];
  readonly hindrances: readonly Hindrance[];
  readonly fixed: Sum;
  readonly energy: Sum;
  readonly time: Sum;
  readonly parking: Sum;
  readonly reservation: Sum;
  /** After limits. */
  readonly total: Sum;
  readonly limited: 'min' | 'max' | undefined;
}
