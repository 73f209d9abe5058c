import { expect, test } from 'vitest';
import { type ClockJump, systemClock, watchClock } from './clock.ts';
import { createTestClock } from './test-clock.ts';

function watched(lastRecorded: () => Date | undefined = () => undefined) {
  const clock = createTestClock();
  const told: ClockJump[] = [];
  const watch = watchClock(clock, clock.timer, (jump) => told.push(jump), lastRecorded);
  return { clock, told, watch };
}

test('a clock that runs evenly is not told of', () => {
  const { clock, told } = watched();
  clock.pass(3_600_000);
  expect(told).toEqual([]);
});

test.each([90_000, -90_000, 2_500])('a wall clock set by %d ms is told once, with the drift', (driftMs) => {
  const { clock, told } = watched();
  clock.setWall(new Date(+clock.now() + driftMs));
  clock.pass(60_000);
  expect(told).toMatchObject([{ kind: 'jumped', driftMs }]);
});

test('a correction of a second is nobody’s business', () => {
  const { clock, told } = watched();
  clock.setWall(new Date(+clock.now() + 1000));
  clock.pass(60_000);
  expect(told).toEqual([]);
});

test('a clock behind the last record is told at once, once, when it has caught up, and again when it happens again', () => {
  let recorded = new Date('2026-03-02T00:00:00Z');
  const { clock, told } = watched(() => recorded);
  clock.pass(60_000);
  expect(told).toEqual([{ kind: 'behind', recorded, at: new Date('2026-03-01T12:00:00Z') }]);

  recorded = new Date('2026-03-01T00:00:00Z');
  clock.pass(60_000);
  recorded = new Date('2026-03-03T00:00:00Z');
  clock.pass(60_000);
  expect(told.map(({ kind }) => kind)).toEqual(['behind', 'caught-up', 'behind']);
});

test.each([
  ['its sleep is no jump', 3_600_000, []],
  ['what it was set by beside its sleep is', 3_690_000, [{ kind: 'jumped', driftMs: 90_000 }]],
])('where the machine tells how long it slept, %s', (_what, wallMs, expected) => {
  const clock = createTestClock();
  const told: ClockJump[] = [];
  let sleptMs = 0;
  const uptimeMs = (): number => clock.monotonicMs() + 5_000_000 + sleptMs;
  watchClock(
    { ...clock, uptimeMs },
    clock.timer,
    (jump) => told.push(jump),
    () => undefined,
  );
  sleptMs = 3_600_000;
  clock.setWall(new Date(+clock.now() + wallMs));
  clock.pass(60_000);
  expect(told).toMatchObject(expected);
});

test('a stopped watch looks no more', () => {
  const { clock, told, watch } = watched();
  watch.stop();
  clock.setWall(new Date(0));
  clock.pass(60_000);
  expect(told).toEqual([]);
});

test('the system clock knows the time and does not run backwards', () => {
  const before = systemClock.monotonicMs();
  expect(systemClock.now().getFullYear()).toBeGreaterThan(2025);
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
});
