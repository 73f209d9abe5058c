import { expect, test } from 'vitest';
import { type CdrLack, cdrLacks } from './cdr-lacks.ts';

const whole = {
  tariffs: [{ elements: [{ restrictions: { days: [] } }] }],
  periods: [{ dimensions: [{}] }],
  currency: 'EUR',
  totalCost: { beforeTaxes: '4.20' },
  totalEnergy: '12.5',
  endedAt: '2026-01-01T00:00:00Z',
  signedData: { publicKey: 'key' },
  meterId: 'M1',
  sessionId: 'S1',
  locationId: 'L1',
  driver: {},
};
const codes = (change: object): readonly string[] => cdrLacks({ ...whole, ...change }).map(({ code }) => code);

test('a CDR that states everything lacks nothing', () => {
  expect(cdrLacks(whole)).toEqual([]);
});

test.each([
  ['NO_TARIFF', { tariffs: [] }],
  ['NO_PERIODS', { periods: [] }],
  ['NO_VOLUMES', { periods: [{ dimensions: [] }] }],
  ['NO_CURRENCY', { currency: undefined }],
  ['NO_TOTAL_COST', { totalCost: {} }],
  ['NO_TOTAL_ENERGY', { totalEnergy: undefined }],
  ['NO_END', { endedAt: null }],
  ['NO_TIME_ZONE', { tariffs: [{ elements: [{ restrictions: { startTime: '08:00', days: [] } }] }] }],
  ['NO_SIGNED_DATA', { signedData: undefined }],
  ['NO_PUBLIC_KEY', { signedData: {} }],
  ['NO_METER', { meterId: undefined }],
  ['NO_SESSION_ID', { sessionId: undefined }],
  ['NO_LOCATION', { locationId: undefined }],
  ['NO_DRIVER', { driver: undefined }],
] satisfies readonly (readonly [CdrLack['code'], object])[])('%s alone is told for %j', (code, change) => {
  expect(codes(change)).toEqual([code]);
});

test('a key at the meter does for signed data without one, a time zone of the place for times', () => {
  expect(codes({ signedData: {}, meter: { publicKeys: ['key'] } })).toEqual([]);
  const tariffs = [{ elements: [{ restrictions: { days: ['MONDAY'] } }] }];
  expect(codes({ tariffs, location: { timeZone: 'Europe/Berlin' } })).toEqual([]);
});
