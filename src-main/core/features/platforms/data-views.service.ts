import type { dataViewCalls, DataView } from '../../../../shared/contract/platform-views.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { deleteDataView, listDataViews, putDataView } from './data-views.store.ts';
import type { PlatformsDeps } from './platforms.deps.ts';

type Calls = typeof dataViewCalls;
type ViewsDeps = Pick<PlatformsDeps, 'db' | 'unit' | 'clock' | 'newId' | 'actorOf' | 'changed'>;

/** Lists of synced objects as people look at them, under names. */
export function createDataViews({ db, unit, clock, newId, actorOf, changed }: ViewsDeps) {
  async function saveView(caller: Caller, wish: InputOf<Calls['saveView']>) {
    const { name: by } = actorOf(caller);
    const view: DataView = { ...wish, viewId: newId(), by, at: clock.now().toISOString() };
    const { module, name } = view;
    const about = { event: 'platform-data.view-saved', actor: actorOf(caller), data: { module, name } };
    const saved = await unit.run(about, async (trx) =>
      (await putDataView(trx, view)) ? ok({ view }) : fail({ code: 'VIEWS_FULL' as const, data: {} }),
    );
    changed();
    return saved;
  }

  async function dropView(caller: Caller, viewId: string) {
    const about = { event: 'platform-data.view-dropped', actor: actorOf(caller) };
    const dropped = await unit.run(about, async (trx, entry) => {
      const name = await deleteDataView(trx, viewId);
      if (name === undefined) return fail({ code: 'VIEW_NOT_FOUND' as const, data: {} });
      entry.data({ name });
      return ok({});
    });
    changed();
    return dropped;
  }

  return {
    views: async ({ module }: InputOf<Calls['views']>) => ok({ views: await listDataViews(db, module) }),
    saveView,
    dropView,
  };
}
