import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import type { Clock } from '../clock.ts';
import type { Sqlite } from './connect.ts';
import type { Migration } from './migration.ts';
import { schemaDifferences } from './schema-differences.ts';
import type { StoreFault } from './store-fault.ts';

/** `PRAGMA application_id` of our files: "OCPI". */
export const APPLICATION_ID = 0x4f435049;

/** Why this version must not touch the file; undefined for ours and for an empty one. Only reads. */
export function refusalOf(sqlite: Sqlite, migrations: readonly Migration[]): StoreFault | undefined {
  const path = sqlite.name;
  const found = schemaOf(sqlite);
  const application = Number(sqlite.pragma('application_id', { simple: true }));
  const fresh = found === 0 && countTables(sqlite) === 0;
  if (!fresh && application !== APPLICATION_ID) return { code: 'STORE_FOREIGN', data: { path } };
  if (found > migrations.length) return { code: 'STORE_SCHEMA_NEWER', data: { path, found, known: migrations.length } };
  const applied = migrations.slice(0, found);
  const migration = differingStep(sqlite, applied);
  if (migration !== undefined) return { code: 'STORE_SCHEMA_DIFFERS', data: { path, migration } };
  const altered = schemaDifferences(sqlite, applied);
  return altered.length === 0 ? undefined : { code: 'STORE_SCHEMA_DIFFERS', data: { path, altered } };
}

/** Takes the missing steps, each in a transaction of its own: a crash leaves whole steps. Returns the schema version. */
export function migrate(sqlite: Sqlite, migrations: readonly Migration[], clock: Clock): number {
  const found = schemaOf(sqlite);
  if (found === migrations.length) return found;
  // Rebuilding a table drops it for a moment; references are checked at the end of each step instead.
  sqlite.pragma('foreign_keys = off');
  try {
    migrations.forEach((step, index) => {
      if (index >= found) apply(sqlite, step, index + 1, clock);
    });
  } finally {
    sqlite.pragma('foreign_keys = on');
  }
  return migrations.length;
}

export function schemaOf(sqlite: Sqlite): number {
  return Number(sqlite.pragma('user_version', { simple: true }));
}

export function digestOf({ feature, version, up }: Migration): string {
  return createHash('sha256').update(canonicalJson({ feature, version, up }), 'utf8').digest('hex');
}

function apply(sqlite: Sqlite, step: Migration, seq: number, clock: Clock): void {
  sqlite.exec('begin immediate');
  try {
    if (seq === 1) sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    for (const statement of step.up) sqlite.exec(statement);
    sqlite
      .prepare('insert into schema_migrations (seq, feature, version, digest, applied_at) values (?, ?, ?, ?, ?)')
      .run(seq, step.feature, step.version, digestOf(step), clock.now().toISOString());
    sqlite.pragma(`user_version = ${seq}`);
    const broken = sqlite.prepare('pragma foreign_key_check').all();
    if (broken.length > 0)
      throw new Error(`migration ${step.feature} ${step.version} breaks ${broken.length} references`);
    sqlite.exec('commit');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback');
    throw error;
  }
}

function differingStep(sqlite: Sqlite, applied: readonly Migration[]): string | undefined {
  // Without its table the schema is an altered one, which the comparison of all objects tells.
  if (applied.length === 0 || !hasSteps(sqlite)) return undefined;
  const rows = sqlite.prepare<[], { seq: number; digest: string }>('select seq, digest from schema_migrations').all();
  const digests = new Map(rows.map((row) => [row.seq, row.digest]));
  const step = applied.find((known, index) => digests.get(index + 1) !== digestOf(known));
  return step === undefined ? undefined : `${step.feature} ${step.version}`;
}

function hasSteps(sqlite: Sqlite): boolean {
  return sqlite.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get() !== undefined;
}

function countTables(sqlite: Sqlite): number {
  return sqlite.prepare<[], { n: number }>('select count(*) as n from sqlite_schema').get()?.n ?? 0;
}
