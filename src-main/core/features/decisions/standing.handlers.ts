import type { standingContract } from '../../../../shared/contract/standing.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { StandingService } from './standing.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function standingHandlers(service: StandingService): Handlers<typeof standingContract> {
  return {
    standing: {
      list: async () => ok({ rules: await service.list() }),
      show: ({ standingId }) => service.show(standingId),
      draft: ({ certificateId }) => service.draft(certificateId),
      propose: ({ rule }, { caller }) => service.propose(caller, rule),
      stop: ({ standingId }, { caller }) => service.stop(caller, standingId),
      uses: async ({ standingId, offset, limit }) => ok(await service.uses(standingId, { offset, limit })),
      check: ({ requestId }) => service.check(requestId),
    },
  };
}
