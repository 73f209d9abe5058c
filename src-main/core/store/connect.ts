import Database from 'better-sqlite3';
import { closeToOthers, ownFile } from './own-file.ts';

export type Sqlite = Database.Database;

export interface ConnectOptions {
  readonly mustExist?: boolean;
  /** Looks at the file before anything is written to it, the journal mode included; throws to refuse it. */
  readonly inspect?: (sqlite: Sqlite) => void;
}

const BUSY_TIMEOUT_MS = 5000;
/** `PRAGMA synchronous`: 2 is FULL. NORMAL, which better-sqlite3 sets for WAL, loses the last commits in a power cut. */
const FULL = 2;

/**
 * The only place that opens a database file for work. Throws what SQLite throws.
 *
 * Never read such a file by other means while it is open: closing any other descriptor of it drops SQLite's locks
 * (POSIX advisory locks belong to the process).
 */
export function connect(path: string, options: ConnectOptions = {}): Sqlite {
  const mustExist = options.mustExist ?? false;
  if (mustExist) closeToOthers(path);
  else ownFile(path);
  // Left by a crash, perhaps of a build that let others read them.
  for (const journal of ['-wal', '-shm']) closeToOthers(`${path}${journal}`);
  const sqlite = new Database(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: mustExist });
  try {
    options.inspect?.(sqlite);
    for (const setting of SETTINGS) sqlite.pragma(setting);
    assertDurable(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const SETTINGS = [
  'journal_mode = wal',
  'synchronous = full',
  // macOS: fsync() alone leaves data in the drive's cache.
  'fullfsync = on',
  'checkpoint_fullfsync = on',
  'foreign_keys = on',
  // Without it INSERT OR REPLACE deletes rows past the triggers that guard the audit entries.
  'recursive_triggers = on',
  'trusted_schema = off',
  'cell_size_check = on',
];

/** Opens a finished backup, whose journal is not a WAL, without touching its folder. Throws what SQLite throws. */
export function connectReadOnly(path: string): Sqlite {
  return new Database(path, { readonly: true, fileMustExist: true });
}

/** An empty database that no file knows of. */
export function connectMemory(): Sqlite {
  return new Database(':memory:');
}

/** Throws unless a commit on this connection survives a power cut. Checked again before each transaction. */
export function assertDurable(sqlite: Sqlite): void {
  const journal = sqlite.pragma('journal_mode', { simple: true });
  const synchronous = sqlite.pragma('synchronous', { simple: true });
  const foreignKeys = sqlite.pragma('foreign_keys', { simple: true });
  if (journal !== 'wal' || synchronous !== FULL || foreignKeys !== 1) {
    throw new Error(
      `connection not durable: journal ${String(journal)}, synchronous ${String(synchronous)}, foreign keys ${String(foreignKeys)}`,
    );
  }
}
