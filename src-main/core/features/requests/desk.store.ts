import type { Selectable } from 'kysely';
import { InboxQuery, type RequestNote, SavedView } from '../../../../shared/contract/request-desk.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { DeskTables } from './desk.tables.ts';

export type NoteRecord = Selectable<DeskTables['request_notes']>;

/** More notes than this have no place in an answer; the newest are shown. */
const MOST_NOTES = 500;
export const MOST_VIEWS = 200;

/** The newest last. */
export async function listNotes(db: Reader, requestId: string): Promise<RequestNote[]> {
  const rows = await db
    .selectFrom('request_notes')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('noted_at', 'desc')
    .orderBy('note_id', 'desc')
    .limit(MOST_NOTES)
    .execute();
  return rows
    .map(({ note_id, text, noted_by, noted_at }) => ({ noteId: note_id, text, by: noted_by, at: noted_at }))
    .reverse();
}

export async function insertNote(trx: Trx, note: NoteRecord): Promise<void> {
  await trx.insertInto('request_notes').values(note).execute();
}

/** By name. One whose query this version does not understand is left out. */
export async function listViews(db: Reader): Promise<SavedView[]> {
  const rows = await db.selectFrom('inbox_views').selectAll().orderBy('name_key').limit(MOST_VIEWS).execute();
  return rows.flatMap(({ view_id, name, query, saved_by, saved_at }) => {
    const asked = InboxQuery.safeParse(JSON.parse(query));
    const view = { viewId: view_id, name, query: asked.data, by: saved_by, at: saved_at };
    return asked.success ? [SavedView.parse(view)] : [];
  });
}

/** Puts a view in, or in the place of the one with this name in any letter case; false when there is no room. */
export async function putView(trx: Trx, { viewId, name, query, by, at }: SavedView): Promise<boolean> {
  const name_key = name.toLowerCase();
  await trx.deleteFrom('inbox_views').where('name_key', '=', name_key).execute();
  const { n } = await trx
    .selectFrom('inbox_views')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (n >= MOST_VIEWS) return false;
  const row = { view_id: viewId, name, name_key, query: JSON.stringify(query), saved_by: by, saved_at: at };
  await trx.insertInto('inbox_views').values(row).execute();
  return true;
}

/** Its name; undefined when there was none. */
export async function deleteView(trx: Trx, viewId: string): Promise<string | undefined> {
  const row = await trx.selectFrom('inbox_views').select('name').where('view_id', '=', viewId).executeTakeFirst();
  await trx.deleteFrom('inbox_views').where('view_id', '=', viewId).execute();
  return row?.name;
}
