import { useSyncExternalStore } from 'react';
import { useUi, type UiPorts } from './ui-context.tsx';

interface Ticker {
  readonly subscribe: (onTick: () => void) => () => void;
  readonly read: () => Date;
}

/** One ticker per clock and step: a thousand dates on screen share one timer. */
const tickers = new WeakMap<UiPorts['clock'], Map<number, Ticker>>();

function createTicker(clock: UiPorts['clock'], stepMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = clock.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now = clock.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => now,
    subscribe: (onTick) => {
      if (listeners.size === 0) {
        now = clock.now();
        timer = setInterval(tick, stepMs);
      } else if (clock.now().getTime() - now.getTime() > 1000) {
        tick(); // what appears now must not stand before a clock that was read half a minute ago: “in 20 s”
      }
      listeners.add(onTick);
      return () => {
        listeners.delete(onTick);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

function tickerOf(clock: UiPorts['clock'], stepMs: number): Ticker {
  const ofClock = tickers.get(clock) ?? new Map<number, Ticker>();
  tickers.set(clock, ofClock);
  const ticker = ofClock.get(stepMs) ?? createTicker(clock, stepMs);
  ofClock.set(stepMs, ticker);
  return ticker;
}

/** The injected clock's time, read again every `stepMs` (default: half a minute). */
export function useNow(stepMs = 30_000): Date {
  const ticker = tickerOf(useUi().ports.clock, stepMs);
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}
