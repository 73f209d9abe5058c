import type { Selectable } from 'kysely';
import { z } from 'zod';
import { GuideAbout, GuideMark, GuideRunRow, GuideSight } from '../../../../shared/contract/guides.ts';
import { openSteps, stepsOfGuide, type StepMark, stepStates } from '../../../../shared/domain/guides.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { GuidesTables } from './guides.tables.ts';

export type RunRecord = Selectable<GuidesTables['guide_runs']>;
export type MarkRecord = Selectable<GuidesTables['guide_marks']>;

const Sights = z.array(GuideSight);
const State = z.enum(stepStates);

export async function findRun(db: Reader, runId: string): Promise<RunRecord | undefined> {
  return db.selectFrom('guide_runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
}

/** Open runs first, then the newest. */
export async function listRuns(
  db: Reader,
  query: { readonly offset: number; readonly limit: number; readonly state?: string | undefined },
): Promise<{ readonly total: number; readonly records: readonly RunRecord[] }> {
  let from = db.selectFrom('guide_runs');
  if (query.state !== undefined) from = from.where('state', '=', query.state);
  const { total } = await from.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const records = await from
    .selectAll()
    .orderBy((eb) => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .offset(query.offset)
    .limit(query.limit)
    .execute();
  return { total, records };
}

export async function countOpenRuns(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('guide_runs')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return n;
}

export async function marksOf(db: Reader, runId: string): Promise<readonly MarkRecord[]> {
  return db.selectFrom('guide_marks').selectAll().where('run_id', '=', runId).orderBy('number').execute();
}

export async function marksOfRuns(db: Reader, runIds: readonly string[]) {
  if (runIds.length === 0) return [];
  return db
    .selectFrom('guide_marks')
    .select(['run_id', 'step', 'state'])
    .where('run_id', 'in', [...runIds])
    .orderBy('run_id')
    .orderBy('number')
    .execute();
}

export async function insertRun(trx: Trx, record: RunRecord): Promise<void> {
  await trx.insertInto('guide_runs').values(record).execute();
}

export async function updateRun(
  trx: Trx,
  runId: string,
  change: Partial<Pick<RunRecord, 'state' | 'since' | 'ended_at' | 'ended_by' | 'reason'>>,
): Promise<void> {
  await trx.updateTable('guide_runs').set(change).where('run_id', '=', runId).execute();
}

export async function insertMark(trx: Trx, record: MarkRecord): Promise<void> {
  await trx.insertInto('guide_marks').values(record).execute();
}

export function toStepMarks(records: readonly Pick<MarkRecord, 'step' | 'state'>[]): readonly StepMark[] {
  return records.map(({ step, state }) => ({ step, state: State.parse(state) }));
}

export function toMark({ state, note, at, by, seen }: MarkRecord): GuideMark {
  return GuideMark.parse({ state, note, at, by, seen: Sights.parse(JSON.parse(seen)) });
}

const memberOf = {
  token: 'tokenUri',
  certificate: 'certificateId',
  key: 'generationId',
  operator: 'operatorId',
  authority: 'authorityId',
} as const;

/** What a row says that it is about. */
export function aboutOf({ about_kind: kind, about_id: id }: Pick<RunRecord, 'about_kind' | 'about_id'>): GuideAbout {
  const member = Object.entries(memberOf).find(([known]) => known === kind)?.[1];
  return GuideAbout.parse(member === undefined ? { kind } : { kind, [member]: id });
}

export function idOfAbout(about: GuideAbout): string | null {
  switch (about.kind) {
    case 'token':
      return about.tokenUri;
    case 'certificate':
      return about.certificateId;
    case 'key':
      return about.generationId;
    case 'operator':
      return about.operatorId;
    case 'authority':
      return about.authorityId;
    case 'nothing':
      return null;
  }
}

/** A record as the contract tells it. */
export function toRunRow(record: RunRecord, marks: readonly Pick<MarkRecord, 'step' | 'state'>[]): GuideRunRow {
  const guide = GuideRunRow.shape.guide.parse(record.guide);
  const steps = stepsOfGuide(guide).length;
  return GuideRunRow.parse({
    runId: record.run_id,
    guide,
    about: aboutOf(record),
    aboutName: record.about_name,
    state: record.state,
    startedAt: record.started_at,
    startedBy: record.started_by,
    since: record.since ?? undefined,
    endedAt: record.ended_at ?? undefined,
    endedBy: record.ended_by ?? undefined,
    reason: record.reason,
    settled: steps - openSteps(guide, toStepMarks(marks)).length,
    steps,
  });
}
