import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop of this process was held, in milliseconds. */
export interface Stalls {
  readonly longest: number;
  readonly p99: number;
}

const TICK_MS = 1;

/**
 * Watches the event loop while `work` runs. A timer of the loop itself tells how late it comes, so what is told is the
 * longest time in which nothing else could have run: one task, and with it any wait for a processor that others had.
 */
export async function watchStalls<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly stalls: Stalls }> {
  const histogram = monitorEventLoopDelay({ resolution: TICK_MS });
  histogram.enable();
  try {
    const value = await work();
    // Until the timer has come once more: the last task is counted too.
    await new Promise((resolve) => setTimeout(resolve, 5 * TICK_MS));
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - TICK_MS);
    return { value, stalls: { longest: late(histogram.max), p99: late(histogram.percentile(99)) } };
  } finally {
    histogram.disable();
  }
}
