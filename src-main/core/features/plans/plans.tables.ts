import type { Migration } from '../../store/migration.ts';

export interface PlansTables {
  /** Append-only: how issued certificates reached their owners and when they were seen at work. */
  readonly deliveries: {
    readonly delivery_id: string;
    readonly request_id: string;
    readonly certificate_id: string;
    readonly kind: string;
    readonly at: string;
    readonly how: string;
    readonly note: string;
    readonly noted_at: string;
    readonly noted_by: string;
  };
  readonly replacement_plans: {
    readonly plan_id: string;
    readonly request_id: string;
    readonly issuance_id: string;
    readonly older_id: string;
    readonly newer_id: string;
    readonly state: string;
    readonly condition: string;
    readonly overlap_days: number;
    readonly made_at: string;
    readonly terms_by: string;
    readonly terms_at: string;
    readonly confirmed_at: string | null;
    readonly confirmed_by: string | null;
    readonly ended_at: string | null;
    readonly ended_by: string | null;
    readonly note: string;
  };
  /** Terms that were chosen before a request was issued. */
  readonly plan_choices: {
    readonly request_id: string;
    readonly condition: string;
    readonly overlap_days: number;
    readonly chosen_at: string;
    readonly chosen_by: string;
  };
}

export const plansMigrations: readonly Migration[] = [
  {
    feature: 'plans',
    version: 1,
    up: [
      `create table deliveries (
         delivery_id text primary key, request_id text not null, certificate_id text not null,
         kind text not null check (kind in ('delivered', 'seen', 'undone', 'note')), at text not null,
         how text not null, note text not null, noted_at text not null, noted_by text not null) strict`,
      `create index deliveries_by_request on deliveries (request_id, noted_at)`,
      `create index deliveries_seen on deliveries (certificate_id, at) where kind = 'seen'`,
      `create trigger deliveries_kept before delete on deliveries
         begin select raise(abort, 'deliveries are never removed'); end`,
      `create trigger deliveries_fixed before update on deliveries
         begin select raise(abort, 'deliveries are never changed'); end`,
      `create table replacement_plans (
         plan_id text primary key, request_id text not null, issuance_id text not null unique,
         older_id text not null, newer_id text not null unique,
         state text not null check (state in ('open', 'done', 'cancelled')),
         condition text not null check (condition in ('at-once', 'at-start', 'overlap')),
         overlap_days integer not null check (overlap_days >= 0), made_at text not null,
         terms_by text not null, terms_at text not null, confirmed_at text, confirmed_by text,
         ended_at text, ended_by text, note text not null, check (older_id <> newer_id)) strict`,
      `create unique index replacement_plans_open on replacement_plans (older_id) where state = 'open'`,
      `create index replacement_plans_by_older on replacement_plans (older_id)`,
      `create index replacement_plans_by_state on replacement_plans (state, made_at)`,
      `create index replacement_plans_by_request on replacement_plans (request_id)`,
      `create trigger replacement_plans_kept before delete on replacement_plans
         begin select raise(abort, 'plans are never removed'); end`,
      `create trigger replacement_plans_final before update on replacement_plans
         when old.state <> 'open' or new.older_id <> old.older_id or new.newer_id <> old.newer_id
         begin select raise(abort, 'a plan that has ended is for good'); end`,
      `create table plan_choices (
         request_id text primary key, condition text not null, overlap_days integer not null,
         chosen_at text not null, chosen_by text not null) strict, without rowid`,
    ],
  },
];
