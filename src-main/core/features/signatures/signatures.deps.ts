import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { ReadCrl } from '../../pki/path/path-types.ts';
import type { PlatformThreads } from '../../platform-worker/platform-threads.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';

export interface SignaturesDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly actorOf: (caller: Caller) => Actor;
  readonly oidProfile: () => OidProfile;
  /** Revocation lists that this workspace holds. */
  readonly crls: () => Promise<readonly ReadCrl[]>;
  readonly threads: Pick<PlatformThreads, 'reader' | 'verifier'>;
}
