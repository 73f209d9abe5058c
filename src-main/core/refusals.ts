import type { Caller, ServerEvent } from '../../shared/contract/wire/serve.ts';
import type { Actor } from '../../shared/domain/audit-chain.ts';
import type { Clock } from './clock.ts';
import type { Unit } from './store/unit.ts';

type Refused = Extract<ServerEvent, { kind: 'refused' }>;

/** Same caller, call and code within this time are one entry: a page gone wild must not fill the audit log. */
const QUIET_MS = 60_000;
const MOST_KINDS = 200;

export interface RefusalDeps {
  readonly unit: Unit;
  readonly clock: Clock;
  readonly actorOf: (caller: Caller) => Actor;
  readonly bug: (error: unknown) => void;
}

/** Audit entries for calls that were refused before any feature saw them. */
export function createRefusals({ unit, clock, actorOf, bug }: RefusalDeps): {
  note(event: Refused): void;
  /** Frames that are none: the log is told of the first in a minute. */
  junk(caller: Caller, tell: () => void): void;
} {
  const last = new Map<string, number>();

  function isNews(kind: string): boolean {
    const now = clock.monotonicMs();
    const before = last.get(kind);
    if (before !== undefined && now - before < QUIET_MS) return false;
    if (last.size >= MOST_KINDS) last.clear();
    last.set(kind, now);
    return true;
  }

  return {
    junk: (caller, tell) => {
      if (isNews(`${caller.origin} junk`)) tell();
    },
    note: (event) => {
      if (!isNews(`${event.caller.origin} ${event.call} ${event.code}`)) return;
      const known = /^[a-zA-Z]{1,40}\.[a-zA-Z]{1,40}$/.test(event.call);
      const data = { call: known ? event.call : 'unknown', origin: event.caller.origin };
      unit
        .append({ event: 'call.refused', actor: actorOf(event.caller), outcome: 'refused', code: event.code, data })
        .catch(bug);
    },
  };
}
