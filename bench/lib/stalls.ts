import { monitorEventLoopDelay } from 'node:perf_hooks';

const TICK_MS = 1;

/**
 * Watches the event loop while `work` runs. A timer of the loop itself tells how late it comes, so what is told is the
 * longest time in which nothing else could have run: one task, and with it any wait for a processor that others had.
 */
export async function watchStalls<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly longest: number }> {
  const histogram = monitorEventLoopDelay({ resolution: TICK_MS });
  histogram.enable();
  try {
    const value = await work();
    // Until the timer has come once more: the last task is counted too.
    await new Promise((resolve) => setTimeout(resolve, 5 * TICK_MS));
    return { value, longest: lateBy(histogram.max) };
  } finally {
    histogram.disable();
  }
}

/** Milliseconds by which the watching timer (of one tick) came late, from the nanoseconds between two of its turns. */
export function lateBy(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - TICK_MS);
}
