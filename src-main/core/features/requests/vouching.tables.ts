import type { Migration } from '../../store/migration.ts';

/** What is known of a request beside its bytes. Confirmations are never changed; the newest one counts. */
export interface VouchingTables {
  readonly request_owners: {
    readonly request_id: string;
    readonly partner_id: string;
    readonly chosen_at: string;
    readonly chosen_by: string;
  };
  readonly request_confirmations: {
    readonly confirmation_id: string;
    readonly request_id: string;
    readonly spki_sha256: string;
    readonly partner_id: string;
    readonly contact: string;
    readonly note: string;
    readonly confirmed_at: string;
    readonly confirmed_by: string;
  };
  readonly request_proofs: {
    readonly request_id: string;
    readonly jws: string;
    readonly added_at: string;
    readonly added_by: string;
  };
}

export const vouchingMigrations: readonly Migration[] = [
  {
    feature: 'requests',
    version: 3,
    up: [
      `create table request_owners (
         request_id text primary key references requests (request_id), partner_id text not null,
         chosen_at text not null, chosen_by text not null) strict, without rowid`,
      `create table request_confirmations (
         confirmation_id text primary key, request_id text not null references requests (request_id),
         spki_sha256 text not null, partner_id text not null, contact text not null, note text not null,
         confirmed_at text not null, confirmed_by text not null) strict, without rowid`,
      `create index request_confirmations_by_request on request_confirmations (request_id, confirmed_at)`,
      `create table request_proofs (
         request_id text primary key references requests (request_id), jws text not null, added_at text not null,
         added_by text not null) strict, without rowid`,
    ],
  },
];
