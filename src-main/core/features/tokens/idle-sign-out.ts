import type { Clock, Timer } from '../../clock.ts';

export interface IdleSignOut {
  /** Somebody uses tokens from now until the returned function is called. */
  inUse(): () => void;
  /** A person did something: begins to count anew. */
  touch(): void;
  stop(): void;
}

const CHECK_EVERY_MS = 15_000;

/**
 * Signs out when nobody has used a token for so many minutes. Both clocks count: the monotonic one stands still while the
 * machine sleeps, the wall clock can be set back. The look at the slots is no use.
 */
export function createIdleSignOut(
  clock: Clock,
  timer: Timer,
  idleMinutes: () => number | Promise<number>,
  signOut: () => Promise<unknown>,
  report: (error: unknown) => void,
): IdleSignOut {
  let users = 0;
  let wall = +clock.now();
  let monotonic = clock.monotonicMs();
  let stopped = false;
  let stopTimer = plan();

  function touch(): void {
    wall = +clock.now();
    monotonic = clock.monotonicMs();
  }

  function plan(): () => void {
    return timer(() => void check().catch(report).finally(again), CHECK_EVERY_MS);
  }

  function again(): void {
    if (!stopped) stopTimer = plan();
  }

  async function check(): Promise<void> {
    const allowed = (await idleMinutes()) * 60_000;
    if (users > 0) {
      touch();
      return;
    }
    const idle = Math.max(+clock.now() - wall, clock.monotonicMs() - monotonic);
    if (idle < allowed) return;
    touch();
    await signOut();
  }

  return {
    inUse: () => {
      users += 1;
      touch();
      let done = false;
      return () => {
        if (done) return;
        done = true;
        users -= 1;
        touch();
      };
    },
    touch,
    stop: () => {
      stopped = true;
      stopTimer();
    },
  };
}
