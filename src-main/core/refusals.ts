import type { Caller, ServerEvent } from '../../shared/contract/wire/serve.ts';
import type { Actor } from '../../shared/domain/audit-chain.ts';
import type { Clock, Timer } from './clock.ts';
import type { EventFacts } from './store/append-entry.ts';
import { createRefusalLimit } from './store/refusal-limit.ts';
import type { Unit } from './store/unit.ts';

type Refused = Extract<ServerEvent, { kind: 'refused' }>;

const QUIET_MS = 60_000;
const MOST_KINDS = 200;

export interface RefusalDeps {
  readonly unit: Unit;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly actorOf: (caller: Caller) => Actor;
  readonly bug: (error: unknown) => void;
}

export interface Refusals {
  note(event: Refused): void;
  /** Frames that are none: the log is told of the first in a minute. */
  junk(caller: Caller, tell: () => void): void;
  /** Has what was only counted written down; before the workspace is closed. */
  flush(): void;
}

/**
 * Audit entries for calls that were refused before any feature saw them. The first of a kind (caller, call and code) has
 * an entry at once, those of the next minute one entry with their count.
 */
export function createRefusals({ unit, clock, timer, actorOf, bug }: RefusalDeps): Refusals {
  const lastJunk = new Map<string, number>();
  const write = (facts: EventFacts): void => void unit.append(facts).catch(bug);
  const limit = createRefusalLimit({ clock, timer, most: 1, write });

  return {
    junk: ({ origin }, tell) => {
      const now = clock.monotonicMs();
      if (now - (lastJunk.get(origin) ?? -Infinity) < QUIET_MS) return;
      if (lastJunk.size >= MOST_KINDS) lastJunk.clear();
      lastJunk.set(origin, now);
      tell();
    },
    note: ({ caller, call, code }) => {
      const known = /^[a-zA-Z]{1,40}\.[a-zA-Z]{1,40}$/.test(call) ? call : 'unknown';
      const data = { call: known, origin: caller.origin };
      const facts = { event: 'call.refused', actor: actorOf(caller), outcome: 'refused', code, data } as const;
      if (limit.admit(JSON.stringify([caller.origin, caller.actor, known, code]), facts)) write(facts);
    },
    flush: () => limit.flush(),
  };
}
