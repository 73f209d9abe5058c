import type { Selectable } from 'kysely';
import { WatchedFault } from '../../../../shared/contract/request-desk.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { DeskTables } from './desk.tables.ts';

export type WatchedFolderRecord = Selectable<DeskTables['watched_folder']>;
export type WatchedFileRecord = Selectable<DeskTables['watched_files']>;

export async function findWatchedFolder(db: Reader): Promise<WatchedFolderRecord | undefined> {
  return db.selectFrom('watched_folder').selectAll().executeTakeFirst();
}

export async function putWatchedFolder(trx: Trx, folder: Omit<WatchedFolderRecord, 'only'> | undefined): Promise<void> {
  await trx.deleteFrom('watched_folder').execute();
  if (folder !== undefined)
    await trx
      .insertInto('watched_folder')
      .values({ only: 1, ...folder })
      .execute();
}

/** Which of these contents were looked at before. */
export async function knownContents(db: Reader, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  if (sha256s.length === 0) return new Set();
  const rows = await db.selectFrom('watched_files').select('sha256').where('sha256', 'in', sha256s).execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}

export async function insertWatchedFiles(trx: Trx, files: readonly WatchedFileRecord[]): Promise<void> {
  for (const file of files)
    await trx
      .insertInto('watched_files')
      .values(file)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** What has come out of the folder since then, the newest faults first. */
export async function watchedSince(
  db: Reader,
  since: string,
): Promise<{ readonly files: number; readonly requests: number; readonly faults: WatchedFault[] }> {
  const counts = await db
    .selectFrom('watched_files')
    .select((eb) => [eb.fn.countAll<number>().as('files'), eb.fn.sum<number | null>('added').as('requests')])
    .where('looked_at', '>=', since)
    .executeTakeFirstOrThrow();
  const faults = await db
    .selectFrom('watched_files')
    .selectAll()
    .where('fault_code', 'is not', null)
    .where('looked_at', '>=', since)
    .orderBy('looked_at', 'desc')
    .limit(200)
    .execute();
  return {
    files: counts.files,
    requests: counts.requests ?? 0,
    faults: faults.map((one) =>
      WatchedFault.parse({
        name: one.name,
        at: one.looked_at,
        code: one.fault_code,
        message: one.fault_message ?? '',
        offset: one.fault_offset,
      }),
    ),
  };
}
