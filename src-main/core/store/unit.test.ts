import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { StoreError } from './store-fault.ts';
import { ada, testStore, type TestStore } from './store-for-tests.ts';
import type { Trx } from './tables.ts';

const write = (trx: Trx, name: string, value = '1') => trx.insertInto('settings').values({ name, value }).execute();
const names = async ({ database }: TestStore) =>
  (await database.db.selectFrom('settings').select('name').execute()).map((row) => row.name);
const entries = ({ database }: TestStore) =>
  database.db.selectFrom('audit_entries').selectAll().orderBy('seq').execute();

test('a change and its entry are committed together', async () => {
  using store = testStore();
  const result = await store.unit.run({ event: 'settings.change', actor: ada }, async (trx, entry) => {
    await write(trx, 'theme');
    entry.subject('theme');
    entry.data({ to: 'dark' });
    return ok(7);
  });

  expect(result).toEqual(ok(7));
  expect(await names(store)).toEqual(['theme']);
  expect(store.committed).toMatchObject([
    {
      seq: 1,
      event: 'settings.change',
      outcome: 'done',
      subject: 'theme',
      data: { to: 'dark' },
      actor: ada,
      version: 1,
    },
  ]);
  expect(await entries(store)).toMatchObject([{ seq: 1, event: 'settings.change', outcome: 'done' }]);
});

test('a fault undoes the work, keeps the refusal with its code, and is returned', async () => {
  using store = testStore();
  const result = await store.unit.run({ event: 'settings.change', actor: ada, data: { to: 'x' } }, async (trx) => {
    await write(trx, 'theme');
    return fail({ code: 'SETTING_UNKNOWN' });
  });

  expect(result).toEqual(fail({ code: 'SETTING_UNKNOWN' }));
  expect(await names(store)).toEqual([]);
  expect(store.committed).toMatchObject([
    { event: 'settings.change.refused', outcome: 'refused', code: 'SETTING_UNKNOWN', data: { to: 'x' } },
  ]);
});

test('a throw undoes all, writes no entry, and is thrown on', async () => {
  using store = testStore();
  const bug = new Error('bug');
  const run = store.unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
    await write(trx, 'theme');
    throw bug;
  });

  await expect(run).rejects.toBe(bug);
  expect(await names(store)).toEqual([]);
  expect(await entries(store)).toEqual([]);
  expect(store.committed).toEqual([]);
});

test('after a throw the next unit works', async () => {
  using store = testStore();
  await store.unit.run({ event: 'a.b', actor: ada }, () => Promise.reject(new Error('bug'))).catch(() => undefined);
  expect(await store.unit.run({ event: 'a.b', actor: ada }, () => Promise.resolve(ok(1)))).toEqual(ok(1));
});

test('units begun together run one after the other, in order', async () => {
  using store = testStore();
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      store.unit.run({ event: 'settings.change', actor: ada, data: { i } }, async (trx) => {
        await write(trx, `s${i}`);
        await write(trx, `t${i}`);
        return i % 5 === 0 ? fail({ code: 'EVERY_FIFTH' }) : ok(i);
      }),
    ),
  );
  expect(store.committed.map((entry) => [entry.seq, entry.data['i']])).toEqual(
    Array.from({ length: 50 }, (_, i) => [i + 1, i]),
  );
  expect(await names(store)).toHaveLength(80);
});

test('a reader beside a unit sees it whole or not at all', async () => {
  using store = testStore();
  const run = store.unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
    await write(trx, 'one');
    await write(trx, 'two');
    return ok(1);
  });
  const seen = await names(store);
  await run;
  expect([0, 2]).toContain(seen.length);
});

describe('work that awaits something other than its queries is stopped', () => {
  test.each([
    ['a timer', () => () => sleep(300)],
    ['the database handle, which the transaction holds', (store: TestStore) => () => names(store)],
    ['another unit', (store: TestStore) => () => store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' })],
  ])('%s', async (_what, waitFor) => {
    using store = testStore();
    const wait = waitFor(store);
    const run = store.unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
      await write(trx, 'theme');
      await wait();
      await write(trx, 'late');
      return ok(1);
    });

    await expect(run).rejects.toThrow('other than its own queries');
    await sleep(400);
    expect(await names(store)).toEqual([]);
    expect(store.committed.filter((entry) => entry.event === 'settings.change')).toEqual([]);
  });
});

test('nothing is written outside a unit', async () => {
  using store = testStore();
  await expect(store.database.db.insertInto('settings').values({ name: 'a', value: '1' }).execute()).rejects.toThrow(
    'readonly',
  );
  await store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' });
  await expect(store.database.db.deleteFrom('settings').execute()).rejects.toThrow('readonly');
});

test('a transaction does not begin on a connection that was weakened', async () => {
  using store = testStore();
  store.database.sqlite.pragma('synchronous = normal');
  await expect(store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' })).rejects.toThrow('not durable');
});

test('a database that cannot grow refuses with its code and loses nothing', async () => {
  using store = testStore();
  await store.unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
    await write(trx, 'before');
    return ok(1);
  });
  store.database.sqlite.pragma(
    `max_page_count = ${String(store.database.sqlite.pragma('page_count', { simple: true }))}`,
  );
  const tooMuch = store.unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
    await write(trx, 'big', 'x'.repeat(100_000));
    return ok(1);
  });

  await expect(tooMuch).rejects.toBeInstanceOf(StoreError);
  await expect(tooMuch).rejects.toMatchObject({ fault: { code: 'STORE_FULL' } });
  expect(await names(store)).toEqual(['before']);
  expect(await entries(store)).toHaveLength(1);

  store.database.sqlite.pragma('max_page_count = 100000');
  await store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' });
  expect((await entries(store)).map((entry) => entry.seq)).toEqual([1, 2]);
});

test('close waits for what was begun and refuses what comes after', async () => {
  using store = testStore();
  const run = store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' });
  await store.unit.close();
  await run;
  expect(store.committed).toMatchObject([{ seq: 1 }]);
  await expect(store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' })).rejects.toThrow('closed');
});

describe('what an entry may hold', () => {
  const append = (store: TestStore, facts: object) =>
    store.unit.append({ event: 'a.b', actor: ada, outcome: 'done', ...facts });

  test.each([
    ['a name that is none', { event: 'No Event' }],
    ['a code that is none', { outcome: 'refused', code: 'free text' }],
    ['a number that JSON has not', { data: { n: Number.NaN } }],
  ])('%s is refused as a bug', async (_what, facts) => {
    using store = testStore();
    await expect(append(store, facts)).rejects.toThrow(RangeError);
    expect(await entries(store)).toEqual([]);
  });

  test('hostile text is kept as text, lone surrogates replaced', async () => {
    using store = testStore();
    const text = 'a\u0000\u202e"\ud800';
    await append(store, { subject: text, data: { text, list: [text, null, { text }] } });
    const row = (await entries(store))[0]!;
    expect(JSON.parse(row.entry)).toMatchObject({
      subject: 'a\u0000\u202e"\ufffd',
      data: { list: [expect.any(String), null, {}] },
    });
  });
});
