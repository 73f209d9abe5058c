import { z } from 'zod';
import { Nothing } from './common.ts';
import { Place, placeErrors } from './place.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

export const VaultOpener = z.enum(['operating-system', 'passphrase', 'key-file']);
export type VaultOpener = z.infer<typeof VaultOpener>;

/**
 * What is to open the vault from now on. A passphrase is never in a call: it is asked for by a prompt of the token host
 * for software keys, which hands core the derived key only. A key file is made new; an existing file is never replaced.
 */
export const NewVaultOpener = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase') }),
  z.strictObject({ kind: z.literal('key-file'), place: Place }),
  z.strictObject({ kind: z.literal('operating-system') }),
]);
export type NewVaultOpener = z.infer<typeof NewVaultOpener>;

const VaultStatus = z.strictObject({
  state: z.enum(['absent', 'locked', 'open']),
  protectedBy: z.enum(['none', ...VaultOpener.options]),
  secrets: z.int(),
  /** Whether whoever runs core offers the operating system's store for secrets, and that store really encrypts. */
  operatingSystem: z.boolean(),
});

const vaultErrors = {
  ...tokenErrors,
  ...placeErrors,
  VAULT_ABSENT: Nothing,
  VAULT_EXISTS: Nothing,
  VAULT_DAMAGED: Nothing,
  VAULT_WRONG_SECRET: Nothing,
  VAULT_WRONG_OPENER: z.strictObject({ needed: VaultOpener }),
  VAULT_KEY_FILE: z.strictObject({ reason: z.enum(['missing', 'link', 'readable-by-others', 'form', 'unreadable']) }),
  VAULT_OS_REFUSED: Nothing,
  VAULT_OS_ABSENT: Nothing,
} as const;

/** For a vault that a key file opens; another one is asked for its passphrase, or asks the operating system. */
const keyFile = Place.optional();

export const vaultContract = {
  vault: {
    status: {
      about: 'Whether the vault for other secrets is set up and open.',
      role: 'viewer',
      input: Nothing,
      output: VaultStatus,
    },
    create: {
      about: 'Makes the vault and leaves it open.',
      role: 'ca-operator',
      input: z.strictObject({ opener: NewVaultOpener }),
      item: PromptItem,
      output: VaultStatus,
      errors: vaultErrors,
      deadlineMs: 'none',
    },
    unlock: {
      about: 'Opens the vault; asks for its passphrase where it has one.',
      role: 'operator',
      input: z.strictObject({ keyFile }),
      item: PromptItem,
      output: VaultStatus,
      errors: vaultErrors,
      deadlineMs: 'none',
    },
    rewrap: {
      about: 'Has another passphrase, key file or the operating system open the vault; needs the present one.',
      role: 'ca-operator',
      input: z.strictObject({ keyFile, next: NewVaultOpener }),
      item: PromptItem,
      output: VaultStatus,
      errors: vaultErrors,
      deadlineMs: 'none',
    },
    lock: { about: 'Locks the vault.', role: 'viewer', input: Nothing, output: Nothing },
  },
} as const satisfies ContractTree;
