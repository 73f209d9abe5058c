import type { plansContract } from '../../../../shared/contract/plans.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { DeliveriesService } from './deliveries.service.ts';
import type { PlansService } from './plans.service.ts';

/** Contract → services; role, size and shape were checked before. */
export function plansHandlers(plans: PlansService, deliveries: DeliveriesService): Handlers<typeof plansContract> {
  return {
    deliveries: {
      list: ({ requestId }) => deliveries.list(requestId),
      delivered: (wish, { caller }) => deliveries.record(caller, 'delivered', wish),
      seen: (wish, { caller }) => deliveries.record(caller, 'seen', wish),
      undo: (wish, { caller }) => deliveries.record(caller, 'undone', { ...wish, how: 'other' }),
      addNote: (wish, { caller }) => deliveries.record(caller, 'note', { ...wish, how: 'other' }),
    },
    plans: {
      list: async (query) => ok(await plans.list(query)),
      choose: (wish, { caller }) => plans.choose(caller, wish),
      set: (wish, { caller }) => plans.set(caller, wish),
      confirm: (wish, { caller }) => plans.confirm(caller, wish),
      cancel: (wish, { caller }) => plans.cancel(caller, wish),
      timeline: async (wish) => ok(await plans.timeline(wish)),
      rehearse: async ({ at }) => ok(await plans.rehearse(at)),
    },
  };
}
