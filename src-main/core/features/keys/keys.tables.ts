import type { Migration } from '../../store/migration.ts';

export interface KeysTables {
  readonly key_groups: {
    readonly group_ref: string;
    readonly id: string;
    readonly purpose: string;
    readonly owner: string;
    /** Lower case: owners are compared ignoring case, spelling is kept. */
    readonly owner_key: string;
    readonly counterpart: string | null;
    readonly counterpart_key: string;
    readonly defaults: string;
    readonly created_at: string;
    readonly created_by: string;
  };
  readonly key_generations: {
    readonly generation_id: string;
    readonly group_ref: string;
    readonly number: number;
    readonly state: string;
    readonly algorithm: string;
    readonly token_uri: string | null;
    readonly token_label: string | null;
    readonly software: number;
    readonly key_uri: string | null;
    readonly key_id: string | null;
    /** CKA_ID and label of a key that is being made: how it is found again after a crash. */
    readonly intent_id: string | null;
    readonly key_label: string | null;
    readonly spki: Uint8Array | null;
    readonly spki_sha256: string | null;
    readonly adopted: number;
    readonly planned_at: string;
    readonly key_made_at: string | null;
    readonly not_before: string | null;
    readonly not_after: string | null;
    readonly csr_count: number;
    /** Set while nobody knows whether the token has destroyed the key; the next look at the token clears it. */
    readonly destroy_asked_at: string | null;
  };
}

export const keysMigrations: readonly Migration[] = [
  {
    feature: 'keys',
    version: 1,
    up: [
      `create table key_groups (
         group_ref text primary key, id text not null, purpose text not null,
         owner text not null, owner_key text not null, counterpart text, counterpart_key text not null,
         defaults text not null, created_at text not null, created_by text not null,
         unique (owner_key, counterpart_key, id)) strict`,
      `create index key_groups_by_id on key_groups (id, group_ref)`,
      `create index key_groups_by_created on key_groups (created_at, group_ref)`,
      `create index key_groups_by_owner on key_groups (owner_key, group_ref)`,
      `create index key_groups_by_counterpart on key_groups (counterpart_key, group_ref)`,
      `create table key_generations (
         generation_id text primary key, group_ref text not null references key_groups (group_ref),
         number integer not null check (number > 0), state text not null, algorithm text not null,
         token_uri text, token_label text, software integer not null check (software in (0, 1)),
         key_uri text, key_id text, intent_id text, key_label text, spki blob, spki_sha256 text,
         adopted integer not null check (adopted in (0, 1)), planned_at text not null, key_made_at text,
         not_before text, not_after text, csr_count integer not null default 0,
         unique (group_ref, number)) strict`,
      `create unique index key_generations_by_key on key_generations (spki_sha256)
         where spki_sha256 is not null and state <> 'destroyed'`,
      `create index key_generations_by_state on key_generations (state)`,
    ],
  },
];

/** A question about a destruction that ended without an answer, kept over crashes. */
export const keysDestroyMigrations: readonly Migration[] = [
  {
    feature: 'keys',
    version: 2,
    up: [
      `alter table key_generations add column destroy_asked_at text`,
      `create index key_generations_by_destroy on key_generations (destroy_asked_at) where destroy_asked_at is not null`,
    ],
  },
];
