import type { Migration } from '../../store/migration.ts';

export interface EvidenceTables {
  /** What operators signed in place of a certificate; the newest of a request counts. */
  readonly request_rejections: {
    readonly request_id: string;
    /** Compact JWS `rejection` (shared/contract/statements.ts). */
    readonly jws: string;
    /** DER of the signer's certificate, base64url. */
    readonly certificate: string;
    readonly signed_at: string;
    readonly signed_by: string;
  };
}

export const evidenceMigrations: readonly Migration[] = [
  {
    feature: 'evidence',
    version: 1,
    up: [
      `create table request_rejections (
         request_id text primary key references requests (request_id), jws text not null, certificate text not null,
         signed_at text not null, signed_by text not null) strict, without rowid`,
    ],
  },
];
