import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import type { EventFacts } from './append-entry.ts';
import { createRefusalLimit } from './refusal-limit.ts';
import { ada, testStore, testWorkspaceId } from './store-for-tests.ts';
import { createUnit } from './unit.ts';

const facts = (code: string): EventFacts => ({ event: 'a.b.refused', actor: ada, outcome: 'refused', code });

function limited(most: number) {
  const clock = createTestClock();
  const written: EventFacts[] = [];
  const limit = createRefusalLimit({ clock, timer: clock.timer, most, write: (one) => written.push(one) });
  return { clock, limit, written };
}

test('the first of a minute are told, the others are counted once the minute is over', () => {
  const { clock, limit, written } = limited(2);
  const told = [1, 2, 3, 4, 5].map(() => {
    clock.pass(1000);
    return limit.admit('x', facts('X'));
  });
  expect(told).toEqual([true, true, false, false, false]);
  expect(written).toEqual([]);
  clock.pass(60_000);
  expect(written).toEqual([
    { ...facts('X'), data: { count: 3, from: '2026-03-01T12:00:03.000Z', until: '2026-03-01T12:00:05.000Z' } },
  ]);
  expect(limit.admit('x', facts('X'))).toBe(true);
});

test('kinds are counted apart, and one that was never limited leaves no further entry', () => {
  const { clock, limit, written } = limited(1);
  for (const name of ['x', 'y', 'x']) limit.admit(name, facts(name.toUpperCase()));
  clock.pass(60_000);
  expect(written.map(({ code, data }) => [code, data?.['count']])).toEqual([['X', 1]]);
});

test('whatever comes, told and counted together are as many as were refused', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ kind: fc.nat(300), pause: fc.nat(20_000) }), { maxLength: 400 }),
      fc.integer({ min: 1, max: 5 }),
      (refusals, most) => {
        const { clock, limit, written } = limited(most);
        let told = 0;
        for (const { kind, pause } of refusals) {
          clock.pass(pause);
          if (limit.admit(String(kind % 250), facts('X'))) told += 1;
        }
        limit.flush();
        const counted = written.reduce((sum, { data }) => sum + Number(data?.['count']), 0);
        expect(told + counted).toBe(refusals.length);
      },
    ),
    { numRuns: 50 },
  );
});

test('a unit of work gone wild fills no log: thirty entries, then one with the count, also when it is closed', async () => {
  using store = testStore();
  const { clock, database } = store;
  const entries: unknown[] = [];
  const unit = createUnit({
    database,
    clock,
    workspaceId: testWorkspaceId,
    timer: clock.timer,
    committed: ({ event, code, data }) => entries.push([event, code, data['count']]),
  });
  const refuse = (code: string) => unit.run({ event: 'a.b', actor: ada }, () => fail({ code }));
  for (let i = 0; i < 100; i++) await refuse('NO');
  await refuse('OTHER');
  for (let i = 0; i < 40; i++) await unit.run({ event: 'a.b', actor: ada }, () => ok(i));
  expect(entries.filter((entry) => JSON.stringify(entry) === '["a.b.refused","NO",null]')).toHaveLength(30);
  expect(entries).toHaveLength(30 + 1 + 40);
  await unit.close();
  expect(entries.at(-1)).toEqual(['a.b.refused', 'NO', 70]);
});
