import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import { connect, type Sqlite } from './connect.ts';
import { migrate, refusalOf } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations as allMigrations } from './migrations.ts';
import { catchStoreFault, StoreError, type StoreFault } from './store-fault.ts';
import type { Tables } from './tables.ts';
import { unitDialect } from './unit-dialect.ts';

export interface Database {
  readonly path: string;
  /** Number of schema steps applied. */
  readonly schema: number;
  /** For reading, and for the unit of work; a write outside a transaction is refused by SQLite. */
  readonly db: Kysely<Tables>;
  /** The connection beneath: for core/store alone. */
  readonly sqlite: Sqlite;
  /** What SQLite's own check finds wrong; empty when all is well. `quick` leaves out the indexes. */
  integrity(depth: 'quick' | 'full'): readonly string[];
  close(): void;
}

export interface OpenDatabaseOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly mustExist?: boolean;
  /** Others than the product's own, for tests. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens `pki.db`, checks it and brings its schema up to date. A file that is refused is left as it is.
 * Fails with a StoreFault; `describeStoreFault` has the sentence.
 */
export function openDatabase(options: OpenDatabaseOptions): Result<Database, StoreFault> {
  const opened = catchStoreFault(options.path, () => open(options));
  return 'fault' in opened ? fail(opened.fault) : ok(opened.value);
}

function open({ path, clock, mustExist = false, migrations = allMigrations }: OpenDatabaseOptions): Database {
  // SQLite would open the file for reading and fail at the first change: better told at once.
  accessSync(dirname(path), constants.R_OK | constants.W_OK);
  const sqlite = connect(path, {
    mustExist,
    inspect: (file) => {
      const refusal = refusalOf(file, migrations);
      if (refusal !== undefined) throw new StoreError(refusal);
      if (integrityOf(file, 'quick').length > 0) throw new StoreError({ code: 'STORE_DAMAGED', data: { path } });
    },
  });
  try {
    return {
      path,
      schema: migrate(sqlite, migrations, clock),
      db: new Kysely<Tables>({ dialect: unitDialect(sqlite) }),
      sqlite,
      integrity: (depth) => integrityOf(sqlite, depth),
      close: () => void sqlite.close(),
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function integrityOf(sqlite: Sqlite, depth: 'quick' | 'full'): readonly string[] {
  const pragma = depth === 'quick' ? 'quick_check' : 'integrity_check';
  const rows = sqlite.prepare<[], string>(`pragma ${pragma}(20)`).pluck().all();
  return rows.filter((row) => row !== 'ok');
}
