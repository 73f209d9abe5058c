import { createDial, createPlatforms, type PlatformsDeps } from './features/platforms/index.ts';
import { createTlsService, tlsHandlers } from './features/tls/index.ts';
import type { CoreOwner } from './owner.ts';
import { createPlatformThreads } from './platform-worker/platform-threads.ts';

interface NetworkGround {
  readonly owner: Pick<CoreOwner, 'platformWorker' | 'takeGrant'>;
  /** platform.db. */
  readonly file: string;
  readonly report: (error: unknown) => void;
}

/** What has to do with other machines: a look at TLS, and platforms with their threads and the way to reach them. */
export function networkFeatures(deps: Omit<PlatformsDeps, 'dial' | 'threads'>, { owner, file, report }: NetworkGround) {
  const { newId, tokens, clock, oidProfile } = deps;
  const threads = createPlatformThreads({ program: owner.platformWorker, file, newId, report });
  const dial = createDial({ tokens, clock, newId, oidProfile });
  const platforms = createPlatforms({ ...deps, threads, dial }, (id) => owner.takeGrant(id, 'new-file'));
  return {
    threads,
    dueSources: platforms.dueSources,
    handlers: { ...tlsHandlers(createTlsService(deps)), ...platforms.handlers },
  };
}
