import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutesOf, mondayOf, pricesAt, tariffWeek, type WeekElement } from './tariff-week.ts';

const element = (type: string, restrictions?: Partial<NonNullable<WeekElement['restrictions']>>): WeekElement => ({
  components: [{ type }],
  ...(restrictions === undefined ? {} : { restrictions: { days: [], ...restrictions } }),
});
/** 2026-11-23 is a Monday. */
const at = (minute: number, date = '2026-11-23') => ({ date, minute });
const energy = (elements: readonly WeekElement[], minute: number, date?: string) =>
  pricesAt(elements, at(minute, date)).find(({ type }) => type === 'ENERGY')?.price;
const price = (place: number, maybe: readonly number[] = []) => ({
  kind: 'price',
  element: place,
  component: 0,
  maybe,
});

test('the first element whose restrictions hold gives the price of its dimension', () => {
  const day = element('ENERGY', { startTime: '08:00', endTime: '20:00' });
  const tariff = [day, element('ENERGY'), element('TIME')];
  expect(energy(tariff, 479)).toEqual(price(1));
  expect(energy(tariff, 480)).toEqual(price(0));
  expect(energy(tariff, 1200)).toEqual(price(1));
  expect(pricesAt(tariff, at(480)).map(({ type }) => type)).toEqual(['ENERGY', 'TIME']);
});

test('a time over midnight holds on both its sides, and 00:00 as its end is the end of the day', () => {
  const night = [element('ENERGY', { startTime: '22:00', endTime: '06:00' })];
  expect([1320, 1439, 0, 359].map((minute) => energy(night, minute)?.kind)).toEqual(Array(4).fill('price'));
  expect([360, 1319].map((minute) => energy(night, minute)?.kind)).toEqual(['none', 'none']);
  const evening = [element('ENERGY', { startTime: '18:00', endTime: '00:00' })];
  expect([1079, 1080, 1439].map((minute) => energy(evening, minute)?.kind)).toEqual(['none', 'price', 'price']);
});

test('days and dates are local, the end of a date is exclusive', () => {
  const weekend = [element('ENERGY', { days: ['SATURDAY', ' sunday'] })];
  expect(energy(weekend, 0, '2026-11-28')).toEqual(price(0));
  expect(energy(weekend, 0, '2026-11-29')).toEqual(price(0));
  expect(energy(weekend, 0, '2026-11-27')?.kind).toBe('none');
  const december = [element('ENERGY', { startDate: '2026-12-01', endDate: '2027-01-01' })];
  expect(
    ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map((date) => energy(december, 0, date)?.kind),
  ).toEqual(['none', 'price', 'price', 'none']);
});

test('what more than a calendar decides may apply, and is told beside what applies else', () => {
  const fast = { ...element('ENERGY'), restrictions: { days: [], minPower: '50' } };
  expect(energy([fast, element('ENERGY')], 0)).toEqual(price(1, [0]));
  expect(energy([fast], 0)).toEqual({ kind: 'none', maybe: [0] });
});

test('an element for reservations prices no charging', () => {
  expect(energy([element('ENERGY', { reservation: 'RESERVATION' })], 0)).toEqual({ kind: 'none', maybe: [] });
});

test('a type that OCPI does not know is never ignored', () => {
  expect(pricesAt([element('SESSION_TIME'), element('FLAT')], at(0))).toMatchObject([
    { type: 'FLAT', known: true },
    { type: 'SESSION_TIME', known: false },
  ]);
});

test.each([{ startTime: '8 Uhr' }, { endTime: '25:00' }, { startDate: '1.1.2026' }, { days: ['FUNDAY'] }])(
  'restrictions that cannot be read (%j) leave the price open',
  (restrictions) => {
    const tariff = [element('ENERGY', restrictions), element('ENERGY')];
    expect(energy(tariff, 0)).toEqual({ kind: 'unreadable', element: 0 });
  },
);

test('times are read as OCPI writes them', () => {
  expect(['00:00', '13:37', '24:00', '13:37:00'].map(minutesOf)).toEqual([0, 817, 1440, 817]);
  expect(['24:01', '1:00', '13:60', '13:37:30', ''].map(minutesOf)).toEqual(Array(5).fill(undefined));
});

test('the Monday of a day is found over the ends of months and years', () => {
  expect(['2026-11-23', '2026-11-29', '2027-01-03'].map(mondayOf)).toEqual(['2026-11-23', '2026-11-23', '2026-12-28']);
});

const time = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const anyElement = fc.record({
  components: fc.array(fc.record({ type: fc.constantFrom('ENERGY', 'TIME', 'FLAT', 'X') }), {
    minLength: 1,
    maxLength: 3,
  }),
  restrictions: fc.option(
    fc.record({
      startTime: fc.option(time, { nil: undefined }),
      endTime: fc.option(time, { nil: undefined }),
      days: fc.subarray(['MONDAY', 'WEDNESDAY', 'SUNDAY']),
      minKwh: fc.option(fc.constant('5'), { nil: undefined }),
    }),
    { nil: undefined },
  ),
});

test('every minute of the week is in one span, and the span says what holds at that minute', () => {
  fc.assert(
    fc.property(
      fc.array(anyElement, { maxLength: 5 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 0, max: 1439 }),
      (elements, day, minute) => {
        const date = `2026-11-${23 + day}`;
        const now = pricesAt(elements, { date, minute });
        for (const [place, dimension] of tariffWeek(elements, '2026-11-23').entries()) {
          const within = dimension.spans.flatMap(({ from, to }, at) => (minute >= from && minute < to ? [at] : []));
          expect(within).toHaveLength(1);
          expect(dimension.prices[within[0] ?? 0]?.[day]).toEqual(now[place]?.price);
        }
      },
    ),
  );
});
