import type { platformDataContract } from '../../../../shared/contract/platform-data.ts';
import type { platformsContract } from '../../../../shared/contract/platforms.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { createCredentialsService } from './credentials.service.ts';
import type { createDataViews } from './data-views.service.ts';
import type { createDiagnosis } from './diagnosis.service.ts';
import type { createPersonService } from './person.service.ts';
import type { PlatformDataService } from './platform-data.service.ts';
import type { createPlatformExport } from './platform-export.ts';
import type { PlatformsService } from './platforms.service.ts';
import { readCredentials } from './read-credentials.ts';

interface Services {
  readonly platforms: PlatformsService;
  readonly credentials: ReturnType<typeof createCredentialsService>;
  readonly diagnosis: ReturnType<typeof createDiagnosis>;
  readonly data: PlatformDataService;
  readonly views: ReturnType<typeof createDataViews>;
  readonly exports: ReturnType<typeof createPlatformExport>;
  readonly person: ReturnType<typeof createPersonService>;
}

/** Contract → services; role, size and shape were checked before. */
export function platformsHandlers({
  platforms,
  credentials,
  diagnosis,
  data,
  views,
  exports,
  person,
}: Services): Handlers<typeof platformsContract & typeof platformDataContract> {
  return {
    platforms: {
      list: () => platforms.list(),
      get: (wish) => platforms.get(wish),
      add: (wish, context) => platforms.add(context, wish),
      readCredentials: ({ source }) => readCredentials(source),
      change: (wish, context) => platforms.change(context, wish),
      remove: (wish, { caller }) => platforms.remove(caller, wish),
      discover: (wish, context) => platforms.discover(context, wish),
      credentials: (wish, context) => credentials.step(context, wish),
      diagnose: (wish, context) => diagnosis.diagnose(context, wish, 'ourselves'),
      stranger: (wish, context) => diagnosis.diagnose(context, wish, 'stranger'),
      sync: (wish, context) => platforms.sync(context, wish),
      runs: (wish) => platforms.runs(wish),
    },
    platformData: {
      rows: (wish, { caller }) => data.rows(caller, wish),
      views: (wish) => views.views(wish),
      saveView: (wish, { caller }) => views.saveView(caller, wish),
      dropView: ({ viewId }, { caller }) => views.dropView(caller, viewId),
      sums: (wish) => data.sums(wish),
      object: (wish) => data.object(wish),
      original: (wish) => data.original(wish),
      difference: (wish) => data.difference(wish),
      reveal: (wish, { caller }) => data.reveal(caller, wish),
      findings: (wish) => data.findings(wish),
      exportFindings: (wish, context) => exports.exportFindings(context, wish),
      export: (wish, context) => exports.exportRows(context, wish),
      person: (wish, context) => person.deed(context, wish),
      retain: (_wish, { caller }) => data.retain(caller),
    },
  };
}
