import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InboxQuery, requestDeskCalls, SavedView } from '../../../../shared/contract/request-desk.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CommonFault, InputOf, OutputOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import { pathOf } from '../../store/place.ts';
import { answerText } from './answer-text.ts';
import { deleteView, insertNote, listNotes, listViews, putView } from './desk.store.ts';
import { createExpiry } from './expire-requests.ts';
import { type FolderEyes, systemFolderEyes } from './folder-eyes.ts';
import { importRequests } from './import-requests.ts';
import { createRequestDesk } from './request-desk.service.ts';
import { exportRequests } from './request-export.ts';
import { listRequests, requestIdsOf, type RequestQuery } from './request-list.store.ts';
import type { InboxDeps } from './requests.deps.ts';
import { findRequest, toRequestRow } from './requests.store.ts';
import { createFolderWatch } from './watch-folder.ts';

type Calls = typeof requestDeskCalls;
type Answer<K extends keyof Calls> = Promise<Result<OutputOf<Calls[K]>, Exclude<RaisedBy<Calls[K]>, CommonFault>>>;

/** Nobody stops what the watch of a folder takes; it ends with core. */
const unstopped = { reason: undefined, onStop: () => undefined };

export type InboxService = ReturnType<typeof createInboxService>;

/** The inbox as people work with it: its list and views, work on requests, notes, the folder that is watched. */
export function createInboxService(
  deps: InboxDeps,
  report: (error: unknown) => void,
  eyes: FolderEyes = systemFolderEyes,
) {
  const { db, unit, clock } = deps;
  const gather = createGatherKeys(db, () => nextTurn(undefined));
  const expiry = createExpiry(deps);
  const take = (actor: Actor, sources: readonly InputSource[]) =>
    importRequests(deps, { actor, stop: unstopped, emit: () => Promise.resolve(true) }, sources);
  const watch = createFolderWatch({ db, unit, clock, timer: deps.timer, eyes, take, report });
  const nameOf = (caller: Caller): string => deps.actorOf(caller).name;

  async function list(caller: Caller, query: RequestQuery) {
    await expiry.beforeList();
    return listRequests(db, gather, query, nameOf(caller));
  }

  async function addNote(caller: Caller, { requestId, text }: InputOf<Calls['addNote']>): Answer<'addNote'> {
    const by = deps.actorOf(caller);
    const note = {
      note_id: deps.newId(),
      request_id: requestId,
      text,
      noted_by: by.name,
      noted_at: clock.now().toISOString(),
    };
    const about = { event: 'request.noted', actor: by, subject: requestId, data: { note: text } };
    const done = await unit.run<undefined, { code: 'REQUEST_NOT_FOUND'; data: Record<string, never> }>(
      about,
      async (trx) => {
        if ((await findRequest(trx, requestId)) === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
        await insertNote(trx, note);
        return ok(undefined);
      },
    );
    return done.ok ? ok({ notes: await listNotes(db, requestId) }) : done;
  }

  async function notes(requestId: string): Answer<'notes'> {
    if ((await findRequest(db, requestId)) === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
    return ok({ notes: await listNotes(db, requestId) });
  }

  async function saveView(
    caller: Caller,
    { name, query }: { readonly name: string; readonly query: InboxQuery },
  ): Answer<'saveView'> {
    const view: SavedView = { viewId: deps.newId(), name, query, by: nameOf(caller), at: clock.now().toISOString() };
    const about = { event: 'request.view-saved', actor: deps.actorOf(caller), data: { name } };
    return unit.run(about, async (trx) =>
      (await putView(trx, view)) ? ok({ view }) : fail({ code: 'VIEWS_FULL' as const, data: {} }),
    );
  }

  async function dropView(caller: Caller, viewId: string): Answer<'dropView'> {
    return unit.run({ event: 'request.view-dropped', actor: deps.actorOf(caller) }, async (trx, entry) => {
      const name = await deleteView(trx, viewId);
      if (name === undefined) return fail({ code: 'VIEW_NOT_FOUND' as const, data: {} });
      entry.data({ name });
      return ok({});
    });
  }

  async function rejectionText(wish: InputOf<Calls['rejectionText']>): Answer<'rejectionText'> {
    const record = await findRequest(db, wish.requestId);
    if (record === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
    const request = { ...toRequestRow(record, undefined), rejectReason: wish.reason };
    const facts = { request, certificate: undefined, chainPem: '', note: wish.note };
    return ok({ text: answerText(facts, wish.language).slice(0, 40_000) });
  }

  async function setWatch(caller: Caller, { folder }: InputOf<Calls['watch']>): Answer<'watch'> {
    const actor = deps.actorOf(caller);
    const named = folder === undefined ? undefined : pathOf(folder, caller, deps.takeFolder);
    const path = named?.ok === true ? await eyes.resolve(named.value) : undefined;
    if (named === undefined || path !== undefined) return ok(await watch.set(actor, path));
    const fault = named.ok
      ? { code: 'PLACE_REFUSED' as const, data: { reason: 'not-a-folder' as const } }
      : named.error;
    return unit.run({ event: 'request.folder-set', actor }, () => fail(fault));
  }

  async function exportList(caller: Caller, { format, requestIds, query }: InputOf<Calls['exportList']>) {
    const ids = requestIds ?? (await requestIdsOf(db, gather, query ?? {}, nameOf(caller)));
    return exportRequests(db, ids, format);
  }

  return {
    desk: createRequestDesk(deps),
    list,
    addNote,
    notes,
    views: async () => ({ views: await listViews(db) }),
    saveView,
    dropView,
    rejectionText,
    exportList,
    watched: watch.state,
    setWatch,
    lookNow: watch.lookNow,
    start: async (): Promise<void> => {
      await expiry.start(report);
      await watch.start();
    },
    /** Before hosts and database go. */
    stop: async (): Promise<void> => {
      await watch.stop();
      await expiry.stop();
    },
  };
}
