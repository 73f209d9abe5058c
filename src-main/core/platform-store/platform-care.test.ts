import { expect, test } from 'vitest';
import { createPlatformReader } from './platform-reader.ts';
import { cdr, object, openTestStore, syncOnce, value } from './store-for-tests.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (hours: number): string => new Date(START + hours * 3_600_000).toISOString();

const old = { startedAt: at(0), endedAt: at(1), tokenUid: 'UID04AABB' };
const recent = { ...old, endedAt: at(500) };
const rowsOf = (store: ReturnType<typeof openTestStore>) =>
  createPlatformReader(store.db).list({ module: 'cdrs', filter: {}, order: 'id', descending: false }, 0, 99);

test('retention removes expired rows of its feed alone', () => {
  const store = openTestStore();
  for (const connection of [1, 2])
    syncOnce(
      store,
      [
        cdr({ id: 'a', row: old, findings: [{ code: 'ODD', severity: 'note', path: '' }] }),
        cdr({ id: 'b', row: recent }),
      ],
      { connection },
    );
  const done = value(store.writer.retain({ connection: 1, module: 'cdrs', before: new Date(at(100)), what: 'rows' }));
  expect(done).toEqual({ objects: 1, more: false });
  expect(rowsOf(store).rows.map(({ connection, id }) => `${connection}${id}`)).toEqual(['2a', '1b', '2b']);
  const reader = createPlatformReader(store.db);
  expect([reader.findings(1), reader.original('cdrs', 1)]).toEqual([[], undefined]);
});

test('retention of personal data keeps the object and nothing of its driver', () => {
  const store = openTestStore();
  syncOnce(store, [
    cdr({ id: 'a', row: old, content: 'one' }),
    cdr({ id: 'b', row: { ...recent, tokenUid: 'UID04OTHER' } }),
  ]);
  syncOnce(store, [cdr({ id: 'a', row: old, content: 'two' })], { kind: 'incremental' });
  value(store.writer.retain({ connection: 1, module: 'cdrs', before: new Date(at(100)), what: 'personal' }));
  const held = createPlatformReader(store.db).get('cdrs', 1);
  const texts = [held?.original, ...(held?.versions ?? [])].map((each) => Buffer.from(each?.bytes ?? []).toString());
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text).toContain('"uid":"gone"');
  expect(store.db.prepare('select token_uid from persons').pluck().all()).toEqual(['UID04OTHER']);
});

test('a blanked object that is served again unchanged stays blank and is no change', () => {
  const store = openTestStore();
  syncOnce(store, [cdr({ id: 'a', row: old })]);
  value(store.writer.erasePerson('uid04aabb'));
  const run = syncOnce(store, [cdr({ id: 'a', row: old })]);
  expect([run.same, run.changed]).toEqual([1, 0]);
  expect(createPlatformReader(store.db).personRows('cdrs', 'UID04AABB')).toEqual([]);
});

test('an erased driver is found nowhere', () => {
  const store = openTestStore();
  syncOnce(store, [cdr({ id: 'a', row: old }), cdr({ id: 'b', row: { ...old, tokenUid: 'UID04OTHER' } })]);
  syncOnce(store, [object('tokens', { id: 'UID04AABB', row: { uid: 'UID04AABB' } })]);
  expect(value(store.writer.erasePerson('UID04AABB'))).toEqual([
    { module: 'cdrs', row: 1 },
    { module: 'tokens', row: 1 },
  ]);
  expect(store.db.serialize().includes('UID04AABB')).toBe(false);
  expect(rowsOf(store).total).toBe(2);
});

test('an erased connection leaves the others whole', () => {
  const store = openTestStore();
  for (const connection of [1, 2])
    syncOnce(store, [cdr({ id: 'a', row: old }), cdr({ id: 'b', row: recent })], { connection });
  expect(value(store.writer.eraseConnection(1))).toEqual({ objects: 2 });
  const { rows, total, all } = rowsOf(store);
  expect([rows.map(({ connection }) => connection), total, all]).toEqual([[2, 2], 2, 2]);
  expect(createPlatformReader(store.db).runs(1, 'cdrs', 9)).toEqual([]);
  expect(createPlatformReader(store.db).personRows('cdrs', 'UID04AABB')).toHaveLength(2);
});
