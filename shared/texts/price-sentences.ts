import type { MismatchReason } from '../domain/pricing/likely-reason.ts';
import type { PriceCause } from '../domain/pricing/price-types.ts';
import type { PriceNote, TotalVerdict } from '../domain/pricing/reprice.ts';

/** Words of re-pricing, in English; the window, the command line and reports say the same. */
export const priceVerdictTitles = {
  MATCH: 'Price follows from the tariff',
  MISMATCH: 'Price differs',
  NOT_COMPUTABLE: 'Price cannot be computed',
} as const;

export const totalVerdictTitles = {
  MATCH: 'Match',
  MISMATCH: 'Differs',
  NOT_STATED: 'Not stated',
  NOT_COMPUTABLE: 'Not computable',
} as const satisfies Record<TotalVerdict, string>;

export const priceCauseSentences = {
  TARIFF_MISSING: 'A tariff that a charging period names is neither in the CDR nor held here.',
  COMPONENT_UNKNOWN: 'The tariff has a price component that OCPI does not know.',
  PRICE_UNREADABLE: 'A price of the tariff cannot be read.',
  RESTRICTION_UNREADABLE: 'A restriction of the tariff cannot be read.',
  RESTRICTION_UNKNOWN: 'A restriction of the tariff asks for something that the CDR does not tell.',
  CURRENT_MISSING: 'The tariff restricts by current, and the charging period tells none.',
  POWER_MISSING: 'The tariff restricts by power, and the charging period tells none.',
  TIME_ZONE_MISSING: 'The tariff restricts by local time, and nobody tells the time zone of the location.',
  TIME_MISSING: 'A charging period does not tell when it began.',
  DIMENSION_MISSING: 'The charging periods do not hold a quantity that the tariff prices or that is stated in total.',
  TAX_UNKNOWN: 'The tariff does not state the tax, and unknown is not zero.',
  PERIODS_MISSING: 'The CDR has no charging periods.',
  CURRENCY_DIFFERS: 'CDR and tariff are in different currencies.',
  AMOUNT_UNREADABLE: 'A quantity or an amount cannot be read.',
} as const satisfies Record<PriceCause, string>;

export const priceNoteSentences = {
  TARIFF_FROM_STORE: 'The tariff is the one held here; the CDR carries no copy.',
  TARIFF_ID_MISSING: 'The charging periods name no tariff; the only one there is was used.',
  TAX_INCLUDED_MISSING: 'The tariff does not say whether its prices include taxes; they were taken as excluding them.',
  ENERGY_IN_WH_LIKELY: 'The energy of the periods is about a thousand times the total: probably watt hours.',
  MIN_PRICE_APPLIED: 'The least price of the tariff applies.',
  MAX_PRICE_APPLIED: 'The greatest price of the tariff applies.',
  PERIODS_SORTED: 'The charging periods were not in order of time; they were sorted.',
  CREDIT: 'A credit CDR: the total cost alone is negated.',
  RESERVATION_EXPIRED_ASSUMED: 'There is reservation time alone, so the reservation is taken as expired.',
} as const satisfies Record<PriceNote, string>;

/** A guess, and told as one. */
export const mismatchReasonSentences = {
  LIMIT_IGNORED: 'The stated total follows when min_price and max_price are left out.',
  STEP_SIZE_IGNORED: 'The stated total follows when step_size is left out.',
  STEP_SIZE_PER_PERIOD: 'The stated total follows when step_size is applied to each period by itself.',
  STEP_SIZE_APPLIED: 'The stated total follows when step_size is applied.',
  ROUNDED_PER_LINE: 'The stated total follows when each line is rounded before it is added.',
  FLAT_PER_PERIOD: 'The stated total follows when the flat price is charged in each period.',
  FLAT_MISSING: 'The stated total follows without the flat price.',
  TIME_ZONE_UTC: 'The stated total follows when times of day are taken as UTC.',
  TAX_INCLUDED_SWAPPED: 'The stated total follows when taxes are taken the other way, included or excluded.',
  PARKING_AS_TIME: 'The stated total follows when parking is priced as charging time.',
  ENERGY_IN_WH: 'The stated total follows when the energy is taken as watt hours.',
} as const satisfies Record<MismatchReason, string>;
