import type { plansContract } from '../../../../shared/contract/plans.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';

/** What the use cases of plans and deliveries take; build-features.ts makes it. */
export interface PlansDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly workspaceId: string;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly system: Actor;
  /** Days of overlap where nobody chose otherwise. */
  readonly overlapDays: () => number;
}

/** Every expected end of the use cases, as the contract declares it. */
export type PlanFault = Exclude<RaisedBy<(typeof plansContract)['plans']['set']>, CommonFault>;
