import type { Reader } from '../../store/tables.ts';
import type { AuthorityRecord } from './authorities.store.ts';

/** After each of these the workspace may lack what was issued and revoked meanwhile. */
const CAME_BACK = ['workspace.restore', 'workspace.restored', 'workspace.copied'] as const;

/** The audit event after which an authority may sign again; its subject is the authority. */
export const CAUGHT_UP = 'crl.caught-up';

/** The audit event after which a workspace with operators may sign again. */
export const CHECKPOINT_READ = 'audit.caught-up';

/** The newest entry that tells of a restored or copied workspace. */
async function cameBack(db: Reader): Promise<{ readonly seq: number; readonly at: string } | undefined> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'at'])
    .where('event', 'in', [...CAME_BACK])
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Why an authority may sign and revoke nothing, if so: the workspace came back and has not caught up. */
export async function behind(
  db: Reader,
  authority: Pick<AuthorityRecord, 'authority_id' | 'created_at' | 'name'>,
): Promise<
  | { readonly code: 'CATCH_UP_NEEDED'; readonly data: { readonly authority: string } }
  | { readonly code: 'CHECKPOINT_NEEDED'; readonly data: Readonly<Record<string, never>> }
  | undefined
> {
  if (await needsCatchUp(db, authority)) return { code: 'CATCH_UP_NEEDED', data: { authority: authority.name } };
  return (await needsCheckpoint(db)) === undefined ? undefined : { code: 'CHECKPOINT_NEEDED', data: {} };
}

/**
 * The number of the first entry that a workspace with operators has written itself since it was restored or copied;
 * undefined where nothing of that kind happened, or a checkpoint was read since. What was restored and not acknowledged
 * before it was noticed again came back as one.
 */
export async function needsCheckpoint(db: Reader): Promise<number | undefined> {
  const back = await cameBack(db);
  if (back === undefined || (await firstOf(db, [CHECKPOINT_READ], back.seq)) !== undefined) return undefined;
  const rosterBegan = await firstOf(db, ['roster.change'], 0);
  if (rosterBegan === undefined || rosterBegan > back.seq) return undefined;
  const settled = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('event', '=', 'workspace.acknowledge')
    .where('outcome', '=', 'done')
    .where('seq', '<', back.seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return firstOf(db, CAME_BACK, settled?.seq ?? 0);
}

async function firstOf(db: Reader, events: readonly string[], after: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('event', 'in', [...events])
    .where('outcome', '=', 'done')
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.seq;
}

/**
 * Whether an authority came here with a restored or copied workspace and its newest exported revocation list was not
 * read since. Both are told by the audit log, which cannot be changed without a trace as a table can.
 */
export async function needsCatchUp(
  db: Reader,
  { authority_id, created_at }: Pick<AuthorityRecord, 'authority_id' | 'created_at'>,
): Promise<boolean> {
  const back = await cameBack(db);
  if (back === undefined || back.at < created_at) return false;
  const since = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('subject', '=', authority_id)
    .where('event', '=', CAUGHT_UP)
    .where('outcome', '=', 'done')
    .where('seq', '>', back.seq)
    .limit(1)
    .executeTakeFirst();
  return since === undefined;
}
