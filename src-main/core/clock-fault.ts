import type { Actor } from '../../shared/domain/audit-chain.ts';
import { type Clock, type ClockJump, type Timer, watchClock } from './clock.ts';
import type { RecordedEnd } from './store/recorded-end.ts';
import type { Unit } from './store/unit.ts';

export interface ClockFault {
  readonly kind: 'jumped' | 'behind-audit';
  readonly seconds: number;
}

/** Less than this after a sleep of the machine is usual and told to nobody but the log. */
const TOLD_SECONDS = 60;

/** Keeps what is wrong with the clock until it is right again, and puts each jump on record. */
export function createClockFault(deps: {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly unit: Unit;
  readonly system: Actor;
  readonly end: () => RecordedEnd | undefined;
  readonly changed: () => void;
  readonly bug: (error: unknown) => void;
}): { current(): ClockFault | undefined; stop(): void } {
  let fault: ClockFault | undefined;
  const recorded = (): Date | undefined => {
    const end = deps.end();
    return end === undefined ? undefined : new Date(end.at);
  };

  function told(jump: ClockJump): void {
    const seconds = Math.round(jump.kind === 'jumped' ? jump.driftMs / 1000 : (+jump.at - +jump.recorded) / 1000);
    if (Math.abs(seconds) < TOLD_SECONDS && jump.kind === 'jumped') return;
    fault = { kind: jump.kind === 'jumped' ? 'jumped' : 'behind-audit', seconds };
    deps.changed();
    deps.unit
      .append({ event: 'clock.fault', actor: deps.system, outcome: 'done', data: { kind: fault.kind, seconds } })
      .catch(deps.bug);
  }

  const watch = watchClock(deps.clock, deps.timer, told, recorded);
  return { current: () => fault, stop: () => watch.stop() };
}
