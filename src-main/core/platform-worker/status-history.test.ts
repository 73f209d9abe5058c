import { expect, test } from 'vitest';
import { readObject } from '../ocpi/read/read-object.ts';
import { statusHistory } from './status-history.ts';

const read = (day: number, statuses: Readonly<Record<string, string>>, updated?: string) => {
  const evses = Object.entries(statuses).map(([uid, status]) => ({
    uid,
    status,
    connectors: [],
    last_updated: updated,
  }));
  const raw = {
    country_code: 'DE',
    party_id: 'GEF',
    id: 'L1',
    publish: true,
    evses,
    last_updated: '2026-01-01T00:00:00Z',
  };
  const { object } = readObject({ version: '2.2.1', module: 'locations', party: undefined }, raw);
  return { object, receivedAt: new Date(Date.UTC(2026, 0, day)) };
};

test('tells each change of each EVSE once, newest first, at the time of the read', () => {
  const seen = [
    read(1, { E1: 'AVAILABLE', E2: 'AVAILABLE' }),
    read(2, { E1: 'CHARGING', E2: 'AVAILABLE' }),
    read(3, { E1: 'AVAILABLE', E2: 'AVAILABLE' }),
  ];
  expect(statusHistory(seen).map(({ evseUid, status, at }) => `${at.slice(8, 10)} ${evseUid} ${status}`)).toEqual([
    '03 E1 AVAILABLE',
    '02 E1 CHARGING',
    '01 E2 AVAILABLE',
    '01 E1 AVAILABLE',
  ]);
});

test('takes the time that the EVSE states, unless it lies after the read', () => {
  const [stated] = statusHistory([read(5, { E1: 'CHARGING' }, '2026-01-04T12:00:00Z')]);
  expect(stated?.at).toBe('2026-01-04T12:00:00.000Z');
  const [wrong] = statusHistory([read(5, { E1: 'CHARGING' }, '2030-01-01T00:00:00Z')]);
  expect(wrong?.at).toBe('2026-01-05T00:00:00.000Z');
});

test('what is no location has no history', () => {
  expect(statusHistory([{ object: undefined, receivedAt: new Date(0) }])).toEqual([]);
});
