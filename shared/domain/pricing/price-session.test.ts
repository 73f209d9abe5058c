import { describe, expect, test } from 'vitest';
import { exactOf, exactText, readExact, roundedText, ZERO } from './exact.ts';
import type { PricedTariff, PricePeriod } from './price-types.ts';
import { usualSettings } from './price-types.ts';
import { priceSession } from './price-session.ts';

test.each([
  ['0.2596', '0.2596'],
  ['1e3', '1000'],
  ['-5.50', '-5.5'],
  ['1.6e-2', '0.016'],
])('%s is read as %s', (text, value) => expect(exactText(readExact(text) ?? ZERO)).toBe(value));

test.each(['', 'a', '1,5', '1.', '.5', '1e999', '0x10', '9'.repeat(41)])('%s is no amount', (text) =>
  expect(readExact(text)).toBeUndefined(),
);

test('what does not end is shown cut, and rounds half away from zero', () => {
  expect(exactText(exactOf(1).div(3))).toBe('0.333333333333…');
  expect(roundedText(exactOf(1).div(8), 2)).toBe('0.13');
  expect(roundedText(exactOf(-1).div(8), 2)).toBe('-0.13');
});

const at = Date.parse('2025-03-05T10:00:00Z');
const period = (more: Partial<PricePeriod>, tariff: PricedTariff): PricePeriod => ({ startsAt: at, tariff, ...more });
const tariffOf = (elements: PricedTariff['elements'], more: Partial<PricedTariff> = {}): PricedTariff => ({
  id: 'T',
  elements,
  ...more,
});
const energy = (price: string, more: Partial<PricedTariff['elements'][number]['components'][number]> = {}) => ({
  type: 'ENERGY',
  price,
  taxes: [],
  stepSize: '1',
  ...more,
});

describe('taxes', () => {
  const price = (tariff: PricedTariff) =>
    priceSession([period({ energyKwh: exactOf(10) }, tariff)], usualSettings, 'UTC').total;

  test('without a rate the price after taxes is unknown, not the price before', () => {
    const { before, after } = price(tariffOf([{ components: [energy('0.5')] }]));
    expect(before?.toString()).toBe('5');
    expect(after).toBeUndefined();
  });

  test('included taxes are taken out exactly', () => {
    const { before, after } = price(
      tariffOf([{ components: [energy('1.19', { vat: '19' })] }], { taxIncluded: 'YES' }),
    );
    expect([before?.toString(), after?.toString()]).toEqual(['10', '11.9']);
  });

  test('included taxes of an unknown rate leave the price before unknown', () => {
    const { before, after } = price(tariffOf([{ components: [energy('1.19')] }], { taxIncluded: 'YES' }));
    expect([before, after?.toString()]).toEqual([undefined, '11.9']);
  });
});

test('limits act before and after taxes by themselves', () => {
  const tariff = tariffOf([{ components: [energy('0.5', { vat: '10' })] }], {
    minPrice: { beforeTaxes: '6' },
    maxPrice: { afterTaxes: '5' },
  });
  const { total, limited } = priceSession([period({ energyKwh: exactOf(10) }, tariff)], usualSettings, 'UTC');
  expect([total.before?.toString(), total.after?.toString(), limited]).toEqual(['6', '5', 'max']);
});

test('a restriction on power without a power cannot be decided, and an earlier element that fits not at all is passed over', () => {
  const slow = { components: [energy('0.3')], restrictions: { maxPower: '16', days: [] } };
  const never = { components: [energy('9')], restrictions: { minKwh: '100', minPower: '16', days: [] } };
  const fast = { components: [energy('0.6')] };
  const hindered = priceSession([period({ energyKwh: exactOf(1) }, tariffOf([slow, fast]))], usualSettings, 'UTC');
  expect(hindered.hindrances).toMatchObject([{ cause: 'POWER_MISSING', dimension: 'ENERGY' }]);
  const passed = priceSession([period({ energyKwh: exactOf(1) }, tariffOf([never, fast]))], usualSettings, 'UTC');
  expect(passed.hindrances).toEqual([]);
  expect(passed.total.before?.toString()).toBe('0.6');
});
