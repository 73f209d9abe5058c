import { posix, win32 } from 'node:path';
import { z } from 'zod';
import type { ModuleView } from '../../../../shared/contract/tokens.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { Reader } from '../../store/tables.ts';
import type { LibraryLook } from './library-file.ts';
import type { ModuleRecord } from './modules.store.ts';

/** What a person confirmed, as the audit tells it. The table can be changed without a trace, the audit cannot. */
const Confirmation = z.object({
  event: z.literal('module.confirmed'),
  subject: z.string(),
  data: z.object({
    path: z.string(),
    sha256: z.string(),
    parameters: z.string().optional(),
    machine: z.string(),
  }),
});
type Confirmation = z.infer<typeof Confirmation>['data'];

/** After each of these the workspace is another one's, or comes from elsewhere: what was confirmed before counts no more. */
const NEW_HANDS = ['workspace.restore', 'workspace.restored', 'workspace.copied', 'workspace.acknowledge'] as const;

/**
 * Whether this row of the table is what a person last confirmed, on this machine, since the workspace came here. Every
 * other one (edited, brought along with a backup or a copy) is loaded only after it is confirmed again.
 */
export async function isAsConfirmed(db: Reader, row: ModuleRecord, machine: string): Promise<boolean> {
  const confirmed = await lastConfirmation(db, row.module_id);
  return (
    confirmed?.machine === machine &&
    confirmed.path === row.path &&
    confirmed.sha256 === row.sha256 &&
    (confirmed.parameters ?? null) === row.parameters
  );
}

async function lastConfirmation(db: Reader, moduleId: string): Promise<Confirmation | undefined> {
  const last = await db
    .selectFrom('audit_entries')
    .select(['seq', 'entry'])
    .where('subject', '=', moduleId)
    .where('event', 'in', ['module.confirmed', 'module.removed'])
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return undefined;
  const since = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('event', 'in', [...NEW_HANDS])
    .where('outcome', '=', 'done')
    .where('seq', '>', last.seq)
    .limit(1)
    .executeTakeFirst();
  if (since !== undefined) return undefined;
  const read = Confirmation.safeParse(JSON.parse(last.entry));
  return read.success && read.data.subject === moduleId ? read.data.data : undefined;
}

/** A relative path names another file in every folder that a process may be started in. */
export function isWholePath(path: string, system: string): boolean {
  return (system === 'win32' ? win32 : posix).isAbsolute(path);
}

export function trustOf(
  row: ModuleRecord,
  look: Result<LibraryLook, unknown>,
  asConfirmed: boolean,
): ModuleView['trust'] {
  if (!look.ok) return 'missing';
  if (look.value.writableByOthers) return 'writable-by-others';
  return asConfirmed && look.value.sha256 === row.sha256 ? 'confirmed' : 'changed';
}
