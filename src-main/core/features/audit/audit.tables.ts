import type { Migration } from '../../store/migration.ts';

export interface AuditTables {
  /** Append-only. `entry` and `hash` are the truth; the other columns repeat parts of it for searching. */
  readonly audit_entries: {
    readonly seq: number;
    readonly at: string;
    readonly event: string;
    readonly outcome: string;
    readonly actor: string;
    readonly subject: string | null;
    /** The canonical text that was hashed (RFC 8785). */
    readonly entry: string;
    readonly hash: string;
  };
}

export const auditMigrations: readonly Migration[] = [
  {
    feature: 'audit',
    version: 1,
    up: [
      `create table audit_entries (
         seq integer primary key check (seq > 0), at text not null, event text not null,
         outcome text not null check (outcome in ('done', 'refused')), actor text not null, subject text,
         entry text not null, hash text not null check (length(hash) = 64)) strict`,
      `create index audit_entries_by_event on audit_entries (event, seq)`,
      `create index audit_entries_by_subject on audit_entries (subject, seq)`,
      `create trigger audit_entries_kept before delete on audit_entries
         begin select raise(abort, 'audit entries are never removed'); end`,
      `create trigger audit_entries_fixed before update on audit_entries
         begin select raise(abort, 'audit entries are never changed'); end`,
      `create trigger audit_entries_appended before insert on audit_entries
         when new.seq <> (select coalesce(max(seq), 0) + 1 from audit_entries)
         begin select raise(abort, 'audit entries are appended at the end'); end`,
    ],
  },
];
