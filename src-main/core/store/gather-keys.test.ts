import { setImmediate as turn } from 'node:timers/promises';
import { sql, type SqlBool } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { containsText } from './contains-text.ts';
import { createGatherKeys, type GatherKeys, type KeyWalk } from './gather-keys.ts';
import { ada, testStore, type TestStore } from './store-for-tests.ts';

const COUNT = 4500;
let store: TestStore;
let pauses: number;
let atPause: () => Promise<unknown>;
let gather: GatherKeys;

beforeEach(async () => {
  store = testStore();
  pauses = 0;
  atPause = () => turn();
  gather = createGatherKeys(store.database.db, async () => {
    pauses += 1;
    await atPause();
  });
  await store.unit.run({ event: 'test.filled', actor: ada }, async (trx) => {
    // Owners in five classes: many rows share a place in the order.
    await sql`with recursive n (i) as (select 0 union all select i + 1 from n where i < ${COUNT - 1})
      insert into key_groups select printf('ref-%05d', (i * 7919) % ${COUNT}), printf('group %d of "x%%_', i), 'tls-client',
        'O' || (i % 5), 'o' || (i % 5), null, '', '{}', '2026-11-22T00:00:00.000Z', 'ada' from n`.execute(trx);
    return ok(undefined);
  });
});
afterEach(() => store[Symbol.dispose]());

const walk = (text: string, more: Partial<KeyWalk> = {}): KeyWalk => ({
  table: 'key_groups',
  key: 'group_ref',
  column: 'owner_key',
  descending: false,
  fits: containsText(['id'], text),
  words: text,
  ...more,
});

/** The same, in one query. */
async function atOnce({ column, descending, fits }: KeyWalk): Promise<readonly string[]> {
  const direction = descending ? sql`desc` : sql`asc`;
  const { rows } = await sql<{ ref: string }>`select group_ref as ref from key_groups where ${fits}
    order by ${sql.ref(column)} ${direction}, group_ref ${direction}`.execute(store.database.db);
  return rows.map(({ ref }) => ref);
}

test.each([
  ['everything', 'group'],
  ['a few', 'GROUP 77'],
  ['one', 'group 4499 '],
  ['nothing', 'no such text'],
  ['what looks like a wildcard', '"x%_'],
])('finds %s in order, whichever way it is sorted', async (_, text) => {
  for (const column of ['owner_key', 'id', 'created_at']) {
    for (const descending of [false, true]) {
      const wish = walk(text, { column, descending });
      expect(await gather(wish)).toEqual(await atOnce(wish));
    }
  }
});

test('others have their turn while a table is walked, however little is found', async () => {
  await gather(walk('no such text'));
  expect(pauses).toBe(Math.floor(COUNT / 2000));
});

test('the next page of the same list does not walk again', async () => {
  await gather(walk('group'));
  pauses = 0;
  await gather(walk('group'));
  expect(pauses).toBe(0);
  await gather(walk('group', { descending: true }));
  expect(pauses).toBeGreaterThan(0);
});

const insert = (ref: string) =>
  store.unit.run({ event: 'test.added', actor: ada }, async (trx) => {
    await sql`insert into key_groups values (${ref}, 'new group', 'tls-client', 'O', 'o', null, ${ref}, '{}', '2026', 'ada')`.execute(
      trx,
    );
    return ok(undefined);
  });

test('what was found is forgotten when something changes', async () => {
  expect(await gather(walk('new group'))).toEqual([]);
  await insert('ref-new');
  expect(await gather(walk('new group'))).toEqual(['ref-new']);
});

test('what changes during the walk is seen by the next one', async () => {
  let done = false;
  atPause = async () => {
    if (done) return;
    done = true;
    await insert('ref-late');
  };
  // Its place, `o`, is before the first part's end.
  expect(await gather(walk('new group'))).toEqual([]);
  expect(await gather(walk('new group'))).toEqual(['ref-late']);
});

test('two walks at once do not keep what is out of date for each other', async () => {
  let turns = 0;
  atPause = async () => {
    turns += 1;
    const isFirst = turns === 1;
    await turn();
    if (isFirst) await insert('ref-both');
  };
  await Promise.all([gather(walk('new group')), gather(walk('new group'))]);
  expect(await gather(walk('new group'))).toEqual(['ref-both']);
});

test('a walk over numbers goes by number', async () => {
  for (let i = 0; i < 3; i += 1) await insert(`ref-${i}-more`);
  const fits = sql<SqlBool>`event = 'test.added'`;
  const entries = {
    table: 'audit_entries',
    key: 'seq',
    column: 'seq',
    descending: true,
    fits,
    words: 'added',
  } as const;
  expect(await gather<number>(entries)).toEqual([4, 3, 2]);
});
