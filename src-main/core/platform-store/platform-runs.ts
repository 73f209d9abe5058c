import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { allShapes, moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';

export type RunKind = 'full' | 'incremental';

export interface RunCounts {
  readonly pages: number;
  readonly received: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  /** The same object again in one run. */
  readonly duplicates: number;
  readonly unlisted: number;
  readonly notUnderstood: number;
  /** New or changed since before an earlier read of changes, which had not brought them. */
  readonly missed: number;
}

/** One read of one feed. */
export interface RunRecord extends RunCounts {
  readonly run: number;
  readonly connection: number;
  readonly module: FeedModule;
  readonly kind: RunKind;
  readonly windowFrom: string | undefined;
  readonly windowTo: string | undefined;
  /** Where to go on; opaque to the store. */
  readonly cursor: string | undefined;
  /** Milliseconds since 1970. */
  readonly beganAt: number;
  readonly endedAt: number | undefined;
  readonly endReason: string | undefined;
  readonly complete: boolean;
  /** Total that the platform stated last. */
  readonly stated: number | undefined;
}

interface RunRow {
  readonly run: number;
  readonly connection: number;
  readonly module: number;
  readonly kind: RunKind;
  readonly window_from: string | null;
  readonly window_to: string | null;
  readonly cursor: string | null;
  readonly began: number;
  readonly ended: number | null;
  readonly end_reason: string | null;
  readonly complete: number;
  readonly pages: number;
  readonly received: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicates: number;
  readonly unlisted: number;
  readonly not_understood: number;
  readonly missed: number;
  readonly stated: number | null;
}

/** @param where conditions of our own making over the columns of `runs` */
export function runReader(db: PlatformDb, where: string): (...values: readonly number[]) => RunRecord[] {
  const statement = db.prepare<number[], RunRow>(`select * from runs where ${where}`);
  return (...values) => statement.all(...values).map(recordOf);
}

export const moduleCode = (module: FeedModule): number => moduleShapes[module].code;

function recordOf(row: RunRow): RunRecord {
  const shape = allShapes.find(({ code }) => code === row.module);
  if (shape === undefined) throw new Error(`run of an unknown module ${row.module}`);
  return {
    run: row.run,
    connection: row.connection,
    module: shape.module,
    kind: row.kind,
    windowFrom: row.window_from ?? undefined,
    windowTo: row.window_to ?? undefined,
    cursor: row.cursor ?? undefined,
    beganAt: row.began,
    endedAt: row.ended ?? undefined,
    endReason: row.end_reason ?? undefined,
    complete: row.complete === 1,
    pages: row.pages,
    received: row.received,
    added: row.added,
    changed: row.changed,
    same: row.same,
    duplicates: row.duplicates,
    unlisted: row.unlisted,
    notUnderstood: row.not_understood,
    missed: row.missed,
    stated: row.stated ?? undefined,
  };
}
