/** Delays before a program that ended by itself is started again; the last one repeats. */
const DELAYS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000] as const;
/** After running this long the earlier failures are forgotten. */
const STEADY_MS = 60_000;
/** So many ends in a row, and a person is asked before the next try. */
const ASK_AFTER = 6;

/** Ends in a row, the current one included. */
export interface RestartHistory {
  readonly failures: number;
}

export const noFailures: RestartHistory = { failures: 0 };

/** @param ranMs how long the program ran before it ended */
export function afterEnd(history: RestartHistory, ranMs: number): RestartHistory {
  return { failures: ranMs >= STEADY_MS ? 1 : history.failures + 1 };
}

export type RestartPlan = { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'ask' };

export function planRestart({ failures }: RestartHistory): RestartPlan {
  if (failures > ASK_AFTER) return { kind: 'ask' };
  return { kind: 'wait', ms: DELAYS_MS[Math.min(Math.max(failures, 1), DELAYS_MS.length) - 1] ?? 10_000 };
}

/** A page that crashes again within this time would do so for ever. */
const PAGE_CALM_MS = 60_000;
const PAGE_CRASHES = 3;

/**
 * What to do about a crashed page: load it again, or ask first because it keeps crashing.
 * @param crashes times of the crashes, monotonic milliseconds, the current one last
 */
export function planPageReload(crashes: readonly number[]): 'reload' | 'ask' {
  const latest = crashes.at(-1) ?? 0;
  return crashes.filter((at) => latest - at < PAGE_CALM_MS).length >= PAGE_CRASHES ? 'ask' : 'reload';
}
