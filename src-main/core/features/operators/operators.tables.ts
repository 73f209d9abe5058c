import type { Migration } from '../../store/migration.ts';

export interface OperatorsTables {
  /** The roster as it is signed; nothing in it is believed before it was folded. */
  readonly roster_entries: { readonly seq: number; readonly text: string; readonly votes: string };
  readonly roster_proposals: {
    readonly proposal_id: string;
    readonly seq: number;
    readonly text: string;
    /** SHA-256 of the text, lower-case hex. */
    readonly hash: string;
    /** Compact JWS as a JSON array. */
    readonly votes: string;
    readonly proposed_at: string;
    readonly proposed_by: string;
  };
}

export const operatorsMigrations: readonly Migration[] = [
  {
    feature: 'operators',
    version: 1,
    up: [
      `create table roster_entries (seq integer primary key, text text not null, votes text not null) strict`,
      `create table roster_proposals (
         proposal_id text primary key, seq integer not null, text text not null, hash text not null unique,
         votes text not null, proposed_at text not null, proposed_by text not null) strict`,
    ],
  },
];
