import type { csrsContract } from '../../../../shared/contract/csrs.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { CsrsService } from './csrs.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function csrsHandlers(service: CsrsService): Handlers<typeof csrsContract> {
  return {
    csrs: {
      draft: (input) => service.draft(input),
      preview: (input) => service.preview(input),
      create: (input, context) => service.create(context, input),
      prove: ({ csrId }, context) => service.prove(context, csrId),
      list: async (query) => ok(await service.list(query)),
      show: ({ csrId }) => service.show(csrId),
      export: (wish) => service.export(wish),
    },
  };
}
