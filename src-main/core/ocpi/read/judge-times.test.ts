import { expect, test } from 'vitest';
import { readObject } from './read-object.ts';

type Dimension = readonly [type: string, volume: number];

/** What is told of the times of a CDR that lasts an hour. */
function told(periods: readonly (readonly Dimension[])[], minutes = 60) {
  const end = new Date(Date.UTC(2026, 0, 2, 8, minutes)).toISOString();
  const { reading } = readObject(
    { version: '2.2.1', module: 'cdrs' },
    {
      id: 'C1',
      start_date_time: '2026-01-02T08:00:00Z',
      end_date_time: end,
      charging_periods: periods.map((dimensions) => ({
        start_date_time: '2026-01-02T08:00:00Z',
        dimensions: dimensions.map(([type, volume]) => ({ type, volume })),
      })),
    },
  );
  return reading.findings.filter(({ code }) => code.startsWith('TIME_'));
}

test('hours that fit between start and end say nothing, to the minute', () => {
  expect(told([[['TIME', 0.5]], [['PARKING_TIME', 0.5]]])).toEqual([]);
  expect(told([[['TIME', 1.04]]])).toEqual([]);
  expect(told([[['TIME', 0.02]]], 0)).toEqual([]);
});

test.each<[string, readonly Dimension[]]>([
  ['probably minutes', [['TIME', 60]]],
  ['probably seconds', [['TIME', 3600]]],
  ['does not fit', [['TIME', 2]]],
  [
    'TIME probably counts parking as well',
    [
      ['TIME', 1],
      ['PARKING_TIME', 0.5],
    ],
  ],
])('what is more is read as it is and told: %s', (readAs, dimensions) => {
  expect(told([dimensions])).toMatchObject([
    { code: 'TIME_SUM_IMPLAUSIBLE', path: 'charging_periods', wanted: 'at most 1 h', readAs },
  ]);
});

test('an end before the start is told alone', () => {
  expect(told([[['TIME', 5]]], -30)).toMatchObject([{ code: 'TIME_IMPLAUSIBLE' }]);
});
