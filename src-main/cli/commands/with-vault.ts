import { resolve } from 'node:path';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandContext, CommandFault, CommandOption } from '../command.ts';

const vaultOptions: Readonly<Record<string, CommandOption>> = {
  'vault-key-file': { kind: 'text', value: 'FILE', about: 'key file that opens the vault for this command' },
  'vault-passphrase-file': {
    kind: 'text',
    value: 'FILE',
    about: 'file with the passphrase that opens the vault for this command (mode 0600, no link)',
  },
  'vault-passphrase-fd': { kind: 'number', value: 'N', about: 'file descriptor with that passphrase' },
};

/**
 * A command that needs what is in the vault: it opens a locked one for itself and locks it again, so that a script works
 * without a console that runs. Without an option it asks at the terminal, when the vault turns out to be needed.
 */
export function withVault(command: Command): Command {
  return {
    ...command,
    options: { ...command.options, ...vaultOptions },
    run: async (context) => {
      const { options } = context;
      const isGiven =
        options.text('vault-key-file') !== undefined ||
        options.text('vault-passphrase-file') !== undefined ||
        options.number('vault-passphrase-fd') !== undefined;
      if (isGiven) return openFor(context, () => command.run(context));
      const end = await command.run(context);
      if (end.ok || end.error.code !== 'VAULT_LOCKED' || context.io.askHidden === undefined) return end;
      const status = await context.client.vault.status({});
      // Nothing was done yet: a command that needs the vault opens it before all else.
      return status.ok && status.value.protectedBy === 'passphrase'
        ? openFor(context, () => command.run(context))
        : end;
    },
  };
}

async function openFor<T>(
  { client, options, io, answerPrompt }: CommandContext,
  run: () => Promise<Result<T, CommandFault>>,
): Promise<Result<T, CommandFault>> {
  const before = await client.vault.status({});
  if (!before.ok) return before;
  const path = options.text('vault-key-file');
  const opened =
    before.value.state === 'open'
      ? ok(undefined)
      : await client.vault.unlock(path === undefined ? {} : { keyFile: { path: resolve(io.cwd, path) } }, {
          onItem: answerPrompt,
        });
  if (!opened.ok) return opened;
  try {
    return await run();
  } finally {
    // One that was open before belongs to the console that runs.
    if (before.value.state !== 'open') await client.vault.lock({});
  }
}
