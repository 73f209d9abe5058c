import type { Migration } from '../../store/migration.ts';
import type { DeskColumns } from './desk.tables.ts';

export interface RequestsTables {
  readonly requests: {
    readonly request_id: string;
    readonly state: string;
    /** The bytes as they came; everything beside them is for listing and is read from them again before signing. */
    readonly der: Uint8Array;
    readonly sha256: string;
    readonly spki_sha256: string;
    readonly subject: string;
    readonly common_name: string;
    readonly name_key: string;
    readonly key_group_id: string | null;
    readonly group_key: string;
    /** Ids as JSON, for the row of the list. */
    readonly claims: string;
    readonly algorithm: string;
    readonly signature_valid: number;
    readonly errors: number;
    readonly warnings: number;
    readonly source: string;
    /** The OID profile it is read with. */
    readonly oid_profile: string;
    readonly received_at: string;
    readonly received_by: string;
    readonly reject_reason: string | null;
    readonly note: string | null;
    readonly certificate_id: string | null;
    readonly search: string;
  } & DeskColumns;
  readonly request_ids: { readonly id_key: string; readonly kind: string; readonly request_id: string };
}

export const requestsMigrations: readonly Migration[] = [
  {
    feature: 'requests',
    version: 1,
    up: [
      `create table requests (
         request_id text primary key, state text not null, der blob not null, sha256 text not null unique,
         spki_sha256 text not null, subject text not null, common_name text not null, name_key text not null,
         key_group_id text, group_key text not null, claims text not null, algorithm text not null,
         signature_valid integer not null check (signature_valid in (0, 1)), errors integer not null,
         warnings integer not null, source text not null, oid_profile text not null, received_at text not null,
         received_by text not null, reject_reason text, note text, certificate_id text, search text not null) strict`,
      `create index requests_by_received on requests (received_at, request_id)`,
      `create index requests_by_name on requests (name_key, request_id)`,
      `create index requests_by_group on requests (group_key, request_id)`,
      `create index requests_by_state on requests (state, request_id)`,
      `create table request_ids (
         id_key text not null, kind text not null, request_id text not null references requests (request_id),
         primary key (id_key, kind, request_id)) strict, without rowid`,
      `create index request_ids_by_request on request_ids (request_id)`,
    ],
  },
];

/** Where else a key is known from. */
export const requestsKeyMigrations: readonly Migration[] = [
  { feature: 'requests', version: 2, up: [`create index requests_by_key on requests (spki_sha256)`] },
];
