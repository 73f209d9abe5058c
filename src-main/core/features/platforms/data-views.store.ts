import { DataView } from '../../../../shared/contract/platform-views.ts';
import type { ListedModule } from '../../../../shared/contract/platform-rows.ts';
import type { Reader, Trx } from '../../store/tables.ts';

const MOST_VIEWS = 200;

/** By name. One that this version does not understand is left out. */
export async function listDataViews(db: Reader, module: ListedModule | undefined): Promise<DataView[]> {
  const rows = await db.selectFrom('data_views').selectAll().orderBy('name_key').limit(MOST_VIEWS).execute();
  return rows.flatMap(({ view_id, module: of, name, shows, saved_by, saved_at }) => {
    const stored = JSON.parse(shows) as object; // written by `putDataView`; the schema looks at it whole
    const view = DataView.safeParse({ ...stored, viewId: view_id, module: of, name, by: saved_by, at: saved_at });
    return view.success && (module === undefined || of === module) ? [view.data] : [];
  });
}

/** Puts a view in, or in the place of the module's one with this name in any letter case; false when there is no room. */
export async function putDataView(trx: Trx, view: DataView): Promise<boolean> {
  const { viewId, module, name, by, at, ...shows } = view;
  const name_key = name.toLowerCase();
  await trx.deleteFrom('data_views').where('module', '=', module).where('name_key', '=', name_key).execute();
  const { n } = await trx
    .selectFrom('data_views')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (n >= MOST_VIEWS) return false;
  const row = { view_id: viewId, module, name, name_key, shows: JSON.stringify(shows), saved_by: by, saved_at: at };
  await trx.insertInto('data_views').values(row).execute();
  return true;
}

/** Its name; undefined when there was none. */
export async function deleteDataView(trx: Trx, viewId: string): Promise<string | undefined> {
  const row = await trx.selectFrom('data_views').select('name').where('view_id', '=', viewId).executeTakeFirst();
  await trx.deleteFrom('data_views').where('view_id', '=', viewId).execute();
  return row?.name;
}
