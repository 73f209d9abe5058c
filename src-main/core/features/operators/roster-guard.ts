import { z } from 'zod';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import {
  addEntry,
  type RosterEntry,
  type RosterFault,
  type RosterPorts,
} from '../../../../shared/domain/roster-fold.ts';
import type { Reader } from '../../store/tables.ts';
import type { RosterNote, RosterNotes } from './roster-note.ts';
import { readRoster } from './roster.store.ts';

export interface RosterTrouble {
  readonly code: RosterFault['code'] | 'ROSTER_ROLLED_BACK' | 'ROSTER_OTHER_GENESIS';
  readonly seq?: number;
}

export type GuardedRoster =
  | { readonly state: 'none' }
  | { readonly state: 'good'; readonly roster: RosterState }
  | { readonly state: 'locked'; readonly trouble: RosterTrouble };

/**
 * Whether the stored roster may be relied on: it folds, and it continues what is noted of it beside the database and in
 * the audit chain. An emptied, edited or rolled-back table is found here; a whole database that was put back is found by
 * the note of the chain's end (store/recognise.ts).
 */
export async function judgeRoster(
  db: Reader,
  workspace: string,
  ports: RosterPorts,
  notes: RosterNotes,
): Promise<GuardedRoster> {
  const entries = await readRoster(db);
  const witnesses = [notes.read(), await lastChangeInAudit(db)].filter((one) => one !== undefined);
  if (entries.length === 0) {
    return witnesses.length === 0 ? { state: 'none' } : { state: 'locked', trouble: { code: 'ROSTER_EMPTY' } };
  }
  const folded = foldWithHeads(entries, workspace, ports);
  if ('trouble' in folded) return { state: 'locked', trouble: folded.trouble };
  for (const witness of witnesses) {
    if (witness.genesis !== folded.roster.genesis) return locked('ROSTER_OTHER_GENESIS');
    if (folded.heads[witness.seq - 1] !== witness.head) return locked('ROSTER_ROLLED_BACK', witness.seq);
  }
  return { state: 'good', roster: folded.roster };
}

function locked(code: RosterTrouble['code'], seq?: number): GuardedRoster {
  return { state: 'locked', trouble: { code, ...(seq === undefined ? {} : { seq }) } };
}

function foldWithHeads(
  entries: readonly RosterEntry[],
  workspace: string,
  ports: RosterPorts,
): { readonly roster: RosterState; readonly heads: readonly string[] } | { readonly trouble: RosterTrouble } {
  const heads: string[] = [];
  let roster: RosterState | undefined;
  for (const entry of entries) {
    const next = addEntry(roster, entry, workspace, ports);
    if (!next.ok) return { trouble: { code: next.error.code, seq: heads.length + 1 } };
    roster = next.value;
    heads.push(roster.head);
  }
  return roster === undefined ? { trouble: { code: 'ROSTER_EMPTY' } } : { roster, heads };
}

/** The audit event of every change; its data say where the roster stood after it. */
export const ROSTER_EVENT = 'roster.change';

const Told = z.object({ genesis: Sha256Hex, seq: z.int().positive(), head: Sha256Hex });
const Entry = z.object({ data: Told });

async function lastChangeInAudit(db: Reader): Promise<RosterNote | undefined> {
  const row = await db
    .selectFrom('audit_entries')
    .select('entry')
    .where('event', '=', ROSTER_EVENT)
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  try {
    return Entry.safeParse(JSON.parse(row.entry)).data?.data;
  } catch {
    return undefined;
  }
}
