import type { GuideAbout, GuideRunRow, GuideRunView } from '../../../../shared/contract/guides.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { canonicalJson, type JsonObject, plainJson } from '../../../../shared/domain/canonical-json.ts';
import {
  type GuideId,
  type GuideStepId,
  mayBeAbout,
  openSteps,
  stateOfStep,
  type StepState,
  stepsOfGuide,
} from '../../../../shared/domain/guides.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { GuideFault, GuidesDeps } from './guides.deps.ts';
import {
  countOpenRuns,
  findRun,
  idOfAbout,
  insertMark,
  insertRun,
  listRuns,
  marksOf,
  marksOfRuns,
  type RunRecord,
  toMark,
  toRunRow,
  toStepMarks,
  updateRun,
} from './guides.store.ts';
import { findSubject, linksOf, sightsOf } from './subject.ts';

type Answer<T> = Promise<Result<T, GuideFault>>;

/** Marks of one step and of a whole run: nobody needs more, and a run stays one answer. */
const MOST_OF_STEP = 200;
const NAME_LENGTH = 1000;

export type GuidesService = ReturnType<typeof createGuidesService>;

/** Runs of guides: what people said of each step, and what core sees of it. They decide nothing and change nothing else. */
export function createGuidesService(deps: GuidesDeps) {
  const { db, unit, clock } = deps;

  async function list(query: { offset: number; limit: number; state?: GuideRunRow['state'] | undefined }) {
    const { total, records } = await listRuns(db, query);
    const marks = await marksOfRuns(
      db,
      records.map(({ run_id }) => run_id),
    );
    const rows = records.map((record) =>
      toRunRow(
        record,
        marks.filter(({ run_id }) => run_id === record.run_id),
      ),
    );
    return { total, open: await countOpenRuns(db), rows };
  }

  async function show(runId: string): Answer<GuideRunView> {
    const record = await findRun(db, runId);
    if (record === undefined) return fail({ code: 'GUIDE_RUN_NOT_FOUND', data: {} });
    const marks = await marksOf(db, runId);
    const said = toStepMarks(marks);
    const run = toRunRow(record, marks);
    // What ended is shown as it was seen then: what is seen now is about something else.
    const sights = run.state === 'open' ? await sightsOf(deps, record) : {};
    return ok({
      run,
      steps: stepsOfGuide(run.guide).map(({ id, place, command }) => ({
        step: id,
        state: stateOfStep(said, id),
        ...(place === undefined ? {} : { place }),
        ...(command === undefined ? {} : { command }),
        sights: [...(sights[id] ?? [])],
        marks: marks.filter(({ step }) => step === id).map(toMark),
      })),
      links: await linksOf(deps, record),
    });
  }

  async function start(
    caller: Caller,
    { guide, about, since }: { guide: GuideId; about: GuideAbout; since?: string | undefined },
  ): Answer<GuideRunView> {
    const runId = deps.newId();
    const actor = deps.actorOf(caller);
    const subject = await findSubject(deps, about);
    const started = await unit.run(
      {
        event: 'guide.started',
        actor,
        subject: runId,
        data: {
          guide,
          about: plainJson(about),
          ...(subject === undefined ? {} : { name: subject.name.slice(0, NAME_LENGTH) }),
          ...(since === undefined ? {} : { since }),
        },
      },
      async (trx): Answer<undefined> => {
        if (!mayBeAbout(guide, about.kind)) return fail({ code: 'GUIDE_ABOUT', data: { reason: 'other-kind' } });
        if (subject === undefined) return fail({ code: 'GUIDE_ABOUT', data: { reason: 'unknown' } });
        if (since !== undefined && new Date(since) > clock.now()) return fail({ code: 'GUIDE_TIME', data: {} });
        await insertRun(trx, {
          run_id: runId,
          guide,
          about_kind: about.kind,
          about_id: idOfAbout(about),
          about_name: subject.name.slice(0, NAME_LENGTH),
          identity_id: subject.identityId ?? null,
          state: 'open',
          started_at: clock.now().toISOString(),
          started_by: actor.name,
          since: since === undefined ? null : wholeTime(since),
          ended_at: null,
          ended_by: null,
          reason: '',
        });
        return ok(undefined);
      },
    );
    return started.ok ? show(runId) : started;
  }

  /** Reads an open run and changes it, with its entry. */
  async function change(
    caller: Caller,
    wish: { readonly runId: string; readonly event: string; readonly data: JsonObject },
    work: (trx: Trx, run: RunRecord, row: GuideRunRow) => Answer<undefined>,
  ): Answer<GuideRunView> {
    const { runId, event, data } = wish;
    const changed = await unit.run(
      { event, actor: deps.actorOf(caller), subject: runId, data },
      async (trx, entry): Answer<undefined> => {
        const run = await findRun(trx, runId);
        if (run === undefined) return fail({ code: 'GUIDE_RUN_NOT_FOUND', data: {} });
        const row = toRunRow(run, await marksOf(trx, runId));
        entry.data({ guide: row.guide });
        if (row.state !== 'open') return fail({ code: 'GUIDE_ENDED', data: { state: row.state } });
        return work(trx, run, row);
      },
    );
    return changed.ok ? show(runId) : changed;
  }

  async function check(
    caller: Caller,
    { runId, step, state, note }: { runId: string; step: GuideStepId; state: StepState; note: string },
  ): Answer<GuideRunView> {
    const seen = await seenOf(db, runId, step);
    return change(
      caller,
      { runId, event: 'guide.checked', data: { step, state, note, seen: plainJson(seen) } },
      async (trx, run, { guide }) => {
        if (!stepsOfGuide(guide).some(({ id }) => id === step)) return fail({ code: 'GUIDE_STEP', data: {} });
        if (state === 'not-needed' && note.trim() === '') return fail({ code: 'GUIDE_NOTE_MISSING', data: {} });
        const marks = await marksOf(trx, runId);
        if (marks.filter((mark) => mark.step === step).length >= MOST_OF_STEP)
          return fail({ code: 'GUIDE_MARKS_FULL', data: {} });
        await insertMark(trx, {
          mark_id: deps.newId(),
          run_id: run.run_id,
          number: marks.length + 1,
          step,
          state,
          note,
          at: clock.now().toISOString(),
          by: deps.actorOf(caller).name,
          seen: canonicalJson(plainJson(seen)),
        });
        return ok(undefined);
      },
    );
  }

  async function seenOf(reader: Reader, runId: string, step: GuideStepId) {
    const run = await findRun(reader, runId);
    return run?.state === 'open' ? ((await sightsOf(deps, run))[step] ?? []) : [];
  }

  function setSince(caller: Caller, { runId, since }: { runId: string; since: string }): Answer<GuideRunView> {
    return change(caller, { runId, event: 'guide.since', data: { since } }, async (trx) => {
      if (new Date(since) > clock.now()) return fail({ code: 'GUIDE_TIME', data: {} });
      await updateRun(trx, runId, { since: wholeTime(since) });
      return ok(undefined);
    });
  }

  function finish(caller: Caller, runId: string): Answer<GuideRunView> {
    return change(caller, { runId, event: 'guide.finished', data: {} }, async (trx, _run, { guide }) => {
      const count = openSteps(guide, toStepMarks(await marksOf(trx, runId))).length;
      if (count > 0) return fail({ code: 'GUIDE_STEPS_OPEN', data: { count } });
      await end(trx, caller, runId, { state: 'finished', reason: '' });
      return ok(undefined);
    });
  }

  function abandon(caller: Caller, { runId, reason }: { runId: string; reason: string }): Answer<GuideRunView> {
    return change(caller, { runId, event: 'guide.abandoned', data: { reason } }, async (trx) => {
      await end(trx, caller, runId, { state: 'abandoned', reason });
      return ok(undefined);
    });
  }

  async function end(
    trx: Trx,
    caller: Caller,
    runId: string,
    how: { readonly state: 'finished' | 'abandoned'; readonly reason: string },
  ): Promise<void> {
    await updateRun(trx, runId, {
      ...how,
      ended_at: clock.now().toISOString(),
      ended_by: deps.actorOf(caller).name,
    });
  }

  return { list, show, start, check, since: setSince, finish, abandon };
}

/** In the one spelling that recorded times have: they are compared as text. */
function wholeTime(time: string): string {
  return new Date(time).toISOString();
}
