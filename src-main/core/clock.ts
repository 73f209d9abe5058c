import { uptime } from 'node:os';

/** Time comes from here and nowhere else; a test sets it. */
export interface Clock {
  /** The wall clock, which people and other machines may change. */
  now(): Date;
  /** Milliseconds since some start; never goes back and is not set by anyone. */
  monotonicMs(): number;
  /**
   * Milliseconds since the machine started, its sleep included, however the wall clock was set meanwhile. Absent where
   * the system cannot tell.
   */
  uptimeMs?(): number;
}

/** Starts a timer and returns what stops it. A pending timer does not keep the process alive. */
export type Timer = (run: () => void, ms: number) => () => void;

/** Elsewhere it is reckoned from the wall clock, so that it tells nothing about it. */
const UPTIME_COUNTS_SLEEP = process.platform === 'linux' || process.platform === 'win32';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  ...(UPTIME_COUNTS_SLEEP ? { uptimeMs: () => uptime() * 1000 } : {}),
};

export const systemTimer: Timer = (run, ms) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export type ClockJump =
  /**
   * Wall and monotonic clock moved apart; positive: the wall clock was set forward. Sleep of the machine counts only
   * where its length is not known.
   */
  | { readonly kind: 'jumped'; readonly driftMs: number; readonly at: Date }
  /** The wall clock is behind what was recorded last. */
  | { readonly kind: 'behind'; readonly recorded: Date; readonly at: Date }
  /** It was, and no longer is. */
  | { readonly kind: 'caught-up'; readonly at: Date };

export interface ClockWatch {
  /** Looks now. Called by the timer, and at moments that matter (before a certificate is made). */
  check(): void;
  stop(): void;
}

const ALLOWED_DRIFT_MS = 2000;
const INTERVAL_MS = 5000;

/**
 * Tells of each jump once. `lastRecorded` is the time of the last audit entry: a clock set back while the program was
 * off shows only there.
 */
export function watchClock(
  clock: Clock,
  timer: Timer,
  told: (jump: ClockJump) => void,
  lastRecorded: () => Date | undefined,
): ClockWatch {
  let offset = +clock.now() - clock.monotonicMs();
  let asleep = sleepMs();
  let isBehind = false;
  let stopTimer: () => void;

  /** How long the machine has slept since it started, plus what never changes. */
  function sleepMs(): number {
    return clock.uptimeMs === undefined ? 0 : clock.uptimeMs() - clock.monotonicMs();
  }

  function check(): void {
    const at = clock.now();
    const drift = +at - clock.monotonicMs() - offset;
    if (Math.abs(drift) > ALLOWED_DRIFT_MS) {
      const slept = sleepMs() - asleep;
      offset += drift;
      asleep += slept;
      const jump = drift - slept;
      if (Math.abs(jump) > ALLOWED_DRIFT_MS) told({ kind: 'jumped', driftMs: Math.round(jump), at });
    }
    const recorded = lastRecorded();
    const wasBehind = isBehind;
    isBehind = recorded !== undefined && +at < +recorded - ALLOWED_DRIFT_MS;
    if (isBehind && !wasBehind && recorded !== undefined) told({ kind: 'behind', recorded, at });
    if (wasBehind && !isBehind) told({ kind: 'caught-up', at });
  }

  function again(): () => void {
    return timer(() => {
      check();
      stopTimer = again();
    }, INTERVAL_MS);
  }

  check();
  stopTimer = again();
  return { check, stop: () => stopTimer() };
}
