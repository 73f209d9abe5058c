import type { Migration } from '../../store/migration.ts';

export interface AuthoritiesTables {
  readonly authorities: {
    readonly authority_id: string;
    readonly name: string;
    /** Lower case: names are unique whatever their case. */
    readonly name_key: string;
    readonly kinds: string;
    readonly parent_id: string | null;
    /** `planned` until its key and certificate are there; a crash leaves it so, and it is shown as unclear. */
    readonly state: string;
    readonly algorithm: string;
    readonly padding: string;
    readonly token_uri: string;
    readonly token_label: string;
    readonly software: number;
    readonly key_label: string;
    /** CKA_ID of the key while it is being made; null for linked keys. */
    readonly intent_id: string | null;
    readonly key_id: string | null;
    readonly key_uri: string | null;
    readonly spki: Uint8Array | null;
    readonly spki_sha256: string | null;
    /** What was asked for, as the contract's AuthoritySpec; null for linked ones. */
    readonly spec: string | null;
    readonly policy: string;
    readonly is_root: number;
    readonly foreign_parent: number;
    /** Id in the inventory, and the SHA-256 that must be found there. */
    readonly certificate_id: string | null;
    readonly certificate_sha256: string | null;
    /** SHA-256 of its certificate and of those above it, as JSON: which they are is decided once, when it begins. */
    readonly chain: string | null;
    readonly subject: string;
    readonly not_before: string | null;
    readonly not_after: string | null;
    readonly predecessor_id: string | null;
    readonly successor_id: string | null;
    readonly created_at: string;
    readonly created_by: string;
  };
  /** Bytes, serial and times are fixed when the row is written; only the state and what comes of it change. */
  readonly issuances: {
    readonly issuance_id: string;
    readonly authority_id: string;
    readonly request_id: string | null;
    /** The authority whose certificate it is to be, or that is cross-certified. */
    readonly subject_authority_id: string | null;
    readonly role: string;
    /** Of end certificates. */
    readonly purpose: string | null;
    readonly tbs: Uint8Array;
    readonly tbs_sha256: string;
    /** Content octets in hex, as readers tell it. */
    readonly serial: string;
    readonly state: string;
    readonly not_before: string;
    readonly not_after: string;
    readonly clips: string;
    /** The OID profile it was written with. */
    readonly oid_profile: string;
    readonly created_at: string;
    readonly created_by: string;
    readonly signing_at: string | null;
    readonly ended_at: string | null;
    readonly certificate_id: string | null;
  };
}

export const authoritiesMigrations: readonly Migration[] = [
  {
    feature: 'authorities',
    version: 1,
    up: [
      `create table authorities (
         authority_id text primary key, name text not null, name_key text not null unique, kinds text not null,
         parent_id text references authorities (authority_id), state text not null, algorithm text not null,
         padding text not null, token_uri text not null, token_label text not null,
         software integer not null check (software in (0, 1)), key_label text not null, intent_id text, key_id text,
         key_uri text, spki blob, spki_sha256 text, spec text, policy text not null,
         is_root integer not null check (is_root in (0, 1)),
         foreign_parent integer not null check (foreign_parent in (0, 1)),
         certificate_id text, certificate_sha256 text, subject text not null, not_before text, not_after text,
         predecessor_id text, successor_id text, created_at text not null, created_by text not null) strict`,
      `create unique index authorities_by_key on authorities (spki_sha256) where spki_sha256 is not null`,
      `create index authorities_by_state on authorities (state)`,
      `create table issuances (
         issuance_id text primary key, authority_id text not null references authorities (authority_id),
         request_id text, subject_authority_id text, role text not null, purpose text, tbs blob not null,
         tbs_sha256 text not null, serial text not null, state text not null, not_before text not null,
         not_after text not null, clips text not null, oid_profile text not null, created_at text not null,
         created_by text not null, signing_at text, ended_at text, certificate_id text,
         unique (authority_id, serial)) strict`,
      `create index issuances_by_authority on issuances (authority_id, state)`,
      `create index issuances_by_request on issuances (request_id, created_at) where request_id is not null`,
      `create index issuances_by_subject on issuances (subject_authority_id) where subject_authority_id is not null`,
      `create index issuances_in_signing on issuances (state) where state = 'signing'`,
    ],
  },
];

/** The certificates above an authority, fixed. */
export const authoritiesChainMigrations: readonly Migration[] = [
  { feature: 'authorities', version: 2, up: [`alter table authorities add column chain text`] },
];
