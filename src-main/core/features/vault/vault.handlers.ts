import { rmSync } from 'node:fs';
import type { GrantUse } from '../../../../shared/contract/owner.ts';
import type { Place } from '../../../../shared/contract/place.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { NewVaultOpener, vaultContract } from '../../../../shared/contract/vault.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { pathOf, type PlaceFault, placeFaultOf } from '../../store/place.ts';
import { storeFaultOf } from '../../store/store-fault.ts';
import type { TokenContext } from '../../token-client/prompts.ts';
import { createKeyFile } from './key-file.ts';
import type { RandomBytes } from './vault-envelope.ts';
import type { OsSecrets } from '../../owner.ts';
import type { Opener } from './vault-key.ts';
import type { Vault, VaultFault } from './vault.service.ts';

/** Asks a person for a passphrase, away from core, and answers the key that it gives with this salt. */
export type AskVaultKey = (
  context: TokenContext,
  use: 'create' | 'unlock' | 'change',
  salt: Uint8Array,
) => Promise<Result<Uint8Array, TokenFault>>;

export interface VaultHandlerDeps {
  readonly vault: Vault;
  readonly actorOf: (caller: Caller) => Actor;
  readonly takeGrant: (grantId: string, use: GrantUse) => string | undefined;
  readonly randomBytes: RandomBytes;
  /** Undefined where whoever runs core cannot reach a store of the operating system. */
  readonly os: OsSecrets | undefined;
  readonly askKey: AskVaultKey;
}

type Fault = VaultFault | PlaceFault | { readonly code: 'VAULT_OS_ABSENT'; readonly data: Record<string, never> };

const osAbsent = fail({ code: 'VAULT_OS_ABSENT', data: {} } as const);

/** Contract → service. Passphrases do not come this way: a prompt asks for them, and its host derives the key. */
export function vaultHandlers(deps: VaultHandlerDeps): Handlers<typeof vaultContract> {
  const { vault, actorOf, takeGrant, randomBytes, os, askKey } = deps;

  async function status() {
    return { ...(await vault.status()), operatingSystem: (await os?.offered()) === true };
  }

  async function statusAfter(done: Result<undefined, Fault>) {
    return done.ok ? ok(await status()) : done;
  }

  const byPassphrase = (context: TokenContext, use: Parameters<AskVaultKey>[1]): Opener => ({
    kind: 'passphrase',
    derive: (salt) => askKey(context, use, salt),
  });
  const bySystem = (): Result<Opener, Fault> => (os === undefined ? osAbsent : ok({ kind: 'operating-system', os }));

  /** What opens the vault now. One whose envelope cannot be read says so when it is opened with anything. */
  async function present(context: TokenContext, keyFile: Place | undefined): Promise<Result<Opener, Fault>> {
    if (keyFile !== undefined) {
      const path = pathOf(keyFile, context.caller, (id) => takeGrant(id, 'file'));
      return path.ok ? ok({ kind: 'key-file', path: path.value }) : path;
    }
    switch (await vault.openedBy()) {
      case 'key-file':
        return fail({ code: 'VAULT_KEY_FILE', data: { reason: 'missing' } });
      case 'operating-system':
        return bySystem();
      default:
        return ok(byPassphrase(context, 'unlock'));
    }
  }

  /** Runs work with the new opener. A key file that was made for it goes again when the work fails. */
  async function withNext(
    context: TokenContext,
    wish: NewVaultOpener,
    use: 'create' | 'change',
    work: (opener: Opener) => Promise<Result<undefined, VaultFault>>,
  ): Promise<Result<undefined, Fault>> {
    if (wish.kind === 'passphrase') return work(byPassphrase(context, use));
    if (wish.kind === 'operating-system') {
      const opener = (await os?.offered()) === true ? bySystem() : osAbsent;
      return opener.ok ? work(opener.value) : opener;
    }
    const path = pathOf(wish.place, context.caller, (id) => takeGrant(id, 'new-file'));
    const made = path.ok ? makeKeyFile(path.value, randomBytes) : path;
    if (!made.ok) return made;
    let done: Result<undefined, VaultFault> | undefined;
    try {
      done = await work({ kind: 'key-file', path: made.value });
      return done;
    } finally {
      if (done?.ok !== true) rmSync(made.value, { force: true });
    }
  }

  return {
    vault: {
      status: async () => ok(await status()),
      create: async ({ opener }, context) => {
        const actor = actorOf(context.caller);
        return statusAfter(await withNext(context, opener, 'create', (next) => vault.create(actor, next)));
      },
      unlock: async ({ keyFile }, context) => {
        const opener = await present(context, keyFile);
        return statusAfter(opener.ok ? await vault.unlock(actorOf(context.caller), opener.value) : opener);
      },
      rewrap: async ({ keyFile, next }, context) => {
        const opener = await present(context, keyFile);
        if (!opener.ok) return opener;
        const actor = actorOf(context.caller);
        const changed = await withNext(context, next, 'change', (to) => vault.changeOpener(actor, opener.value, to));
        return statusAfter(changed);
      },
      lock: async (_input, { caller }) => {
        await vault.lock(actorOf(caller), 'asked');
        return ok({});
      },
    },
  };
}

function makeKeyFile(path: string, randomBytes: RandomBytes): Result<string, PlaceFault> {
  try {
    createKeyFile(path, randomBytes);
    return ok(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return fail({ code: 'PLACE_REFUSED', data: { reason: 'exists' } });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return fail({ code: 'PLACE_REFUSED', data: { reason: 'missing' } });
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fail(placeFaultOf(fault));
  }
}
