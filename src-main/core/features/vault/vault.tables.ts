import type { Migration } from '../../store/migration.ts';

export interface VaultTables {
  /** One row: the vault's key, wrapped. */
  readonly vault_key: { readonly id: number; readonly envelope: string };
  readonly vault_secrets: { readonly name: string; readonly envelope: string };
}

export const vaultMigrations: readonly Migration[] = [
  {
    feature: 'vault',
    version: 1,
    up: [
      `create table vault_key (id integer primary key check (id = 1), envelope text not null) strict`,
      `create table vault_secrets (name text primary key, envelope text not null) strict, without rowid`,
    ],
  },
];
