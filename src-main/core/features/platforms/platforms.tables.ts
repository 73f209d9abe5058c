import type { Migration } from '../../store/migration.ts';

export interface PlatformsTables {
  readonly platform_connections: {
    readonly connection_id: string;
    /** Its number in platform.db, never given twice. */
    readonly number: number;
    readonly revision: number;
    readonly name: string;
    readonly partner_id: string | null;
    /** JSON of `ConnectionSettings`; bytes in it as base64. */
    readonly settings: string;
    /** JSON of what was found last; null before. */
    readonly found: string | null;
    /** JSON of how far the exchange of tokens has come; the tokens themselves are in the vault. */
    readonly credentials: string;
    readonly created_at: string;
    readonly created_by: string;
  };
  /** The last number that was given to a connection. */
  readonly platform_numbers: {
    readonly one: 1;
    readonly last: number;
    /** When the retention rules were carried out last. */
    readonly retained_at: string | null;
  };
  /** Lists of synced objects as somebody looked at them. */
  readonly data_views: {
    readonly view_id: string;
    readonly module: string;
    readonly name: string;
    readonly name_key: string;
    /** What `DataView` has besides, as JSON. */
    readonly shows: string;
    readonly saved_by: string;
    readonly saved_at: string;
  };
}

export const platformsMigrations: readonly Migration[] = [
  {
    feature: 'platforms',
    version: 1,
    up: [
      `create table platform_connections (
         connection_id text primary key, number integer not null unique check (number > 0),
         revision integer not null check (revision > 0), name text not null, partner_id text,
         settings text not null, found text, credentials text not null, created_at text not null,
         created_by text not null) strict`,
      `create index platform_connections_by_partner on platform_connections (partner_id)`,
      `create table platform_numbers (one integer primary key check (one = 1), last integer not null) strict`,
      `insert into platform_numbers (one, last) values (1, 0)`,
    ],
  },
  {
    feature: 'platforms',
    version: 2,
    up: [`alter table platform_numbers add column retained_at text`],
  },
  {
    feature: 'platforms',
    version: 3,
    up: [
      `create table data_views (
         view_id text primary key, module text not null, name text not null, name_key text not null,
         shows text not null, saved_by text not null, saved_at text not null,
         unique (module, name_key)) strict, without rowid`,
    ],
  },
];
