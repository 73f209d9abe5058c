import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { TokenAccess } from '../tokens/index.ts';

/** What the use cases of keys take; core.ts builds it. */
export interface KeysDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly tokens: TokenAccess;
  readonly newId: () => string;
  readonly randomHex: (bytes: number) => string;
  /** The authority whose key this is; authorities come later than keys, so core.ts says it. */
  readonly authorityOf: (
    db: Reader,
    spkiSha256: string,
  ) => Promise<{ readonly name: string; readonly isRetired: boolean } | undefined>;
  /** Generations whose key is being destroyed at this moment. */
  readonly destroying: Set<string>;
  readonly actorOf: (caller: Caller) => Actor;
  /** For entries without a caller: a question found at the start. */
  readonly system: Actor;
}
