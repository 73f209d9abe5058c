import type { dueContract } from '../../../../shared/contract/due.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { DueDeps } from './due.deps.ts';
import type { DueService } from './due.service.ts';
import { createExpiryService } from './expiry.service.ts';

/** Contract → services; role, size and shape were checked before. */
export function dueHandlers(
  due: DueService,
  deps: Pick<DueDeps, 'db' | 'clock' | 'identities' | 'trustClock' | 'actorOf'>,
): Handlers<typeof dueContract> {
  const expiry = createExpiryService(deps);
  return {
    due: {
      list: async () => ok(await due.list()),
      run: async ({ taskId }) => ok(await due.run(taskId)),
      trustClock: async (_input, { caller }) => {
        await deps.trustClock(deps.actorOf(caller));
        return ok({ now: deps.clock.now().toISOString() });
      },
    },
    expiry: {
      list: async (query) => ok(await expiry.list(query)),
      export: async (wish) => ok(await expiry.export(wish)),
    },
  };
}
