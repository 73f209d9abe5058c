import { describe, expect, test } from 'vitest';
import type { ListRow } from '../ocpi/read/reading.ts';
import { createPlatformReader } from './platform-reader.ts';
import { cdr, object, openTestStore, syncOnce } from './store-for-tests.ts';

describe('drivers', () => {
  test('show the driver masked, and find one by the whole uid or contract id', () => {
    const store = openTestStore();
    syncOnce(store, [
      cdr({ id: 'a', row: { tokenUid: '04AABBCC4C91', contractId: 'DE-GDF-C1' } }),
      cdr({ id: 'b', row: { tokenUid: '04AABBCC4C92' } }),
    ]);
    const reader = createPlatformReader(store.db);
    const of = (person: string) =>
      reader.list({ module: 'cdrs', filter: {}, order: 'id', descending: false, person }, 0, 9).rows;
    expect(of('04aabbcc4c91').map((row) => [row.id, 'tokenUid' in row && row.tokenUid])).toEqual([['a', '••••••4C91']]);
    expect([of('de-gdf-c1').length, of('04AABBCC4C9').length]).toEqual([1, 0]);
    expect(reader.reveal('cdrs', 1)).toEqual({ tokenUid: '04AABBCC4C91', contractId: 'DE-GDF-C1', visualNumber: '' });
  });

  test('tell a token by its mask alone', () => {
    const store = openTestStore();
    syncOnce(store, [
      object('tokens', { id: '04AABBCC4C91', row: { uid: '04AABBCC4C91', type: 'RFID', valid: true } }),
    ]);
    const { rows } = createPlatformReader(store.db).list(
      { module: 'tokens', filter: { valid: true }, order: 'type', descending: false },
      0,
      9,
    );
    expect(JSON.stringify(rows)).not.toContain('AABB');
    expect(rows[0]).toMatchObject({ module: 'tokens', uid: '••••••4C91', type: 'RFID', valid: true });
  });
});

test('objects that name each other are linked from both sides', () => {
  const store = openTestStore();
  const row = { locationId: 'LOC1', evseUid: 'E1', tariffIds: ['T1'], tokenUid: '04AABBCC' };
  syncOnce(store, [object('locations', { id: 'loc1' })]);
  syncOnce(store, [object('tariffs', { id: 'T1' })]);
  syncOnce(store, [object('tokens', { id: '04AABBCC', row: { uid: '04AABBCC' } })]);
  syncOnce(store, [object('sessions', { id: 's-1', row })]);
  syncOnce(store, [cdr({ id: 'c-1', row: { ...row, sessionId: 'S-1' } })]);
  const reader = createPlatformReader(store.db);
  const links = (module: 'cdrs' | 'sessions' | 'tariffs' | 'tokens' | 'locations') =>
    reader.get(module, 1)?.links.map(({ kind, row: to }) => [kind, to]);
  expect(links('cdrs')).toEqual([
    ['session', 1],
    ['location', 1],
    ['evse', 1],
    ['tariff', 1],
    ['token', 1],
  ]);
  expect(links('sessions')?.[0]).toEqual(['cdr', 1]);
  expect(links('tariffs')).toEqual([
    ['session', 1],
    ['cdr', 1],
  ]);
  expect(links('tokens')).toEqual([
    ['session', 1],
    ['cdr', 1],
  ]);
});

test('a CDR that names no session is matched with one of its driver, and says how surely', () => {
  const store = openTestStore();
  const row = (startedAt: string, more: ListRow = {}): ListRow => ({ tokenUid: '04AABBCC', startedAt, ...more });
  syncOnce(store, [
    object('sessions', { id: 'by reference', row: row('2026-01-01T08:00:00Z', { authReference: 'REF-1' }) }),
    object('sessions', { id: 'by time', row: row('2026-01-02T08:01:30Z') }),
    object('sessions', { id: 'too late', row: row('2026-01-02T08:02:01Z') }),
    object('sessions', { id: 'of another', row: { ...row('2026-01-02T08:00:00Z'), tokenUid: '05' } }),
  ]);
  syncOnce(store, [
    cdr({ id: 'c-1', row: row('2026-01-01T09:30:00Z', { authReference: 'ref-1' }) }),
    cdr({ id: 'c-2', row: row('2026-01-02T08:00:00Z', { meterId: 'M1', locationId: 'LOC1' }) }),
    cdr({ id: 'c-3', row: row('2026-01-02T08:00:00Z', { sessionId: 'elsewhere' }) }),
    cdr({ id: 'c-4', row: { startedAt: '2026-01-02T08:00:00Z' } }),
  ]);
  const reader = createPlatformReader(store.db);
  const links = (module: 'cdrs' | 'sessions', at: number) =>
    reader
      .get(module, at)
      ?.links.filter(({ kind }) => kind !== 'token')
      .map(({ kind, id, certainty }) => `${kind} ${id}, ${certainty}`);
  expect(links('cdrs', 1)).toEqual(['session by reference, reference']);
  expect(links('cdrs', 2)).toEqual(['session by time, probable', 'location LOC1, id', 'meter M1, id']);
  expect(links('cdrs', 3)).toEqual(['session elsewhere, id']);
  expect(links('cdrs', 4)).toEqual([]);
  expect(links('sessions', 1)).toEqual(['cdr c-1, reference']);
  expect(links('sessions', 2)).toEqual(['cdr c-2, probable']);
  expect(links('sessions', 3)).toEqual([]);
});

test('findings are grouped with counts for each connection, and follow what changes', () => {
  const store = openTestStore();
  const odd = { code: 'ODD', severity: 'warn', path: 'x', found: '7' } as const;
  syncOnce(store, [
    object('sessions', { id: 'a', findings: [odd, odd] }),
    object('sessions', { id: 'b', findings: [odd] }),
  ]);
  syncOnce(store, [object('sessions', { id: 'a', findings: [odd] })], { connection: 2 });
  syncOnce(store, [
    object('sessions', { id: 'a', content: 'mended' }),
    object('sessions', { id: 'b', findings: [odd] }),
  ]);
  const [group] = createPlatformReader(store.db).findings(1);
  expect(group).toMatchObject({ code: 'ODD', objects: 1, times: 1, example: { id: 'b', finding: odd } });
  const reader = createPlatformReader(store.db);
  expect(reader.findingObjects(1, 'sessions', 0, 9).map(({ id }) => id)).toEqual(['b']);
  expect(reader.feeds()).toEqual([
    { connection: 1, module: 'sessions' },
    { connection: 2, module: 'sessions' },
  ]);
});
