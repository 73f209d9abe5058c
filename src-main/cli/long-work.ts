import { systemClock } from '../core/clock.ts';
import type { CliIo } from './command.ts';

interface Progress {
  readonly done: number;
  readonly total: number;
}

/** How a long call is made: with a signal that stops it, and somebody who takes its progress. */
interface LongCall {
  readonly signal: AbortSignal;
  readonly onItem: (progress: Progress) => void;
}

/** Where Ctrl+C comes from; tests give their own. */
export interface Interruptions {
  once(event: 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGINT', listener: () => void): unknown;
}

const TELL_EVERY_MS = 1_000;

/**
 * Makes a call that may take long: Ctrl+C stops it in core, where what was done by then stays and is told in the audit; a
 * second one ends the program. How far it is goes to standard error, at most once a second.
 */
export async function longWork<T>(
  io: CliIo,
  run: (call: LongCall) => Promise<T>,
  interruptions: Interruptions = process,
): Promise<T> {
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  interruptions.once('SIGINT', interrupted);
  let told = systemClock.monotonicMs();
  try {
    return await run({
      signal: stop.signal,
      onItem: ({ done, total }) => {
        const now = systemClock.monotonicMs();
        if (now - told < TELL_EVERY_MS) return;
        told = now;
        io.err(`${done} of ${total}\n`);
      },
    });
  } finally {
    interruptions.off('SIGINT', interrupted);
  }
}
