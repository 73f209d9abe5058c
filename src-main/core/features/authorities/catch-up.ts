import type { Reader } from '../../store/tables.ts';
import type { AuthorityRecord } from './authorities.store.ts';

/** After each of these the workspace may lack what was issued and revoked meanwhile. */
const CAME_BACK = ['workspace.restore', 'workspace.restored', 'workspace.copied'] as const;

/** The audit event after which an authority may sign again; its subject is the authority. */
export const CAUGHT_UP = 'crl.caught-up';

/**
 * Whether an authority came here with a restored or copied workspace and its newest exported revocation list was not
 * read since. Both are told by the audit log, which cannot be changed without a trace as a table can.
 */
export async function needsCatchUp(
  db: Reader,
  { authority_id, created_at }: Pick<AuthorityRecord, 'authority_id' | 'created_at'>,
): Promise<boolean> {
  const back = await db
    .selectFrom('audit_entries')
    .select(['seq', 'at'])
    .where('event', 'in', [...CAME_BACK])
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
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
