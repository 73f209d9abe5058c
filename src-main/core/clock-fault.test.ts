import { expect, test } from 'vitest';
import { ada, testStore } from './store/store-for-tests.ts';
import { createClockFault } from './clock-fault.ts';
import { createTestClock } from './test-clock.ts';

const SYSTEM = { kind: 'local-user', name: 'console' } as const;

function watched(recordedAt?: string) {
  const store = testStore();
  const clock = createTestClock();
  const faults = createClockFault({
    clock,
    timer: clock.timer,
    unit: store.unit,
    system: SYSTEM,
    end: () => (recordedAt === undefined ? undefined : { seq: 1, hash: '0'.repeat(64), at: recordedAt }),
    changed: () => undefined,
    bug: (error) => {
      throw error;
    },
  });
  const set = (ms: number): void => {
    clock.setWall(new Date(+clock.now() + ms));
    clock.pass(6000);
  };
  const written = async (): Promise<readonly string[]> => {
    await store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' });
    return store.committed.map(({ event }) => event).filter((event) => event.startsWith('clock.'));
  };
  // After what is still being written.
  const close = async (): Promise<void> => {
    await written();
    store[Symbol.dispose]();
  };
  return { clock, faults, set, written, [Symbol.asyncDispose]: close };
}

test('a clock that jumped is wrong until it has jumped back, and both are on record', async () => {
  await using one = watched();
  one.set(3_600_000);
  expect(one.faults.current()).toEqual({ kind: 'jumped', seconds: 3600 });
  one.set(-3_600_000);
  expect(one.faults.current()).toBeUndefined();
  expect(await one.written()).toEqual(['clock.fault', 'clock.right']);
});

test('half the way back is not back', async () => {
  await using one = watched();
  one.set(-7_200_000);
  one.set(3_600_000);
  expect(one.faults.current()).toEqual({ kind: 'jumped', seconds: -3600 });
});

test('small corrections do not add up to a jump', async () => {
  await using one = watched();
  for (let day = 0; day < 50; day += 1) one.set(5000);
  expect(one.faults.current()).toBeUndefined();
  expect(await one.written()).toEqual([]);
});

test('a clock behind the audit log is right again once it has passed its last entry', async () => {
  await using one = watched('2026-03-01T12:10:00.000Z');
  expect(one.faults.current()).toEqual({ kind: 'behind-audit', seconds: -600 });
  one.clock.pass(9 * 60_000);
  expect(one.faults.current()).toBeDefined();
  one.clock.pass(60_000);
  expect(one.faults.current()).toBeUndefined();
});

test('a person who says that the clock is right is on record with what was wrong, and is asked no more', async () => {
  await using one = watched('2027-03-01T12:00:00.000Z');
  one.set(120_000);
  await one.faults.trust(ada);
  expect(one.faults.current()).toBeUndefined();
  one.clock.pass(60_000);
  expect(one.faults.current()).toBeUndefined();
  expect((await one.written()).at(-1)).toBe('clock.right');
});

test('after a person trusted it, a clock that jumps is wrong again', async () => {
  await using one = watched();
  one.set(600_000);
  await one.faults.trust(ada);
  one.set(-600_000);
  expect(one.faults.current()).toEqual({ kind: 'jumped', seconds: -600 });
});

test('where nothing is wrong there is nothing to trust', async () => {
  await using one = watched();
  await one.faults.trust(ada);
  expect(await one.written()).toEqual([]);
});
