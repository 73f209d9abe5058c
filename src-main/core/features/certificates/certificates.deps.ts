import type { CertificateStanding, IdClaim as IdClaimSchema } from '../../../../shared/contract/certificates.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { ReadCrl } from '../../pki/path/path-types.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';
import type { CertificateRecord } from './certificates.store.ts';

export type IdClaim = z.infer<typeof IdClaimSchema>;

/** What later features know of things that a certificate names; core.ts hands the answers in. */
export interface CertificateLookups {
  generation(
    generationId: string,
  ): Promise<
    | { readonly generationId: string; readonly groupRef: string; readonly groupId: string; readonly number: number }
    | undefined
  >;
  authority(authorityId: string): Promise<{ readonly authorityId: string; readonly name: string } | undefined>;
  /** Whether an authority of ours was made or linked under this certificate; read inside the caller's transaction. */
  isAboveAuthority(db: Reader, sha256: string): Promise<boolean>;
  /** The current revocation list of each authority of ours. */
  crls(): Promise<readonly ReadCrl[]>;
  /** How certificates that are held or revoked stand, by id. */
  standings(records: readonly CertificateRecord[]): Promise<ReadonlyMap<string, CertificateStanding>>;
  /** Partners that an id is registered for, in any letter case. */
  registered(id: string): Promise<readonly IdClaim[]>;
  /** Everybody else who claims an id, in any letter case: own key groups and CSRs, incoming requests. */
  claims(id: string): Promise<readonly IdClaim[]>;
}

export interface CertificatesDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly oidProfile: () => OidProfile;
  readonly pool: DecodePool;
  readonly lookups: CertificateLookups;
}
