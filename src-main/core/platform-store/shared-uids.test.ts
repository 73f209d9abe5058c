import { expect, test } from 'vitest';
import { createPlatformReader } from './platform-reader.ts';
import { object, openTestStore, syncOnce, type TestStore } from './store-for-tests.ts';

const location = (id: string, evseUids: readonly string[], party = 'DEGEF') =>
  object('locations', { id, party, content: evseUids.join(), row: { evseUids } });

function told({ db }: TestStore): readonly string[] {
  const reader = createPlatformReader(db);
  const flagged = reader.findingObjects(1, 'locations', 0, 100);
  const [group] = reader.findings(1, 'locations');
  expect(group?.objects ?? 0).toBe(flagged.length);
  return flagged.flatMap(({ id, findings }) => findings.map(({ code, found }) => `${id} ${code} ${found}`));
}

test('a uid of two locations is told of both, whatever its case, and is over once it is mended', () => {
  const store = openTestStore();
  syncOnce(store, [location('A', ['x7', 'x8']), location('B', ['X7']), location('C', ['x9'])]);
  expect(told(store)).toEqual(['A EVSE_UID_ELSEWHERE x7, B', 'B EVSE_UID_ELSEWHERE x7, A']);
  syncOnce(store, [location('A', ['x7', 'x8']), location('B', ['b7']), location('C', ['x9'])]);
  expect(told(store)).toEqual([]);
});

test('a location that is no longer listed shares nothing', () => {
  const store = openTestStore();
  syncOnce(store, [location('A', ['x7']), location('B', ['x7'])]);
  syncOnce(store, [location('B', ['x7'])]);
  expect(told(store)).toEqual([]);
});

test('parties of one hub may have the same uid', () => {
  const store = openTestStore();
  syncOnce(store, [location('A', ['x7']), location('B', ['x7'], 'NLABC')]);
  expect(told(store)).toEqual([]);
});

test('what is removed takes its uids with it', () => {
  const store = openTestStore();
  syncOnce(store, [location('A', ['x7']), location('B', ['x7'])]);
  store.writer.eraseConnection(1);
  expect(store.db.prepare('select count(*) as n from evse_uids').get()).toEqual({ n: 0 });
});

test('a file that was made before uids were noted has them with its next read', () => {
  const store = openTestStore();
  const both = [location('A', ['x7']), location('B', ['x7'])];
  syncOnce(store, both);
  store.db.exec('delete from evse_uids');
  syncOnce(store, both);
  expect(told(store)).toHaveLength(2);
});
