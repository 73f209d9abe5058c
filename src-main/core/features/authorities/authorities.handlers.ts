import type { authoritiesContract } from '../../../../shared/contract/authorities.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { AuthoritiesService } from './authorities.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function authoritiesHandlers(service: AuthoritiesService): Handlers<typeof authoritiesContract> {
  return {
    authorities: {
      list: async () => ok(await service.list()),
      show: ({ authorityId }) => service.show(authorityId),
      check: ({ spec }) => service.check(spec),
      create: ({ spec }, context) => service.create(context, spec),
      link: (input, context) => service.link(context, input),
      setPolicy: ({ authorityId, policy }, { caller }) => service.setPolicy(caller, authorityId, policy),
      rollOver: (input, context) => service.rollOver(context, input),
      retire: ({ authorityId, confirm }, { caller }) => service.retire(caller, authorityId, confirm),
      resolveUnclear: ({ authorityId }, context) => service.resolveUnclear(context, authorityId),
      export: ({ authorityId, format }) => service.export(authorityId, format),
    },
  };
}
