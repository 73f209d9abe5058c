import type { Migration } from '../../store/migration.ts';

export interface PartnersTables {
  readonly partners: {
    readonly partner_id: string;
    readonly name: string;
    /** Lower case: names are unique whatever their case. */
    readonly name_key: string;
    readonly platform_key: string;
    readonly version: number;
    readonly archived: number;
    /** What is stated of it (shared/domain/partner-changes.ts) as JSON. */
    readonly facts: string;
    /** Ids that nobody has confirmed. */
    readonly unconfirmed: number;
    readonly search: string;
    readonly created_at: string;
    readonly created_by: string;
    readonly changed_at: string;
    readonly changed_by: string;
  };
  readonly partner_ids: {
    readonly id_key: string;
    readonly partner_id: string;
    readonly kind: string;
    readonly id: string;
    /** Equal for ids that can be taken for each other. */
    readonly shape: string;
    readonly confirmed: number;
    /** Of its partner; archived partners hold no id against others. */
    readonly archived: number;
  };
  /** Append-only: every version whole, also of partners that are gone. */
  readonly partner_versions: {
    readonly partner_id: string;
    readonly version: number;
    readonly deed: string;
    readonly imported: number;
    /** Null when it was removed. */
    readonly facts: string | null;
    readonly at: string;
    readonly by: string;
  };
}

export const partnersMigrations: readonly Migration[] = [
  {
    feature: 'partners',
    version: 1,
    up: [
      `create table partners (
         partner_id text primary key, name text not null, name_key text not null unique, platform_key text not null,
         version integer not null check (version > 0), archived integer not null check (archived in (0, 1)),
         facts text not null, unconfirmed integer not null, search text not null, created_at text not null,
         created_by text not null, changed_at text not null, changed_by text not null) strict`,
      `create index partners_by_platform on partners (platform_key, partner_id)`,
      `create index partners_by_change on partners (changed_at, partner_id)`,
      `create table partner_ids (
         id_key text not null, partner_id text not null references partners (partner_id), kind text not null,
         id text not null, shape text not null, confirmed integer not null check (confirmed in (0, 1)),
         archived integer not null check (archived in (0, 1)), primary key (id_key, partner_id)) strict, without rowid`,
      `create unique index partner_ids_once on partner_ids (id_key) where archived = 0`,
      `create index partner_ids_by_shape on partner_ids (shape)`,
      `create index partner_ids_by_partner on partner_ids (partner_id)`,
      `create table partner_versions (
         partner_id text not null, version integer not null, deed text not null,
         imported integer not null check (imported in (0, 1)), facts text, at text not null, by text not null,
         primary key (partner_id, version)) strict, without rowid`,
      `create trigger partner_versions_kept before delete on partner_versions
         begin select raise(abort, 'versions of partners are never removed'); end`,
      `create trigger partner_versions_fixed before update on partner_versions
         begin select raise(abort, 'versions of partners are never changed'); end`,
    ],
  },
];
