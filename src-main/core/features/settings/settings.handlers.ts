import type { Settings, settingsContract } from '../../../../shared/contract/settings.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { SettingsService } from './settings.service.ts';

export interface SettingsHandlerDeps {
  readonly service: SettingsService;
  readonly actorOf: (caller: Caller) => Actor;
  /** Whether operators vote on what decides how requests are read. */
  readonly voted: () => boolean;
  /** The OID profile in force, wherever it comes from. */
  readonly oidProfile: () => Settings['oidProfile'];
}

/** Contract → service; role, size and shape were checked before. */
export function settingsHandlers({
  service,
  actorOf,
  voted,
  oidProfile,
}: SettingsHandlerDeps): Pick<Handlers<typeof settingsContract>, 'settings'> {
  const told = (settings: Settings): { settings: Settings } => ({
    settings: { ...settings, oidProfile: oidProfile() },
  });
  return {
    settings: {
      get: async () => ok(told(await service.get())),
      set: async ({ changes }, { caller }) => {
        const fixed = voted() ? { oidProfile: oidProfile() } : undefined;
        const done = await service.set(actorOf(caller), changes, fixed);
        return done.ok ? ok(told(done.value)) : done;
      },
    },
  };
}
