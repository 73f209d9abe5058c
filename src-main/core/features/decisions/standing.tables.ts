import type { Migration } from '../../store/migration.ts';

export interface StandingTables {
  /** What was claimed under a standing approval; `certificate_id` is null until the signature is there, or for ever. */
  readonly standing_uses: {
    readonly issuance_id: string;
    readonly standing_id: string;
    readonly request_id: string;
    readonly certificate_id: string | null;
    readonly at: string;
  };
  /** Rules that were stopped: for good. */
  readonly standing_stops: {
    readonly standing_id: string;
    readonly stopped_at: string;
    readonly stopped_by: string;
  };
}

export const standingMigrations: readonly Migration[] = [
  {
    feature: 'standing',
    version: 1,
    up: [
      `create table standing_uses (
         issuance_id text primary key references issuances (issuance_id), standing_id text not null,
         request_id text not null, certificate_id text, at text not null) strict, without rowid`,
      `create index standing_uses_by_rule on standing_uses (standing_id, at)`,
      `create trigger standing_uses_kept before delete on standing_uses when old.certificate_id is not null
         begin select raise(abort, 'uses are never removed'); end`,
      `create trigger standing_uses_fixed before update on standing_uses when old.certificate_id is not null
         begin select raise(abort, 'uses are never changed'); end`,
      `create table standing_stops (
         standing_id text primary key, stopped_at text not null, stopped_by text not null) strict, without rowid`,
      `create trigger standing_stops_kept before delete on standing_stops
         begin select raise(abort, 'a stop is for good'); end`,
      `create trigger standing_stops_fixed before update on standing_stops
         begin select raise(abort, 'a stop is for good'); end`,
    ],
  },
];
