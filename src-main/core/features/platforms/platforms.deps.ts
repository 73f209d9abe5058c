import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { Dial } from '../../dial/dial.ts';
import type { PlatformThreads } from '../../platform-worker/platform-threads.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';
import type { TlsParty, TokenAccess } from '../tokens/index.ts';
import type { createVault } from '../vault/index.ts';

export interface PlatformsDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly system: Actor;
  readonly oidProfile: () => OidProfile;
  readonly pool: DecodePool;
  readonly tokens: TokenAccess;
  readonly vault: Pick<ReturnType<typeof createVault>, 'put' | 'remove' | 'get' | 'status'>;
  readonly dial: Dial<TlsParty>;
  readonly threads: PlatformThreads;
  /** The chain that a generation shows now, leaf first; empty without a certificate. */
  readonly chainOf: (generationId: string) => Promise<readonly { readonly der: Uint8Array }[]>;
  /** A handshake proved that this certificate is at work. */
  readonly seen: (certificateSha256: string, note: string) => Promise<void>;
  readonly workspaceName: string;
  readonly changed: () => void;
}
