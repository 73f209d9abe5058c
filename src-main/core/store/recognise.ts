import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { ok } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { isSamePlace, Place, placeOf, Provenance } from './provenance.ts';
import type { RecordedEnd } from './recorded-end.ts';
import type { Unit } from './unit.ts';
import type { WorkspacePaths } from './workspace-folder.ts';
import { readState, writeState } from './workspace-state.ts';

export interface RecogniseDeps {
  readonly clock: Clock;
  readonly machine: string;
  readonly actor: Actor;
}

/**
 * Finds out whether this database is the one last worked in. Copied: it lies elsewhere than it did, or does not know
 * where it lay, which only a restored one may. Restored: our own restore says so, or it ends before an entry that this
 * folder has already seen.
 */
export async function recognise(
  paths: WorkspacePaths,
  database: Database,
  unit: Unit,
  noted: RecordedEnd | undefined,
  deps: RecogniseDeps,
): Promise<Provenance> {
  const here = placeOf(paths.database, deps.machine);
  const before = await readState(database.db, 'place');
  const stored = await readState(database.db, 'provenance');
  const known: Provenance = stored === undefined ? { kind: 'original' } : Provenance.parse(JSON.parse(stored));
  const kind = (await isRolledBack(database, noted))
    ? 'restored'
    : isCopied(before, here, known)
      ? 'copied'
      : undefined;
  if (kind === undefined && before === canonicalJson(here)) return known;

  const noticed: Provenance = kind === undefined ? known : { kind, noticedAt: deps.clock.now().toISOString() };
  const event = kind === undefined ? 'workspace.place' : `workspace.${kind}`;
  // What the folder had seen and the database does not hold belongs on record: the note itself is written anew.
  const data = kind === 'restored' && noted !== undefined ? { notedSeq: noted.seq, notedHash: noted.hash } : {};
  await unit.run({ event, actor: deps.actor, subject: paths.folder, data }, async (trx) => {
    await writeState(trx, 'place', canonicalJson(here));
    await writeState(trx, 'provenance', canonicalJson(noticed));
    return ok(undefined);
  });
  return noticed;
}

/** A new workspace knows its place from its first transaction on; restoring takes it away and leaves `restored`. */
function isCopied(before: string | undefined, here: Place, known: Provenance): boolean {
  if (before === undefined) return known.kind !== 'restored';
  return !isSamePlace(Place.parse(JSON.parse(before)), here);
}

async function isRolledBack({ db }: Database, noted: RecordedEnd | undefined): Promise<boolean> {
  if (noted === undefined) return false;
  const row = await db.selectFrom('audit_entries').select('hash').where('seq', '=', noted.seq).executeTakeFirst();
  return row?.hash !== noted.hash;
}
