import type { partnersContract } from '../../../../shared/contract/partners.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { PartnerTransfer } from './partner-transfer.ts';
import type { PartnersService } from './partners.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function partnersHandlers(
  service: PartnersService,
  transfer: PartnerTransfer,
): Handlers<typeof partnersContract> {
  return {
    partners: {
      list: async (query) => ok(await service.list(query)),
      show: ({ partnerId }) => service.show(partnerId),
      check: ({ spec, partnerId }, { caller }) => service.check(caller, spec, partnerId),
      add: ({ spec }, { caller }) => service.add(caller, spec),
      edit: (wish, { caller }) => service.edit(caller, wish),
      setArchived: (wish, { caller }) => service.setArchived(caller, wish),
      remove: (wish, { caller }) => service.remove(caller, wish),
      history: (wish) => service.history(wish),
      preview: ({ source }) => transfer.preview(source),
      import: (wish, { caller }) => transfer.import(caller, wish),
      export: async ({ format, archived }) => ok(await transfer.export(format, archived)),
    },
  };
}
