import type { Generated } from 'kysely';
import type { Migration } from '../../store/migration.ts';

export interface DocumentsTables {
  /** Every text that was ever set or proposed. Which of them is in force says the roster alone. */
  readonly documents: {
    readonly row: Generated<number>;
    readonly document: string;
    /** 1, 2, 3 … of this document. */
    readonly version: number;
    /** Of the text, lower-case hex; never believed without hashing the text. */
    readonly sha256: string;
    /** Canonical JSON. */
    readonly text: string;
    /** Null: set while there were no operators. */
    readonly proposal_id: string | null;
    readonly proposed_at: string;
    readonly proposed_by: string;
  };
}

export const documentsMigrations: readonly Migration[] = [
  {
    feature: 'documents',
    version: 1,
    up: [
      `create table documents (
         row integer primary key, document text not null, version integer not null check (version > 0),
         sha256 text not null, text text not null, proposal_id text, proposed_at text not null,
         proposed_by text not null) strict`,
      `create unique index documents_by_version on documents (document, version)`,
      `create index documents_by_hash on documents (sha256)`,
      `create trigger documents_kept before delete on documents
         begin select raise(abort, 'documents are never removed'); end`,
      `create trigger documents_fixed before update on documents
         begin select raise(abort, 'documents are never changed'); end`,
    ],
  },
];
