import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { closeToOthers, ownFile } from '../store/own-file.ts';
import { type StoreFault, storeFaultOf } from '../store/store-fault.ts';
import { platformSchema } from './platform-schema.ts';

export type PlatformDb = Database.Database;
export type Statement<P extends unknown[]> = Database.Statement<P>;
export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** `PRAGMA application_id`: "OCPP", so that this file is never taken for pki.db. */
const APPLICATION_ID = 0x4f435050;
const BUSY_TIMEOUT_MS = 5000;
/** Originals of some KB fill larger pages better, and sorted batches touch each page once. */
const PAGE_BYTES = 16_384;
const WRITER_CACHE_KIB = 128 * 1024;
const READER_CACHE_KIB = 96 * 1024;
/** Pages in the write-ahead log (64 MB) before they are moved into the file. */
const CHECKPOINT_PAGES = 4096;

/**
 * Opens the one connection that writes, and makes or upgrades the file; `:memory:` is a file of its own for tests.
 * A damaged, foreign or newer file is told: since all of it can be read again, the caller may remove it and start anew.
 */
export function openPlatformWriter(file: string): Result<PlatformDb, StoreFault> {
  return caught(file, () => {
    if (file !== ':memory:') {
      ownFile(file);
      for (const journal of JOURNALS) closeToOthers(`${file}${journal}`);
    }
    return prepared(new Database(file, { timeout: BUSY_TIMEOUT_MS }), file, (db) => {
      const refusal = refusalOf(db, file);
      if (refusal !== undefined) return refusal;
      db.pragma(`page_size = ${PAGE_BYTES}`);
      db.pragma('journal_mode = wal');
      db.pragma('synchronous = normal');
      db.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma('trusted_schema = off');
      db.pragma('secure_delete = on');
      db.pragma('temp_store = memory');
      migrate(db);
      return undefined;
    });
  });
}

/** Opens a connection that can only read; the writer must have made the file. */
export function openPlatformReader(file: string): Result<PlatformDb, StoreFault> {
  return caught(file, () =>
    prepared(new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS }), file, (db) => {
      const refusal = refusalOf(db, file);
      if (refusal !== undefined) return refusal;
      db.pragma(`cache_size = -${READER_CACHE_KIB}`);
      db.pragma('temp_store = memory');
      db.pragma('trusted_schema = off');
      return undefined;
    }),
  );
}

/** Removes the file and its journals; no connection may be open. */
export function removePlatformFile(file: string): void {
  for (const path of [file, ...JOURNALS.map((journal) => `${file}${journal}`)]) if (existsSync(path)) rmSync(path);
}

const JOURNALS = ['-wal', '-shm'];

function caught(file: string, work: () => Result<PlatformDb, StoreFault>): Result<PlatformDb, StoreFault> {
  try {
    return work();
  } catch (error) {
    const fault = storeFaultOf(error, file);
    if (fault === undefined) throw error;
    return fail(fault);
  }
}

function prepared(
  db: PlatformDb,
  file: string,
  prepare: (db: PlatformDb) => StoreFault | undefined,
): Result<PlatformDb, StoreFault> {
  let refusal: StoreFault | undefined;
  try {
    refusal = prepare(db);
  } catch (error) {
    db.close();
    refusal = storeFaultOf(error, file);
    if (refusal === undefined) throw error;
    return fail(refusal);
  }
  if (refusal === undefined) return ok(db);
  db.close();
  return fail(refusal);
}

function refusalOf(db: PlatformDb, path: string): StoreFault | undefined {
  const version = Number(db.pragma('user_version', { simple: true }));
  const application = Number(db.pragma('application_id', { simple: true }));
  const empty = version === 0 && db.prepare('select 1 from sqlite_schema').get() === undefined;
  if (!empty && application !== APPLICATION_ID) return { code: 'STORE_FOREIGN', data: { path } };
  const known = platformSchema.length;
  return version > known ? { code: 'STORE_SCHEMA_NEWER', data: { path, found: version, known } } : undefined;
}

function migrate(db: PlatformDb): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  for (const [at, step] of platformSchema.entries()) {
    if (at < found) continue;
    db.exec('begin immediate');
    try {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      for (const statement of step) db.exec(statement);
      db.pragma(`user_version = ${at + 1}`);
      db.exec('commit');
    } catch (error) {
      if (db.inTransaction) db.exec('rollback');
      throw error;
    }
  }
}
