import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { PlatformThreads } from '../../platform-worker/platform-threads.ts';
import type { Unit } from '../../store/unit.ts';

export interface SignaturesDeps {
  readonly unit: Unit;
  readonly actorOf: (caller: Caller) => Actor;
  readonly threads: Pick<PlatformThreads, 'reader' | 'verifier'>;
}
