export interface LongLane {
  /** Begins work, or takes part in the same that is under way; resolves when it has ended. */
  begin(id: string, work: () => Promise<void>): Promise<void>;
  ended(): Promise<void>;
}

/** Pieces of long work at once: more would only share the one line to the internet. */
const AT_ONCE = 4;

/** Long work that comes due: some pieces at once, each of them once, the others behind them. */
export function createLongLane(): LongLane {
  const underway = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function inTurn(work: () => Promise<void>): Promise<void> {
    if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      await work();
    } finally {
      // A place is handed over as it is: whoever waits does not count it again.
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  }

  return {
    begin: (id, work) => {
      const same = underway.get(id);
      if (same !== undefined) return same;
      const begun = inTurn(work).finally(() => underway.delete(id));
      underway.set(id, begun);
      return begun;
    },
    ended: async () => {
      await Promise.allSettled(underway.values());
    },
  };
}
