import { expect, test } from 'vitest';
import type { DueTask } from '../../../../shared/contract/due.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { createClockFault } from '../../clock-fault.ts';
import { ada, testStore } from '../../store/store-for-tests.ts';
import { createTestClock } from '../../test-clock.ts';
import type { DueSource } from './due.deps.ts';
import { createDueService } from './due.service.ts';

const SYSTEM = { kind: 'local-user', name: 'console' } as const;
const HOUR = 3_600_000;

/** Due work behind a clock that may jump: the clockwork runs every minute, one task is due all the time. */
function clockwork(sources?: readonly DueSource[]) {
  const store = testStore();
  const clock = createTestClock();
  const faults = createClockFault({
    clock,
    timer: clock.timer,
    unit: store.unit,
    system: SYSTEM,
    end: () => undefined,
    changed: () => undefined,
    bug: (error) => {
      throw error;
    },
  });
  let carriedOut = 0;
  const task: DueTask = {
    taskId: 'crl-1',
    kind: 'crl',
    subject: 'a-1',
    name: 'CA',
    plannedAt: clock.now().toISOString(),
    state: 'due',
    needs: 'nothing',
  };
  const source: DueSource = {
    kind: 'crl',
    list: () => Promise.resolve([task]),
    run: () => {
      carriedOut += 1;
      return Promise.resolve(ok(undefined));
    },
  };
  const due = createDueService({
    db: store.database.db,
    unit: store.unit,
    clock,
    timer: clock.timer,
    system: SYSTEM,
    caller: { actor: 'console', roles: ['viewer', 'operator'], origin: 'cli' },
    sources: sources ?? [source],
    hindrance: () => (faults.current() === undefined ? undefined : 'clock'),
    trustClock: (actor) => faults.trust(actor),
    actorOf: () => ada,
    identities: () => [],
    changed: () => undefined,
    report: (error) => {
      throw error;
    },
  });
  due.start();
  /** A minute goes by; answers how often the task was carried out in it. */
  const minute = async (): Promise<number> => {
    const before = carriedOut;
    clock.pass(60_000);
    // What was begun is awaited: one run follows the other.
    await due.run('none');
    await new Promise((resolve) => setImmediate(resolve));
    return carriedOut - before;
  };
  const jump = (ms: number): void => {
    clock.setWall(new Date(+clock.now() + ms));
    clock.pass(6000);
  };
  const close = async (): Promise<void> => {
    await due.stop();
    await store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' });
    store[Symbol.dispose]();
  };
  return { faults, due, minute, jump, [Symbol.asyncDispose]: close };
}

test('a clock that jumped stops due work, and it goes on by itself once the clock is right again', async () => {
  await using one = clockwork();
  expect(await one.minute()).toBe(1);
  one.jump(HOUR);
  expect(await one.minute()).toBe(0);
  expect((await one.due.list()).hindrance).toBe('clock');
  one.jump(-HOUR);
  expect((await one.due.list()).hindrance).toBeUndefined();
  expect(await one.minute()).toBe(1);
});

test('where the jump was to the right time, due work goes on after a person said so', async () => {
  await using one = clockwork();
  one.jump(-HOUR);
  expect(await one.minute()).toBe(0);
  await one.faults.trust(ada);
  expect(await one.minute()).toBe(1);
});

test('one run carries out what its own work made due', async () => {
  let [ended, listed] = [false, false];
  const task = (kind: 'plan' | 'crl'): DueTask => ({
    taskId: `${kind}-1`,
    kind,
    subject: 'a-1',
    name: 'CA',
    plannedAt: new Date(0).toISOString(),
    state: 'due',
    needs: 'nothing',
  });
  const plan: DueSource = {
    kind: 'plan',
    list: () => Promise.resolve(ended ? [] : [task('plan')]),
    run: () => Promise.resolve(ok((ended = true))),
  };
  const crl: DueSource = {
    kind: 'crl',
    list: () => Promise.resolve(ended && !listed ? [task('crl')] : []),
    run: () => Promise.resolve(ok((listed = true))),
  };
  await using one = clockwork([crl, plan]);
  const { done, waiting } = await one.due.run(undefined);
  expect([done.map(({ kind }) => kind), waiting]).toEqual([['plan', 'crl'], []]);
});

test('what is due for ever is carried out once a run', async () => {
  await using one = clockwork();
  expect((await one.due.run(undefined)).done).toHaveLength(1);
});

/** A read of a platform that lasts until it is let go, or told to stop. */
function longSource(ids: readonly string[]) {
  const begun = new Map<string, () => void>();
  const source: DueSource = {
    kind: 'sync',
    isLong: true,
    list: () =>
      Promise.resolve(
        ids.map((id): DueTask => {
          const plannedAt = new Date(0).toISOString();
          return { taskId: id, kind: 'sync', subject: id, name: id, plannedAt, state: 'due', needs: 'nothing' };
        }),
      ),
    run: ({ stop }, { taskId }) =>
      new Promise((resolve) => {
        begun.set(taskId, () => resolve(ok(undefined)));
        stop.onStop(() => resolve(fail({ code: 'CANCELLED' })));
      }),
  };
  return { source, begun };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('long work holds up nothing that is due after it, and who asked for the run is answered at its end', async () => {
  const { source, begun } = longSource(['sync-1']);
  let lists = 0;
  const crl: DueSource = {
    kind: 'crl',
    list: async (now) => (await source.list(now)).map(asCrl),
    run: () => Promise.resolve(ok((lists += 1))),
  };
  await using one = clockwork([source, crl]);
  const asked = one.due.run(undefined);
  await settled();
  await settled();
  expect([lists, [...begun.keys()]]).toEqual([1, ['sync-1']]);
  await one.due.run('crl-1');
  expect(lists).toBe(2);
  begun.get('sync-1')?.();
  expect((await asked).done.map(({ taskId }) => taskId).toSorted()).toEqual(['crl-1', 'sync-1']);
});

const asCrl = (task: DueTask): DueTask => ({ ...task, taskId: 'crl-1', kind: 'crl' });

test('four pieces of long work run at once, each of them once', async () => {
  const ids = Array.from({ length: 6 }, (_unused, i) => `sync-${i}`);
  const { source, begun } = longSource(ids);
  await using one = clockwork([source]);
  const asked = Promise.all([one.due.run(undefined), one.due.run(undefined)]);
  for (let turn = 0; turn < 20; turn += 1) await settled();
  expect(begun.size).toBe(4);
  for (let turn = 0; turn < 20; turn += 1) {
    for (const end of begun.values()) end();
    await settled();
  }
  await asked;
  expect([...begun.keys()].toSorted()).toEqual(ids);
});

test('long work ends with core', async () => {
  const { source, begun } = longSource(['sync-1']);
  const one = clockwork([source]);
  const asked = one.due.run(undefined);
  await settled();
  await settled();
  expect(begun.size).toBe(1);
  await one[Symbol.asyncDispose]();
  expect((await asked).failed).toEqual([{ taskId: 'sync-1', name: 'sync-1', code: 'CANCELLED' }]);
});
