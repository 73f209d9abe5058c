import { closeSync, openSync, readSync } from 'node:fs';

/** How long the event loop of a process was held at most, in milliseconds. */
export interface Stalls {
  /** By one task, disk and all; what it waited for a processor that other programs had is taken out (Linux). */
  readonly task: number;
  /** With such waits: what somebody who waits for an answer feels on this machine as it is now. */
  readonly felt: number;
}

const TICK_MS = 1;
const text = Buffer.alloc(100);

/**
 * Watches the event loop of this process from now on, with a timer in the loop itself: between two of its turns nothing
 * else could run. Returns what ends the watch and tells the longest time between them.
 */
export function watchLoop(): () => Stalls {
  const schedule = openSchedule();
  let last = performance.now();
  let lastWaited = schedule.waitedMs();
  let task = 0;
  let felt = 0;
  const look = (): void => {
    const now = performance.now();
    const waited = schedule.waitedMs();
    felt = Math.max(felt, now - last - TICK_MS);
    task = Math.max(task, now - last - TICK_MS - (waited - lastWaited));
    last = now;
    lastWaited = waited;
  };
  const timer = setInterval(look, TICK_MS);
  return () => {
    look();
    clearInterval(timer);
    schedule.close();
    return { task, felt };
  };
}

export async function watchStalls<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly stalls: Stalls }> {
  const end = watchLoop();
  const value = await work();
  return { value, stalls: end() };
}

/** A clock that stands while this thread waits for a processor that others have (Linux), in milliseconds. */
export function openThreadClock(): { now(): number; close(): void } {
  const schedule = openSchedule();
  return { now: () => performance.now() - schedule.waitedMs(), close: () => schedule.close() };
}

/** Time in which this thread could have run but had no processor: second number of its schedstat, nanoseconds. */
function openSchedule(): { waitedMs(): number; close(): void } {
  try {
    const file = openSync('/proc/self/schedstat', 'r');
    return {
      waitedMs: () => {
        const bytes = readSync(file, text, 0, text.length, 0);
        return Number(text.toString('latin1', 0, bytes).split(' ')[1]) / 1e6;
      },
      close: () => closeSync(file),
    };
  } catch {
    return { waitedMs: () => 0, close: () => undefined };
  }
}
