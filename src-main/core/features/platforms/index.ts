import { createCredentialsService } from './credentials.service.ts';
import { createDataViews } from './data-views.service.ts';
import { createDiagnosis } from './diagnosis.service.ts';
import { retentionSource, syncSource } from './due-sources.ts';
import { createPersonService } from './person.service.ts';
import { createPlatformDataService } from './platform-data.service.ts';
import { createPlatformExport } from './platform-export.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { platformsHandlers } from './platforms.handlers.ts';
import { createPlatformsService } from './platforms.service.ts';

export { createDial } from './dial-platform.ts';
export type { PlatformsDeps } from './platforms.deps.ts';

/** The feature whole: connections, and what was synced over them. */
export function createPlatforms(deps: PlatformsDeps, takeGrant: (grantId: string) => string | undefined) {
  /** Connections whose tokens are being exchanged by this process. */
  const exchanging = new Set<string>();
  const platforms = createPlatformsService(deps, exchanging);
  const data = createPlatformDataService(deps);
  const handlers = platformsHandlers({
    platforms,
    credentials: createCredentialsService(deps, exchanging, (record) => platforms.view(record)),
    diagnosis: createDiagnosis(deps),
    data,
    views: createDataViews(deps),
    exports: createPlatformExport({ ...deps, takeGrant }, data),
    person: createPersonService(deps, data),
  });
  const dueSources = [syncSource(deps, platforms), retentionSource(deps, data, deps.workspaceName)];
  return { handlers, dueSources };
}
