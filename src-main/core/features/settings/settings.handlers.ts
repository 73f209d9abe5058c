import type { settingsContract } from '../../../../shared/contract/settings.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { SettingsService } from './settings.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function settingsHandlers(
  service: SettingsService,
  actorOf: (caller: Caller) => Actor,
): Pick<Handlers<typeof settingsContract>, 'settings'> {
  return {
    settings: {
      get: async () => ok({ settings: await service.get() }),
      set: async ({ changes }, { caller }) => {
        const done = await service.set(actorOf(caller), changes);
        return done.ok ? ok({ settings: done.value }) : done;
      },
    },
  };
}
