import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { TokenAccess } from '../tokens/index.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';

export interface CsrsDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly tokens: TokenAccess;
  readonly random: (bytes: number) => Uint8Array;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly oidProfile: () => OidProfile;
  /** When the last certificate of a generation ends; undefined while there is none. */
  readonly certifiedUntil: (generationId: string) => Promise<string | undefined>;
  readonly maxValidityDays: () => number;
}
