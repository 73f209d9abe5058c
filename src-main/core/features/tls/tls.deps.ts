import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';
import type { TokenAccess } from '../tokens/index.ts';

export interface TlsDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly tokens: TokenAccess;
  readonly pool: DecodePool;
  readonly actorOf: (caller: Caller) => Actor;
  readonly oidProfile: () => OidProfile;
  /** A handshake proved that this certificate is at work. */
  readonly seen: (certificateSha256: string, note: string) => Promise<void>;
  /** The chain that a generation shows now, leaf first; empty without a certificate. */
  readonly chainOf: (generationId: string) => Promise<readonly { readonly der: Uint8Array }[]>;
}
