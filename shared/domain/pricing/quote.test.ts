import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Exact, exactOf, ZERO } from './exact.ts';
import type { PricedTariff } from './price-types.ts';
import { usualSettings } from './price-types.ts';
import { quoteTariff, type QuoteWish } from './quote.ts';

const exact = { ...usualSettings, stepSize: 'ignored' } as const;
const wish: QuoteWish = {
  startsAt: Date.parse('2026-03-02T20:30:00Z'),
  chargingS: 7200,
  parkingS: 0,
  energyKwh: exactOf(20),
  currentA: undefined,
  timeZone: 'Europe/Berlin',
};
const component = (type: string, price: string) => ({ type, price, vat: '0', stepSize: '1', taxes: [] });
const tariff = (elements: PricedTariff['elements']): PricedTariff => ({ id: 'T', elements });
const total = (one: PricedTariff, more: Partial<QuoteWish> = {}): string =>
  (quoteTariff(one, { ...wish, ...more }, exact).session.total.before ?? ZERO).toString();

describe('a session is cut where the price changes', () => {
  test('at a time of day, in local time', () => {
    const night = tariff([
      { components: [component('ENERGY', '0.3')], restrictions: { days: [], startTime: '22:00', endTime: '06:00' } },
      { components: [component('ENERGY', '0.5')] },
    ]);
    // 21:30 to 22:00 is day: 5 kWh; the rest is night: 15 kWh.
    expect(total(night)).toBe('7');
  });

  test('at an amount of energy', () => {
    const band = tariff([
      { components: [component('ENERGY', '1')], restrictions: { days: [], maxKwh: '5' } },
      { components: [component('ENERGY', '2')] },
    ]);
    expect(total(band)).toBe('35');
  });

  test('at a duration, parking included', () => {
    const late = tariff([
      { components: [component('PARKING_TIME', '6')], restrictions: { days: [], minDuration: '9000' } },
      { components: [component('ENERGY', '0.5')] },
    ]);
    expect(total(late, { parkingS: 3600 })).toBe('13');
  });

  test('at midnight, for days of the week', () => {
    const monday = tariff([
      { components: [component('TIME', '1')], restrictions: { days: ['MONDAY'] } },
      { components: [component('TIME', '3')] },
    ]);
    expect(total(monday, { startsAt: Date.parse('2026-03-02T22:30:00Z') })).toBe('5');
  });

  test('over the change of the clock', () => {
    const early = tariff([
      { components: [component('TIME', '1')], restrictions: { days: [], startTime: '00:00', endTime: '04:00' } },
      { components: [component('TIME', '10')] },
    ]);
    // 29 March 2026 in Berlin: 01:30 to 04:00 is an hour and a half.
    expect(total(early, { startsAt: Date.parse('2026-03-29T00:30:00Z'), chargingS: 3600 * 3 })).toBe('16.5');
  });
});

test('the cost never falls while prices are not negative, and ends at the total', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 50 }),
      (charging, parking, kwh, band) => {
        const one = tariff([
          { components: [component('FLAT', '1')] },
          { components: [component('ENERGY', '0.25')], restrictions: { days: [], maxKwh: String(band) } },
          { components: [component('ENERGY', '0.5'), component('PARKING_TIME', '2')] },
        ]);
        const quote = quoteTariff(
          one,
          { ...wish, chargingS: charging * 60, parkingS: parking * 60, energyKwh: exactOf(kwh) },
          exact,
        );
        const amounts = quote.points.map(({ before }): Exact => before ?? ZERO);
        amounts.reduce((low, next) => {
          expect(next.compare(low)).toBeGreaterThanOrEqual(0);
          return next;
        }, ZERO);
        expect(amounts.at(-1)?.compare(quote.session.total.before ?? ZERO)).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});
