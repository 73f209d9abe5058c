import type { Migration } from '../../store/migration.ts';

export interface RevocationsTables {
  /** The standing of one certificate on the list of its authority; how it came about is in the audit log. */
  readonly revocations: {
    readonly authority_id: string;
    /** As `serialKey` gives it, which is how readers tell it. */
    readonly serial: string;
    /** Null for a certificate that was never seen here. */
    readonly certificate_id: string | null;
    readonly state: string;
    readonly reason: string;
    readonly revoked_at: string;
    readonly invalid_since: string | null;
    readonly note: string;
    readonly decided_at: string;
    readonly decided_by: string;
    /** 1: taken over from a list that was read. */
    readonly from_crl: number;
  };
  /** Every revocation list that was begun or read. */
  readonly crls: {
    readonly crl_id: string;
    readonly authority_id: string;
    /** 40 digits of hex, so that text order is the order of numbers. */
    readonly number: string;
    readonly state: string;
    /** What goes to the token; null once the list is there, and for lists that were read. */
    readonly tbs: Uint8Array | null;
    readonly tbs_sha256: string | null;
    readonly der: Uint8Array | null;
    readonly sha256: string | null;
    readonly this_update: string;
    readonly next_update: string;
    readonly entries: number;
    readonly created_at: string;
    readonly created_by: string;
    readonly ended_at: string | null;
  };
}

export const revocationsMigrations: readonly Migration[] = [
  {
    feature: 'revocations',
    version: 1,
    up: [
      `create table revocations (
         authority_id text not null references authorities (authority_id), serial text not null, certificate_id text,
         state text not null check (state in ('held', 'revoked', 'released')), reason text not null,
         revoked_at text not null, invalid_since text, note text not null, decided_at text not null,
         decided_by text not null, from_crl integer not null check (from_crl in (0, 1)),
         primary key (authority_id, serial)) strict`,
      `create index revocations_by_time on revocations (decided_at)`,
      `create index revocations_by_certificate on revocations (certificate_id) where certificate_id is not null`,
      `create trigger revocations_kept before delete on revocations
         begin select raise(abort, 'revocations are never removed'); end`,
      `create trigger revocations_final before update on revocations
         when old.state = 'revoked' and (new.state <> 'revoked' or new.serial <> old.serial)
         begin select raise(abort, 'a revocation is for good'); end`,
      `create table crls (
         crl_id text primary key, authority_id text not null references authorities (authority_id),
         number text not null check (length(number) = 40),
         state text not null check (state in ('signing', 'issued', 'unclear', 'dropped', 'read')),
         tbs blob, tbs_sha256 text, der blob, sha256 text, this_update text not null, next_update text not null,
         entries integer not null, created_at text not null, created_by text not null, ended_at text) strict`,
      `create index crls_by_authority on crls (authority_id, number)`,
      `create index crls_in_signing on crls (state) where state = 'signing'`,
      `create trigger crls_kept before delete on crls
         begin select raise(abort, 'revocation lists are never removed'); end`,
      `create trigger crls_rise before insert on crls
         when new.state <> 'read' and exists
           (select 1 from crls where authority_id = new.authority_id and number >= new.number)
         begin select raise(abort, 'the number of a revocation list never goes back'); end`,
      `create trigger crls_fixed before update on crls
         when new.number <> old.number or new.authority_id <> old.authority_id
         begin select raise(abort, 'the number of a revocation list is fixed'); end`,
    ],
  },
];
