import type { checkpointsContract } from '../../../../shared/contract/checkpoints.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { CheckpointsService } from './checkpoints.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function checkpointsHandlers(service: CheckpointsService): Handlers<typeof checkpointsContract> {
  return {
    checkpoints: {
      list: async (place) => ok(await service.list(place)),
      export: ({ sha256 }) => service.export(sha256),
      keepIn: ({ folder }, { caller }) => service.keepIn(caller, folder),
      catchUp: (wish, { caller }) => service.catchUp(caller, wish),
    },
  };
}
