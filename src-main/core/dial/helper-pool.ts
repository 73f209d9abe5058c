import { existsSync } from 'node:fs';
import type { Timer } from '../clock.ts';
import {
  type HelperDialWish,
  type HelperDialled,
  type HelperIdentity,
  startTlsHelper,
  type TlsHelper,
} from './tls-helper.ts';

export interface HelperPool {
  /** By the helper of this key, started when there is none; undefined: the program is not there. */
  dial(name: string, identity: HelperIdentity, wish: HelperDialWish): Promise<HelperDialled | undefined>;
  close(): void;
}

interface Seat {
  readonly helper: TlsHelper;
  open: number;
  stopTimer: () => void;
}

/** Starting one costs as much as some handshakes; after this time without a connection it is not worth its memory. */
const IDLE_MS = 60_000;

/** Helper processes, one for each key and chain, each bound to it for its life. */
export function createHelperPool(deps: { readonly program: string | undefined; readonly timer: Timer }): HelperPool {
  const { program, timer } = deps;
  const seats = new Map<string, Seat>();

  function seatOf(name: string, identity: HelperIdentity, path: string): Seat {
    const known = seats.get(name);
    if (known?.helper.isAlive() === true) return known;
    const seat = { helper: startTlsHelper(path, identity, timer), open: 0, stopTimer: () => undefined };
    seats.set(name, seat);
    return seat;
  }

  function leave(name: string, seat: Seat): void {
    seat.open -= 1;
    if (seat.open > 0) return;
    seat.stopTimer = timer(() => {
      seat.helper.close();
      if (seats.get(name) === seat) seats.delete(name);
    }, IDLE_MS);
  }

  return {
    dial: async (name, identity, wish) => {
      if (program === undefined || !existsSync(program)) return undefined;
      const seat = seatOf(name, identity, program);
      seat.stopTimer();
      seat.open += 1;
      const dialled = await seat.helper.dial(wish);
      if (dialled.kind === 'open' && !dialled.stream.closed) dialled.stream.once('close', () => leave(name, seat));
      else leave(name, seat);
      return dialled;
    },
    close: () => {
      for (const { helper, stopTimer } of seats.values()) {
        stopTimer();
        helper.close();
      }
      seats.clear();
    },
  };
}
