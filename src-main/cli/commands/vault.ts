import { resolve } from 'node:path';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { Place } from '../../../shared/contract/place.ts';
import { type NewVaultOpener, VaultOpener } from '../../../shared/contract/vault.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { facts } from '../print.ts';

const { vault } = appContract;
type VaultState = Extract<Awaited<ReturnType<AppClient['vault']['status']>>, { readonly ok: true }>['value'];

const passphrase: Readonly<Record<string, CommandOption>> = {
  'passphrase-file': {
    kind: 'text',
    value: 'FILE',
    about: 'file with the passphrase of the vault (mode 0600, no link)',
  },
  'passphrase-fd': { kind: 'number', value: 'N', about: 'file descriptor with the passphrase of the vault' },
};
const newPassphrase: Readonly<Record<string, CommandOption>> = {
  'new-passphrase-file': { kind: 'text', value: 'FILE', about: 'file with the new passphrase' },
  'new-passphrase-fd': { kind: 'number', value: 'N', about: 'file descriptor with the new passphrase' },
};
const keyFile = { kind: 'text', value: 'FILE', about: 'key file that opens the vault' } as const;
const by = { kind: 'text', required: true, value: VaultOpener.options.join('|') } as const;

/** `--by passphrase|key-file|operating-system`, with `--new-key-file` for the file that is made. */
function openerOf({ options, io }: CommandContext): Result<NewVaultOpener, CommandFault> {
  const kind = VaultOpener.safeParse(options.must('by'));
  if (!kind.success) return usage(`--by is one of ${VaultOpener.options.join(', ')}`);
  const path = options.text('new-key-file');
  if (kind.data !== 'key-file') {
    return path === undefined ? ok({ kind: kind.data }) : usage('--new-key-file goes with --by key-file');
  }
  if (path === undefined) return usage('--new-key-file is missing: the file that is made');
  return ok({ kind: 'key-file', place: { path: resolve(io.cwd, path) } });
}

function presentFile({ options, io }: CommandContext): { readonly keyFile?: Place } {
  const path = options.text('key-file');
  return path === undefined ? {} : { keyFile: { path: resolve(io.cwd, path) } };
}

function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}

function tell(end: Result<VaultState, CommandFault>): Result<CommandAnswer, CommandFault> {
  if (!end.ok) return end;
  const { state, protectedBy, secrets, operatingSystem } = end.value;
  const text = facts([
    ['vault', state],
    ['opened by', protectedBy],
    ['secrets', String(secrets)],
    ['store of the operating system', operatingSystem ? 'available' : 'not available'],
  ]);
  return ok({ json: end.value, text });
}

/** A vault that is opened stays open in the core that runs: of one command alone it is closed again at its end. */
export const vaultCommands: readonly Command[] = [
  {
    name: 'vault status',
    about: 'whether the vault for other secrets is set up and open',
    options: {},
    shape: vault.status.output,
    run: async ({ client }) => tell(await client.vault.status({})),
  },
  {
    name: 'vault create',
    about: 'makes the vault of the workspace',
    options: {
      by: { ...by, about: 'what opens the vault' },
      'new-key-file': { kind: 'text', value: 'FILE', about: 'key file that is made; keep it apart from the workspace' },
      ...passphrase,
    },
    shape: vault.create.output,
    run: async (context) => {
      const opener = openerOf(context);
      if (!opener.ok) return opener;
      return tell(await context.client.vault.create({ opener: opener.value }, { onItem: context.answerPrompt }));
    },
  },
  {
    name: 'vault unlock',
    about: 'opens the vault of a console that is running',
    options: { 'key-file': keyFile, ...passphrase },
    shape: vault.unlock.output,
    run: async (context) =>
      tell(await context.client.vault.unlock(presentFile(context), { onItem: context.answerPrompt })),
  },
  {
    name: 'vault rewrap',
    about: 'has another passphrase, key file or the operating system open the vault',
    options: {
      by: { ...by, about: 'what opens the vault from now on' },
      'key-file': { ...keyFile, about: 'key file that opens the vault now' },
      'new-key-file': { kind: 'text', value: 'FILE', about: 'key file that is made' },
      ...passphrase,
      ...newPassphrase,
    },
    shape: vault.rewrap.output,
    run: async (context) => {
      const next = openerOf(context);
      if (!next.ok) return next;
      const wish = { ...presentFile(context), next: next.value };
      return tell(await context.client.vault.rewrap(wish, { onItem: context.answerPrompt }));
    },
  },
  {
    name: 'vault lock',
    about: 'locks the vault of a console that is running',
    options: {},
    shape: vault.lock.output,
    run: async ({ client }) => {
      const end = await client.vault.lock({});
      return end.ok ? ok({ json: {}, text: 'locked' }) : end;
    },
  },
];
