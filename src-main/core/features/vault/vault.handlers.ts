import type { settingsContract } from '../../../../shared/contract/settings.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { Vault } from './vault.service.ts';

/** Contract → service. Passphrases do not come this way: the window must not see them. */
export function vaultHandlers(
  vault: Vault,
  actorOf: (caller: Caller) => Actor,
): Pick<Handlers<typeof settingsContract>, 'vault'> {
  return {
    vault: {
      status: async () => ok(await vault.status()),
      lock: async (_input, { caller }) => {
        await vault.lock(actorOf(caller), 'asked');
        return ok({});
      },
    },
  };
}
