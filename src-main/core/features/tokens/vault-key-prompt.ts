import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import type { Prompts, TokenContext } from '../../token-client/prompts.ts';
import type { TokenHosts } from '../../token-client/token-hosts.ts';
import { SOFTWARE_MODULE } from './modules.service.ts';

export interface VaultKeyWish {
  readonly use: 'create' | 'unlock' | 'change';
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Shown to the person who is asked: which vault it is. */
  readonly reason: string;
}

/**
 * Asks for the passphrase of the vault as for every secret: in the PIN window or sealed by the command line, at the host of
 * the software token, which answers the derived key.
 */
export async function askVaultKey(
  hosts: TokenHosts,
  prompts: Prompts,
  context: TokenContext,
  { use, salt, reason }: VaultKeyWish,
): Promise<Result<Uint8Array, TokenFault>> {
  const up = await hosts.get(SOFTWARE_MODULE)?.ready();
  if (up === undefined) return fail(tokenFault('TOKEN_ABSENT'));
  if (!up.ok) return up;
  // The vault has a passphrase of its own: any slot will do that can be read, also one without a token.
  const slot = up.value.slots.find(({ token }) => token !== undefined);
  if (slot === undefined) return fail(tokenFault('TOKEN_ABSENT'));
  const end = await prompts.run(context, up.value, slot.slotId, { kind: 'vault-key', use, salt, reason });
  if (!end.ok) return end;
  return end.value.derivedKey === undefined
    ? fail(tokenFault('DRIVER_FAILED', 'no derived key'))
    : ok(end.value.derivedKey);
}
