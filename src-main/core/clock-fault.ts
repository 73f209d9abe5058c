import type { Actor } from '../../shared/domain/audit-chain.ts';
import { type Clock, type ClockJump, type Timer, watchClock } from './clock.ts';
import type { RecordedEnd } from './store/recorded-end.ts';
import type { Unit } from './store/unit.ts';

export interface ClockFault {
  readonly kind: 'jumped' | 'behind-audit';
  readonly seconds: number;
}

interface ClockFaults {
  current(): ClockFault | undefined;
  /** A person says that the clock is right now, whatever was noticed before; on record. */
  trust(actor: Actor): Promise<void>;
  stop(): void;
}

/** Less than this is usual and told to nobody but the log. */
const TOLD_SECONDS = 60;

/**
 * Keeps what is wrong with the clock until it is right again, and puts both on record. A clock that jumped is right
 * again when it has jumped back, one behind the audit log when it has passed its last entry; either when a person says so.
 */
export function createClockFault(deps: {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly unit: Unit;
  readonly system: Actor;
  readonly end: () => RecordedEnd | undefined;
  readonly changed: () => void;
  readonly bug: (error: unknown) => void;
}): ClockFaults {
  /** How far the wall clock stands from where it stood when nothing was wrong with it. */
  let jumpedMs = 0;
  let behind: ClockFault | undefined;
  /**
   * Time of the last entry before this run. Those of the run itself tell nothing: what moves the clock meanwhile is
   * noticed as a jump, and while it is wrong so are their times.
   */
  const end = deps.end();
  let recorded = end === undefined ? undefined : new Date(end.at);

  const current = (): ClockFault | undefined =>
    behind ?? (jumpedMs === 0 ? undefined : { kind: 'jumped', seconds: Math.round(jumpedMs / 1000) });

  function told(jump: ClockJump): void {
    const before = current();
    switch (jump.kind) {
      case 'jumped': {
        const apart = jumpedMs + jump.driftMs;
        // Many small corrections are no jump, but what is left of one that was undone does not stay for good.
        jumpedMs = Math.abs(apart) < TOLD_SECONDS * 1000 ? 0 : apart;
        break;
      }
      case 'behind':
        behind = { kind: 'behind-audit', seconds: Math.round((+jump.at - +jump.recorded) / 1000) };
        break;
      case 'caught-up':
        behind = undefined;
    }
    const after = current();
    if (after?.kind === before?.kind && after?.seconds === before?.seconds) return;
    deps.changed();
    const append =
      after === undefined
        ? deps.unit.append({ event: 'clock.right', actor: deps.system, outcome: 'done', data: { said: false } })
        : deps.unit.append({ event: 'clock.fault', actor: deps.system, outcome: 'done', data: { ...after } });
    append.catch(deps.bug);
  }

  async function trust(actor: Actor): Promise<void> {
    const before = current();
    if (before === undefined) return;
    await deps.unit.append({ event: 'clock.right', actor, outcome: 'done', data: { ...before, said: true } });
    jumpedMs = 0;
    behind = undefined;
    recorded = undefined;
    deps.changed();
  }

  const watch = watchClock(deps.clock, deps.timer, told, () => recorded);
  return { current, trust, stop: () => watch.stop() };
}
