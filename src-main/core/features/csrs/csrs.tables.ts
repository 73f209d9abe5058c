import type { Migration } from '../../store/migration.ts';

export interface CsrsTables {
  readonly csrs: {
    readonly csr_id: string;
    readonly generation_id: string;
    readonly group_ref: string;
    readonly created_at: string;
    readonly created_by: string;
    /** What was asked for, as the contract's CsrSpec; `der` is the truth. */
    readonly spec: string;
    readonly der: Uint8Array;
    readonly sha256: string;
    readonly info_sha256: string;
    readonly spki_sha256: string;
    readonly algorithm: string;
    readonly common_name: string;
    readonly not_before: string | null;
    readonly not_after: string | null;
    /** The OID profile it was written with: a later profile must not change how it is read. */
    readonly oid_profile: string;
    readonly proof_jws: string | null;
    /** Texts that are looked for, with id and counterpart of the group: neither ever changes. */
    readonly search: string;
    /** Id of the group, and the wished end or nothing: sorting only. */
    readonly group_id: string;
    readonly ends: string;
  };
}

export const csrsMigrations: readonly Migration[] = [
  {
    feature: 'csrs',
    version: 1,
    up: [
      `create table csrs (
         csr_id text primary key, generation_id text not null references key_generations (generation_id),
         group_ref text not null references key_groups (group_ref), created_at text not null, created_by text not null,
         spec text not null, der blob not null, sha256 text not null unique, info_sha256 text not null,
         spki_sha256 text not null, algorithm text not null, common_name text not null,
         not_before text, not_after text, oid_profile text not null, proof_jws text, search text not null) strict`,
      `create index csrs_by_created on csrs (created_at, csr_id)`,
      `create index csrs_by_group on csrs (group_ref, created_at)`,
      `create index csrs_by_generation on csrs (generation_id)`,
    ],
  },
];

/** What the list is sorted and searched by stands in its own rows, so that a page is a walk over an index. */
export const csrsListMigrations: readonly Migration[] = [
  {
    feature: 'csrs',
    version: 2,
    up: [
      `alter table csrs add column group_id text not null default ''`,
      `alter table csrs add column ends text not null default ''`,
      `update csrs set ends = coalesce(not_after, ''), group_id = g.id,
         search = search || char(10) || g.id || char(10) || coalesce(g.counterpart, '')
         from key_groups g where g.group_ref = csrs.group_ref`,
      `create index csrs_by_group_id on csrs (group_id, csr_id)`,
      `create index csrs_by_end on csrs (ends, csr_id)`,
      `create index csrs_by_name on csrs (common_name, csr_id)`,
    ],
  },
];
