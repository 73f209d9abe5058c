import type { Migration } from '../../store/migration.ts';

export interface CheckpointsTables {
  /** Every checkpoint that was made here, as it was signed. Append-only. */
  readonly checkpoints: {
    /** SHA-256 of the statement, lower-case hex. */
    readonly sha256: string;
    /** The last entry that it signs. */
    readonly seq: number;
    readonly head: string;
    /** Compact JWS. */
    readonly jws: string;
    /** Of the signer, DER in base64url. */
    readonly certificate: string;
    readonly at: string;
    readonly by: string;
    readonly why: string;
  };
}

export const checkpointsMigrations: readonly Migration[] = [
  {
    feature: 'checkpoints',
    version: 1,
    up: [
      `create table checkpoints (
         sha256 text primary key check (length(sha256) = 64), seq integer not null, head text not null,
         jws text not null, certificate text not null, at text not null, by text not null,
         why text not null check (why in ('demand', 'logout', 'due'))) strict`,
      `create index checkpoints_by_seq on checkpoints (seq)`,
      `create trigger checkpoints_kept before delete on checkpoints
         begin select raise(abort, 'checkpoints are never removed'); end`,
      `create trigger checkpoints_fixed before update on checkpoints
         begin select raise(abort, 'checkpoints are never changed'); end`,
    ],
  },
];
