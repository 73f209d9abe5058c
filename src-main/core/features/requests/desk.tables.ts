import type { Generated } from 'kysely';
import type { Migration } from '../../store/migration.ts';

/** Columns of `requests` that people's work fills; what is listed by them stands in the row, so that an index can. */
export interface DeskColumns {
  /** Chosen by a person, or the only one for whom all ids were registered when it came in. */
  readonly partner_id: Generated<string | null>;
  /** Name of the partner as it is sorted; empty without one. */
  readonly partner_key: Generated<string>;
  /** First claimed id as it is compared. */
  readonly ids_key: Generated<string>;
  /** What it asks to be used for, or what was prepared for it; empty where that is not known. */
  readonly purpose: Generated<string>;
  /** Name of an operator; empty: nobody. */
  readonly claimed_by: Generated<string>;
  readonly claimed_at: Generated<string | null>;
  /** Worst verdict of the checks at `verdict_at`; empty before. */
  readonly verdict: Generated<string>;
  readonly verdict_at: Generated<string | null>;
  /** ISO 8601 UTC; empty in requests from before there was an end. */
  readonly ends_at: Generated<string>;
  readonly aside_reason: Generated<string | null>;
  readonly aside_by: Generated<string | null>;
  readonly aside_at: Generated<string | null>;
  readonly superseded_by: Generated<string | null>;
  readonly callback_id: Generated<string | null>;
  readonly renewal_reason: Generated<string | null>;
}

export interface DeskTables {
  readonly request_notes: {
    readonly note_id: string;
    readonly request_id: string;
    readonly text: string;
    readonly noted_by: string;
    readonly noted_at: string;
  };
  readonly inbox_views: {
    readonly view_id: string;
    readonly name: string;
    readonly name_key: string;
    /** As the contract has it, as JSON. */
    readonly query: string;
    readonly saved_by: string;
    readonly saved_at: string;
  };
  /** One row or none. */
  readonly watched_folder: {
    readonly only: number;
    readonly path: string;
    readonly since: string;
    readonly set_by: string;
  };
  /** Contents that were looked at in a watched folder, whatever became of them. */
  readonly watched_files: {
    readonly sha256: string;
    readonly name: string;
    readonly looked_at: string;
    /** New requests out of it. */
    readonly added: number;
    readonly fault_code: string | null;
    readonly fault_message: string | null;
    readonly fault_offset: number | null;
  };
}

/** What the list filters by without a text stands in the index of its usual order, so that the rows are not read. */
const LISTED = 'request_id, state, claimed_by, partner_id, verdict, purpose';

export const deskMigrations: readonly Migration[] = [
  {
    feature: 'requests',
    version: 4,
    up: [
      ...['partner_id', 'claimed_at', 'verdict_at', 'aside_reason', 'aside_by', 'aside_at', 'superseded_by'].map(
        (name) => `alter table requests add column ${name} text`,
      ),
      `alter table requests add column callback_id text`,
      `alter table requests add column renewal_reason text`,
      ...['partner_key', 'ids_key', 'purpose', 'claimed_by', 'verdict', 'ends_at'].map(
        (name) => `alter table requests add column ${name} text not null default ''`,
      ),
      `drop index requests_by_received`,
      `create index requests_by_received on requests (received_at, ${LISTED})`,
      ...['partner_key', 'ids_key', 'claimed_by', 'verdict'].map(
        (name) => `create index requests_by_${name} on requests (${name}, request_id)`,
      ),
      `create index requests_by_end on requests (state, ends_at)`,
      `create table request_notes (
         note_id text primary key, request_id text not null references requests (request_id), text text not null,
         noted_by text not null, noted_at text not null) strict, without rowid`,
      `create index request_notes_by_request on request_notes (request_id, noted_at, note_id)`,
      `create table inbox_views (
         view_id text primary key, name text not null, name_key text not null unique, query text not null,
         saved_by text not null, saved_at text not null) strict, without rowid`,
      `create table watched_folder (
         only integer primary key check (only = 1), path text not null, since text not null,
         set_by text not null) strict`,
      `create table watched_files (
         sha256 text primary key, name text not null, looked_at text not null, added integer not null,
         fault_code text, fault_message text, fault_offset integer) strict, without rowid`,
      `create index watched_files_by_fault on watched_files (looked_at, sha256) where fault_code is not null`,
    ],
  },
];

/** A request that nobody has worked on. */
export const untouched = {
  partner_id: null,
  partner_key: '',
  ids_key: '',
  purpose: '',
  claimed_by: '',
  claimed_at: null,
  verdict: '',
  verdict_at: null,
  ends_at: '',
  aside_reason: null,
  aside_by: null,
  aside_at: null,
  superseded_by: null,
  callback_id: null,
  renewal_reason: null,
} as const;
