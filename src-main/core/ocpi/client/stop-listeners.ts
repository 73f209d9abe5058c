import type { Stop } from '../../../../shared/contract/wire/serve.ts';

const listeners = new WeakMap<Stop, Set<() => void>>();

/**
 * Tells when a call is stopped, until the returned function is called: a crawl makes thousands of exchanges under one stop,
 * and each would leave its listener behind.
 */
export function whenStopped(stop: Stop, listener: () => void): () => void {
  const known = listeners.get(stop);
  const all = known ?? new Set<() => void>();
  if (known === undefined) {
    listeners.set(stop, all);
    stop.onStop(() => {
      for (const one of [...all]) one();
    });
  }
  all.add(listener);
  return () => void all.delete(listener);
}
