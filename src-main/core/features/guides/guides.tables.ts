import type { Migration } from '../../store/migration.ts';

export interface GuidesTables {
  readonly guide_runs: {
    readonly run_id: string;
    readonly guide: string;
    readonly about_kind: string;
    /** Id or token URI; null for nothing in particular. */
    readonly about_id: string | null;
    /** As it was called when the run began: it may be gone when somebody reads the run. */
    readonly about_name: string;
    /** Of an operator: the certificate that was lost, in the inventory. A later one is another card. */
    readonly identity_id: string | null;
    readonly state: string;
    readonly started_at: string;
    readonly started_by: string;
    readonly since: string | null;
    readonly ended_at: string | null;
    readonly ended_by: string | null;
    readonly reason: string;
  };
  /** Append-only: what was said of a step and what core saw then. The last mark of a step counts. */
  readonly guide_marks: {
    readonly mark_id: string;
    readonly run_id: string;
    /** Order within the run. */
    readonly number: number;
    readonly step: string;
    readonly state: string;
    readonly note: string;
    readonly at: string;
    readonly by: string;
    /** Sights as JSON. */
    readonly seen: string;
  };
}

export const guidesMigrations: readonly Migration[] = [
  {
    feature: 'guides',
    version: 1,
    up: [
      `create table guide_runs (
         run_id text primary key, guide text not null, about_kind text not null, about_id text, about_name text not null,
         identity_id text, state text not null check (state in ('open', 'finished', 'abandoned')), started_at text not null,
         started_by text not null, since text, ended_at text, ended_by text, reason text not null) strict`,
      `create index guide_runs_by_state on guide_runs (state, started_at)`,
      `create trigger guide_runs_kept before delete on guide_runs
         begin select raise(abort, 'runs are never removed'); end`,
      `create trigger guide_runs_final before update on guide_runs when old.state <> 'open'
         begin select raise(abort, 'a run that has ended is for good'); end`,
      `create table guide_marks (
         mark_id text primary key, run_id text not null references guide_runs (run_id),
         number integer not null check (number > 0), step text not null,
         state text not null check (state in ('open', 'done', 'not-needed')), note text not null, at text not null,
         by text not null, seen text not null, unique (run_id, number)) strict`,
      `create trigger guide_marks_kept before delete on guide_marks
         begin select raise(abort, 'marks are never removed'); end`,
      `create trigger guide_marks_fixed before update on guide_marks
         begin select raise(abort, 'marks are never changed'); end`,
    ],
  },
];
