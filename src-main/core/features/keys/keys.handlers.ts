import type { keysContract } from '../../../../shared/contract/keys.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { KeysService } from './keys.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function keysHandlers(service: KeysService): Handlers<typeof keysContract> {
  return {
    keys: {
      groups: async (query) => ok(await service.groups(query)),
      group: (wanted) => service.group(wanted),
      createGroup: (wish, { caller }) => service.createGroup(caller, wish),
      changeDefaults: ({ groupRef, defaults }, { caller }) => service.changeDefaults(caller, groupRef, defaults),
      generate: async (input, context) => named(await service.generate(context, input)),
      adopt: async (input, context) => named(await service.adopt(context, input)),
      resolveUnclear: async ({ generationId }, context) => named(await service.resolveUnclear(context, generationId)),
      onToken: (input) => service.onToken(input),
      destroy: (input, context) => service.destroy(context, input),
      exportPkcs12: (input, context) => service.exportPkcs12(context, input),
    },
  };
}

function named<T, F>(result: Result<T, F>): Result<{ generation: T }, F> {
  return result.ok ? { ok: true, value: { generation: result.value } } : result;
}
