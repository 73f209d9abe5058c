import type { Generated } from 'kysely';
import type { Migration } from '../../store/migration.ts';

export interface DecisionsTables {
  /** Every vote that was taken, also those that no longer count: the newest of an operator counts. */
  readonly request_votes: {
    /** Order in which votes were taken. */
    readonly place: Generated<number>;
    readonly vote_id: string;
    readonly request_id: string;
    readonly issuance_id: string;
    readonly operator_id: string;
    /** Compact JWS `vote` (shared/contract/statements.ts): what else a vote says stands in it alone. */
    readonly jws: string;
    readonly via: string;
    readonly taken_at: string;
    readonly taken_by: string;
  };
  /** Texts whose SHA-256 votes sign: policies and check results, canonical JSON. */
  readonly decision_texts: {
    readonly sha256: string;
    readonly text: string;
  };
}

export const decisionsMigrations: readonly Migration[] = [
  {
    feature: 'decisions',
    version: 1,
    up: [
      `create table request_votes (
         place integer primary key, vote_id text not null unique, request_id text not null references requests (request_id),
         issuance_id text not null references issuances (issuance_id), operator_id text not null,
         jws text not null unique, via text not null check (via in ('here', 'file')), taken_at text not null,
         taken_by text not null) strict`,
      `create index request_votes_by_issuance on request_votes (issuance_id, place)`,
      `create index request_votes_by_request on request_votes (request_id)`,
      `create trigger request_votes_kept before delete on request_votes
         begin select raise(abort, 'votes are never removed'); end`,
      `create trigger request_votes_fixed before update on request_votes
         begin select raise(abort, 'votes are never changed'); end`,
      `create table decision_texts (sha256 text primary key, text text not null) strict, without rowid`,
    ],
  },
];
