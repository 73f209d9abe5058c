import type { Clock, Timer } from './clock.ts';

export interface TestClock extends Clock {
  /** Lets time pass on both clocks and runs the timers that come due, in order. */
  pass(ms: number): void;
  /** Sets the wall clock as a person would; the monotonic one goes on. */
  setWall(at: Date): void;
  readonly timer: Timer;
}

/** A clock that stands still until a test moves it. */
export function createTestClock(start = '2026-03-01T12:00:00.000Z'): TestClock {
  let wall = Date.parse(start);
  let monotonic = 1000;
  let waiting: { readonly due: number; readonly run: () => void }[] = [];

  function pass(ms: number): void {
    const end = monotonic + ms;
    for (;;) {
      const next = waiting.filter((entry) => entry.due <= end).sort((a, b) => a.due - b.due)[0];
      const until = next?.due ?? end;
      wall += until - monotonic;
      monotonic = until;
      if (next === undefined) return;
      waiting = waiting.filter((entry) => entry !== next);
      next.run();
    }
  }

  return {
    now: () => new Date(wall),
    monotonicMs: () => monotonic,
    pass,
    setWall: (at) => {
      wall = +at;
    },
    timer: (run, ms) => {
      const entry = { due: monotonic + ms, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
}
