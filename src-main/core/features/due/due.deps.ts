import type { DueHindrance, DueTask } from '../../../../shared/contract/due.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { TokenContext } from '../tokens/index.ts';

export interface DueFault {
  readonly code: string;
  readonly data?: object;
}

/**
 * Work of one kind that comes due by itself. `run` is asked only for tasks that need nothing now; a PIN that is wanted
 * all the same is refused to it, since nobody sits there.
 */
export interface DueSource {
  readonly kind: DueTask['kind'];
  /** Its work may take hours: nothing else that is due waits for it. */
  readonly isLong?: true;
  list(now: Date): Promise<readonly DueTask[]>;
  run(context: TokenContext, task: DueTask): Promise<Result<unknown, DueFault>>;
}

/** Identities of operators, for the overview of what ends. */
export interface IdentityEnd {
  readonly operatorId: string;
  readonly name: string;
  readonly notAfter: string;
}

export interface DueDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly system: Actor;
  /** On whose behalf work runs that comes due by itself. */
  readonly caller: Caller;
  readonly sources: readonly DueSource[];
  /** Why nothing may be carried out now. */
  readonly hindrance: () => DueHindrance | undefined;
  /** A person says that the clock is right. */
  readonly trustClock: (actor: Actor) => Promise<void>;
  readonly actorOf: (caller: Caller) => Actor;
  readonly identities: () => readonly IdentityEnd[];
  readonly changed: () => void;
  readonly report: (error: unknown) => void;
}
