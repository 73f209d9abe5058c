import { describe, expect, test } from 'vitest';
import type { PricedTariff } from './price-types.ts';
import { type LintCode, lintCodes, lintTariff } from './tariff-lint.ts';

const now = new Date('2026-06-01T00:00:00Z');
const energy = { type: 'ENERGY', price: '0.5', vat: '19', stepSize: '1', taxes: [] };
const flat = { type: 'FLAT', price: '1', vat: '19', taxes: [] };
const rawHead = { country_code: 'DE', party_id: 'GEF', id: 'T', currency: 'EUR', last_updated: '2026-01-01T00:00:00Z' };
const rawElement = { price_components: [{ type: 'ENERGY', price: 0.5, vat: 19, step_size: 1 }] };
const rawGood = { ...rawHead, elements: [rawElement] };
const good: PricedTariff = { id: 'T', currency: 'EUR', elements: [{ components: [energy] }] };

const codes = (tariff: Partial<PricedTariff>, raw: unknown = rawGood, timeZone?: string): readonly LintCode[] =>
  lintTariff({ raw, tariff: { ...good, ...tariff }, now, timeZone }).map(({ code }) => code);
const restricted = (restrictions: NonNullable<PricedTariff['elements'][number]['restrictions']>) => ({
  elements: [{ components: [energy], restrictions }, { components: [energy] }],
});

test('a good tariff has nothing to be told', () => {
  expect(codes({})).toEqual([]);
  expect(
    codes(
      restricted({ days: ['MONDAY'], startTime: '22:00', endTime: '06:00', minKwh: '1', maxKwh: '9' }),
      rawGood,
      'Europe/Berlin',
    ),
  ).toEqual([]);
});

/** What triggers each code, and nothing else. */
const cases: Readonly<Record<LintCode, () => readonly LintCode[]>> = {
  TARIFF_FIELD_MISSING: () =>
    codes({}, { country_code: 'DE', party_id: 'GEF', id: 'T', currency: 'EUR', elements: [rawElement] }),
  TARIFF_FIELD_UNKNOWN: () =>
    codes({}, { ...rawGood, elements: [{ ...rawElement, restrictions: { dayOfWeek: ['MONDAY'] } }] }),
  TARIFF_NULL: () => codes({}, { ...rawGood, tariff_alt_url: null }),
  TARIFF_COUNTRY_FORM: () => codes({}, { ...rawGood, country_code: 'gbr' }),
  TARIFF_PARTY_FORM: () => codes({}, { ...rawGood, party_id: 'ge' }),
  TARIFF_CURRENCY_FORM: () => codes({}, { ...rawGood, currency: 'gbp' }),
  TARIFF_ELEMENTS_EMPTY: () => codes({ elements: [] }),
  TARIFF_COMPONENTS_EMPTY: () => codes({ elements: [{ components: [] }] }),
  TARIFF_MIN_ABOVE_MAX: () => codes({ minPrice: { beforeTaxes: '2' }, maxPrice: { beforeTaxes: '1' } }),
  TARIFF_ENDS_BEFORE_START: () => codes({ startsAt: '2028-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' }),
  TARIFF_EXPIRED: () => codes({ endsAt: '2026-01-01T00:00:00Z' }),
  TARIFF_TIMES_NEVER: () => codes(restricted({ days: [], startTime: '08:00', endTime: '08:00' })),
  TARIFF_DATES_NEVER: () => codes(restricted({ days: [], startDate: '2026-02-01', endDate: '2026-01-01' })),
  TARIFF_RANGE_NEVER: () => codes(restricted({ days: [], minKwh: '9', maxKwh: '9' })),
  TARIFF_MAX_ZERO: () => codes(restricted({ days: [], maxPower: '0' })),
  TARIFF_WHOLE_WEEK: () =>
    codes(restricted({ days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] })),
  TARIFF_TIME_UNREADABLE: () => codes(restricted({ days: [], startTime: '25:00' })),
  TARIFF_DST_GAP: () => codes(restricted({ days: [], startTime: '02:30', endTime: '06:00' }), rawGood, 'Europe/Berlin'),
  TARIFF_TIME_ZONE_UNKNOWN: () => codes({}, rawGood, 'Europe/Nowhere'),
  TARIFF_RESERVATION_DIMENSION: () =>
    codes({ elements: [{ components: [energy], restrictions: { days: [], reservation: 'RESERVATION' } }] }),
  TARIFF_STEP_SIZE: () => codes({ elements: [{ components: [{ ...energy, stepSize: '0' }] }] }),
  TARIFF_UNREACHABLE: () =>
    codes({ elements: [{ components: [energy] }, { components: [{ ...energy, price: '9' }] }] }),
  TARIFF_COMPONENT_TWICE: () => codes({ elements: [{ components: [flat, flat] }] }),
  TARIFF_ELEMENT_TWICE: () => codes({ elements: [{ components: [energy] }, { components: [energy] }] }),
  TARIFF_NO_FALLBACK: () => codes({ elements: [{ components: [energy], restrictions: { days: ['MONDAY'] } }] }),
  TARIFF_DATES_FOR_VALIDITY: () =>
    codes({ elements: [{ components: [energy], restrictions: { days: [], startDate: '2026-01-01' } }] }),
  TARIFF_PRICE_NEGATIVE: () => codes({ elements: [{ components: [{ ...energy, price: '-1' }] }] }),
  TARIFF_VAT_ABOVE_100: () => codes({ elements: [{ components: [{ ...energy, vat: '119' }] }] }),
};

/** What comes along because a tariff that is cut so short lacks a fallback as well. */
const BESIDE: readonly LintCode[] = ['TARIFF_NO_FALLBACK'];

describe('each finding has its case', () => {
  test.each(lintCodes)('%s', (code) => {
    const found = cases[code]();
    expect(found).toContain(code);
    expect(found.filter((one) => one !== code && !BESIDE.includes(one))).toEqual([]);
  });
});

test('a misspelled field names the one that was meant, with its path', () => {
  const raw = { ...rawGood, elements: [{ ...rawElement, restrictions: { dayOfWeek: ['MONDAY'] } }] };
  expect(lintTariff({ raw, tariff: good, now })).toEqual([
    {
      code: 'TARIFF_FIELD_UNKNOWN',
      severity: 'fail',
      path: 'elements[0].restrictions.dayOfWeek',
      found: 'dayOfWeek',
      wanted: 'day_of_week',
    },
  ]);
});
