import type { guidesContract } from '../../../../shared/contract/guides.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import { choicesFor } from './choices.ts';
import { runRecord } from './run-record.ts';
import type { GuidesDeps } from './guides.deps.ts';
import type { GuidesService } from './guides.service.ts';

/** Contract → services; role, size and shape were checked before. */
export function guidesHandlers(service: GuidesService, deps: GuidesDeps): Handlers<typeof guidesContract> {
  return {
    guides: {
      list: async (query) => ok(await service.list(query)),
      choices: async ({ guide, filter }) => ok(await choicesFor(deps, guide, filter)),
      show: ({ runId }) => service.show(runId),
      start: (wish, { caller }) => service.start(caller, wish),
      check: (wish, { caller }) => service.check(caller, wish),
      since: (wish, { caller }) => service.since(caller, wish),
      finish: ({ runId }, { caller }) => service.finish(caller, runId),
      abandon: (wish, { caller }) => service.abandon(caller, wish),
      export: async ({ runId, ...how }) => {
        const shown = await service.show(runId);
        return shown.ok ? ok(runRecord(deps, shown.value, how)) : shown;
      },
    },
  };
}
