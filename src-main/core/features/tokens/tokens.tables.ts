import type { Migration } from '../../store/migration.ts';

export interface TokensTables {
  /** PKCS#11 libraries that an operator confirmed. The software token is part of the product and has no row. */
  readonly modules: {
    readonly module_id: string;
    /** Order of being added, which decides whose token it is when two modules show the same one. */
    readonly position: number;
    readonly name: string;
    readonly profile: string;
    /** As confirmed; links are followed at each start. */
    readonly path: string;
    readonly sha256: string;
    /** Handed to C_Initialize; NSS names its database here. Never a secret. */
    readonly parameters: string | null;
    readonly confirmed_at: string;
    readonly confirmed_by: string;
  };
}

export const tokensMigrations: readonly Migration[] = [
  {
    feature: 'tokens',
    version: 1,
    up: [
      `create table modules (
         module_id text primary key, position integer not null unique, name text not null, profile text not null,
         path text not null unique, sha256 text not null check (length(sha256) = 64), parameters text,
         confirmed_at text not null, confirmed_by text not null) strict`,
    ],
  },
];
