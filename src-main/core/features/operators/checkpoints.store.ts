import type { Selectable } from 'kysely';
import { z } from 'zod';
import { CheckpointWhy, type CheckpointRow } from '../../../../shared/contract/checkpoints.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { readState, writeState } from '../../store/workspace-state.ts';
import type { CheckpointsTables } from './checkpoints.tables.ts';

export type CheckpointRecord = Selectable<CheckpointsTables['checkpoints']>;

export async function insertCheckpoint(trx: Trx, record: CheckpointRecord): Promise<void> {
  await trx.insertInto('checkpoints').values(record).execute();
}

/** Newest first, by position. */
export async function listCheckpoints(
  db: Reader,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly records: readonly CheckpointRecord[] }> {
  const { total } = await db
    .selectFrom('checkpoints')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const records = await db
    .selectFrom('checkpoints')
    .selectAll()
    .orderBy('seq', 'desc')
    .orderBy('sha256')
    .offset(offset)
    .limit(limit)
    .execute();
  return { total, records };
}

export async function findCheckpoint(db: Reader, sha256: string): Promise<CheckpointRecord | undefined> {
  return db.selectFrom('checkpoints').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

export function toCheckpointRow({ sha256, seq, head, at, by, why }: CheckpointRecord): CheckpointRow {
  return { sha256, seq, head, at, by, why: CheckpointWhy.parse(why) };
}

/** Where the time to the next checkpoint begins: at the newest one, else at the first change of the roster. */
export async function checkpointBasis(db: Reader): Promise<{ readonly seq: number; readonly at: string } | undefined> {
  const [newest] = (await listCheckpoints(db, { offset: 0, limit: 1 })).records;
  if (newest !== undefined) return newest;
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'at'])
    .where('event', '=', 'roster.change')
    .where('outcome', '=', 'done')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
}

const Told = z.object({ data: z.object({ seq: z.int().positive() }) });

/** The last entry that the newest checkpoint signs of which the log before an entry tells: a table can be emptied. */
export async function newestTold(db: Reader, before: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit_entries')
    .select('entry')
    .where('event', '=', 'audit.checkpoint')
    .where('outcome', '=', 'done')
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : Told.safeParse(JSON.parse(row.entry)).data?.data.seq;
}

const Folder = z.strictObject({ path: z.string() });

/** The folder that each checkpoint is written to as well. */
export async function checkpointFolder(db: Reader): Promise<string | undefined> {
  const kept = await readState(db, 'checkpointFolder');
  const path = kept === undefined ? undefined : Folder.safeParse(JSON.parse(kept)).data?.path;
  return path === '' ? undefined : path;
}

export async function putCheckpointFolder(trx: Trx, path: string | undefined): Promise<void> {
  await writeState(trx, 'checkpointFolder', JSON.stringify({ path: path ?? '' }));
}
