import { createDial, createPlatforms, type PlatformsDeps } from './features/platforms/index.ts';
import { createPricing } from './features/pricing/index.ts';
import { createSignatures, type SignaturesDeps } from './features/signatures/index.ts';
import { createTlsService, tlsHandlers } from './features/tls/index.ts';
import type { Timer } from './clock.ts';
import { createHelperPool } from './dial/helper-pool.ts';
import type { CoreOwner } from './owner.ts';
import { createPlatformThreads } from './platform-worker/platform-threads.ts';

interface NetworkGround {
  readonly owner: Pick<CoreOwner, 'platformWorker' | 'tlsHelper' | 'takeGrant'>;
  /** platform.db. */
  readonly file: string;
  readonly timer: Timer;
  readonly report: (error: unknown) => void;
}

/** What has to do with other machines: a look at TLS, and platforms with their threads and the way to reach them. */
export function networkFeatures(
  deps: Omit<PlatformsDeps, 'dial' | 'threads'> & Pick<SignaturesDeps, 'crls'>,
  { owner, file, timer, report }: NetworkGround,
) {
  const { newId, tokens, clock, oidProfile } = deps;
  const threads = createPlatformThreads({ program: owner.platformWorker, file, newId, timer, report });
  const helpers = createHelperPool({ program: owner.tlsHelper, timer });
  const dial = createDial({ tokens, helpers, clock, newId, oidProfile });
  const platforms = createPlatforms({ ...deps, threads, dial }, (id) => owner.takeGrant(id, 'new-file'));
  return {
    threads,
    helpers,
    dueSources: platforms.dueSources,
    handlers: {
      ...tlsHandlers(createTlsService(deps)),
      ...platforms.handlers,
      ...createSignatures({ ...deps, threads }),
      ...createPricing({ threads, clock: deps.clock }),
    },
  };
}
