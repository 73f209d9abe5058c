import type { Generated } from 'kysely';
import type { Migration } from '../../store/migration.ts';

export interface CertificatesTables {
  readonly certificates: {
    /** Number of the row: what the search and the ids point to. */
    readonly row: Generated<number>;
    readonly certificate_id: string;
    readonly sha256: string;
    readonly sha1: string;
    readonly source: string;
    readonly subject: string;
    readonly issuer: string;
    /** Lower case, for sorting and for what begins with a short text. */
    readonly issuer_key: string;
    readonly common_name: string;
    readonly name_key: string;
    /** SHA-256 of the Names as they are encoded: how a chain is followed. */
    readonly subject_sha256: string;
    readonly issuer_sha256: string;
    /** Key identifiers in hex; null where the extension is absent. */
    readonly ski: string | null;
    readonly aki: string | null;
    readonly serial: string;
    readonly not_before: string;
    readonly not_after: string;
    /** From when on it ends soon (shared/domain/certificate-time.ts). */
    readonly soon_from: string;
    readonly algorithm: string;
    readonly spki_sha256: string;
    readonly is_ca: number;
    readonly key_group_id: string | null;
    /** Lower case, empty without a group: sorting only. */
    readonly group_key: string;
    /** Party ids and service roles as JSON, for the row of the list. */
    readonly claims: string;
    /** Digest of the OID profile it was read with. */
    readonly profile: string;
    readonly added_at: string;
    readonly added_by: string;
    /** Links without foreign keys: what is gone stays named. */
    readonly generation_id: string | null;
    readonly csr_id: string | null;
    readonly request_id: string | null;
    readonly issuance_id: string | null;
    /** The authority whose certificate it is. */
    readonly authority_id: string | null;
    /** The authority that issued it. */
    readonly issued_by: string | null;
  };
  /** Bytes apart, so that lists walk small rows. */
  readonly certificate_ders: { readonly row: number; readonly der: Uint8Array };
  readonly certificate_ids: { readonly id_key: string; readonly kind: string; readonly row: number };
  /** OID profiles as JSON, by their digest: a later one must not change how a certificate is read. */
  readonly certificate_profiles: { readonly digest: string; readonly profile: string };
  readonly certificate_search: { readonly rowid: number; readonly text: string };
  readonly trust_anchors: {
    readonly certificate_id: string;
    readonly purposes: string;
    readonly authority_id: string | null;
    readonly added_at: string;
    readonly added_by: string;
    readonly note: string;
  };
}

export const certificatesMigrations: readonly Migration[] = [
  {
    feature: 'certificates',
    version: 1,
    up: [
      `create table certificates (
         row integer primary key, certificate_id text not null unique, sha256 text not null unique, sha1 text not null,
         source text not null, subject text not null, issuer text not null, issuer_key text not null,
         common_name text not null, name_key text not null, subject_sha256 text not null, issuer_sha256 text not null,
         ski text, aki text, serial text not null, not_before text not null, not_after text not null,
         soon_from text not null, algorithm text not null, spki_sha256 text not null,
         is_ca integer not null check (is_ca in (0, 1)), key_group_id text, group_key text not null,
         claims text not null, profile text not null, added_at text not null, added_by text not null,
         generation_id text, csr_id text, request_id text, issuance_id text, authority_id text, issued_by text) strict`,
      `create index certificates_by_added on certificates (added_at, row)`,
      `create index certificates_by_name on certificates (name_key, row)`,
      `create index certificates_by_end on certificates (not_after, row)`,
      `create index certificates_by_start on certificates (not_before, row)`,
      `create index certificates_by_group on certificates (group_key, row)`,
      `create index certificates_by_issuer on certificates (issuer_key, row)`,
      `create index certificates_by_soon on certificates (soon_from, not_after)`,
      `create index certificates_by_source on certificates (source, added_at, row)`,
      `create index certificates_by_subject_name on certificates (subject_sha256)`,
      `create index certificates_by_key_identifier on certificates (ski) where ski is not null`,
      `create index certificates_by_key on certificates (spki_sha256)`,
      `create index certificates_by_serial on certificates (serial)`,
      `create index certificates_by_sha1 on certificates (sha1)`,
      `create index certificates_by_generation on certificates (generation_id) where generation_id is not null`,
      `create index certificates_by_request on certificates (request_id) where request_id is not null`,
      `create index certificates_by_authority on certificates (authority_id) where authority_id is not null`,
      `create index certificates_by_issuing on certificates (issued_by, added_at, row) where issued_by is not null`,
      `create table certificate_ders (row integer primary key, der blob not null) strict`,
      `create table certificate_ids (
         id_key text not null, kind text not null, row integer not null, primary key (id_key, kind, row)) strict, without rowid`,
      `create index certificate_ids_by_row on certificate_ids (row)`,
      `create table certificate_profiles (digest text primary key, profile text not null) strict`,
      `create virtual table certificate_search using fts5 (
         text, content = '', contentless_delete = 1, detail = full, tokenize = 'trigram')`,
      `create table trust_anchors (
         certificate_id text primary key, purposes text not null, authority_id text,
         added_at text not null, added_by text not null, note text not null) strict, without rowid`,
    ],
  },
];
