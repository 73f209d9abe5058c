/** Time comes from here and nowhere else; a test sets it. */
export interface Clock {
  /** The wall clock, which people and other machines may change. */
  now(): Date;
  /** Milliseconds since some start; never goes back and is not set by anyone. */
  monotonicMs(): number;
}

/** Starts a timer and returns what stops it. A pending timer does not keep the process alive. */
export type Timer = (run: () => void, ms: number) => () => void;

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

export const systemTimer: Timer = (run, ms) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export type ClockJump =
  /** Wall and monotonic clock moved apart; positive: the wall clock was set forward. Sleep of the machine counts too. */
  | { readonly kind: 'jumped'; readonly driftMs: number; readonly at: Date }
  /** The wall clock is behind what was recorded last. */
  | { readonly kind: 'behind'; readonly recorded: Date; readonly at: Date };

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
  let behindToldFor: number | undefined;
  let stopTimer: () => void;

  function check(): void {
    const at = clock.now();
    const drift = +at - clock.monotonicMs() - offset;
    if (Math.abs(drift) > ALLOWED_DRIFT_MS) {
      offset += drift;
      told({ kind: 'jumped', driftMs: Math.round(drift), at });
    }
    const recorded = lastRecorded();
    if (recorded === undefined || +at >= +recorded - ALLOWED_DRIFT_MS) behindToldFor = undefined;
    else if (behindToldFor === undefined) {
      behindToldFor = +recorded;
      told({ kind: 'behind', recorded, at });
    }
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
