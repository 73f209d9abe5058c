import type { Clock, Timer } from '../clock.ts';
import type { EventFacts } from './append-entry.ts';

export interface RefusalLimit {
  /** Whether this refusal gets an entry of its own. One that does not is counted for its kind. */
  admit(kind: string, facts: EventFacts): boolean;
  /** Has what was counted so far written down. */
  flush(): void;
}

export interface RefusalLimitDeps {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Refusals of one kind that are told one by one within a minute. */
  readonly most: number;
  /** Writes the entry that stands for those that were only counted. */
  readonly write: (facts: EventFacts) => void;
}

const MINUTE_MS = 60_000;
const MOST_KINDS = 200;
/** A crash loses no more than so many from the count. */
const MOST_COUNTED = 10_000;

interface Kind {
  readonly facts: EventFacts;
  readonly stopTimer: () => void;
  told: number;
  counted: number;
  from: string;
  until: string;
}

/**
 * Keeps a page or script gone wild from filling the audit log: the first refusals of a kind within a minute have an entry
 * each, those after them one entry with their count and the times of the first and the last. Nothing is lost in number.
 */
export function createRefusalLimit({ clock, timer, most, write }: RefusalLimitDeps): RefusalLimit {
  const kinds = new Map<string, Kind>();

  function begin(name: string, facts: EventFacts): Kind {
    if (kinds.size >= MOST_KINDS) flush();
    const at = clock.now().toISOString();
    const kind = { facts, stopTimer: timer(() => end(name), MINUTE_MS), told: 0, counted: 0, from: at, until: at };
    kinds.set(name, kind);
    return kind;
  }

  function summarise(kind: Kind): void {
    if (kind.counted === 0) return;
    const { event, actor, code, version, data } = kind.facts;
    const { counted, from, until } = kind;
    kind.counted = 0;
    write({
      event,
      actor,
      outcome: 'refused',
      ...(code === undefined ? {} : { code }),
      ...(version === undefined ? {} : { version }),
      // Only what makes the kind is the same for all of them.
      data: { ...(event === 'call.refused' ? data : {}), count: counted, from, until },
    });
  }

  function end(name: string): void {
    const kind = kinds.get(name);
    kinds.delete(name);
    kind?.stopTimer();
    if (kind !== undefined) summarise(kind);
  }

  function flush(): void {
    for (const name of [...kinds.keys()]) end(name);
  }

  return {
    admit: (name, facts) => {
      const kind = kinds.get(name) ?? begin(name, facts);
      if (kind.told < most) {
        kind.told += 1;
        return true;
      }
      const at = clock.now().toISOString();
      if (kind.counted === 0) kind.from = at;
      kind.until = at;
      kind.counted += 1;
      if (kind.counted >= MOST_COUNTED) summarise(kind);
      return false;
    },
    flush,
  };
}
