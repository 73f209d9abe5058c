import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';

/** What the use cases of partners take; core.ts builds it. */
export interface PartnersDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  /** Lets others have their turn. */
  readonly pause: () => Promise<unknown>;
  /** How many certificates, requests, CSRs and key groups claim an id, in any letter case. */
  readonly claimsOf: (id: string) => Promise<number>;
}
