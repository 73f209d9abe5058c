import type { Migration } from './migration.ts';

export interface StoreTables {
  /** Facts about this database itself, such as which workspace it belongs to and where it lay last. */
  readonly workspace_state: { readonly name: string; readonly value: string };
  readonly schema_migrations: {
    readonly seq: number;
    readonly feature: string;
    readonly version: number;
    /** SHA-256 of the step's statements, so that an edited step is noticed. */
    readonly digest: string;
    readonly applied_at: string;
  };
}

export const storeMigrations: readonly Migration[] = [
  {
    feature: 'store',
    version: 1,
    up: [
      `create table schema_migrations (
         seq integer primary key, feature text not null, version integer not null,
         digest text not null, applied_at text not null, unique (feature, version)) strict`,
      `create table workspace_state (name text primary key, value text not null) strict, without rowid`,
    ],
  },
];
