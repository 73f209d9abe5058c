import { connectMemory, type Sqlite } from './connect.ts';
import type { Migration } from './migration.ts';

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/**
 * How the tables, indexes, triggers and views of a file differ from those that the steps make in an empty database, in
 * words; empty when they are the same. The version number says nothing of this: a tool can drop a trigger and keep it.
 */
export function schemaDifferences(sqlite: Sqlite, applied: readonly Migration[]): readonly string[] {
  const wanted = expectedObjects(applied);
  const found = objectsOf(sqlite);
  const missing = [...wanted].filter(([name]) => !found.has(name)).map(([name]) => `${name} is missing`);
  const other = [...found].flatMap(([name, sql]) => {
    if (!wanted.has(name)) return [`${name} is foreign`];
    return wanted.get(name) === sql ? [] : [`${name} is changed`];
  });
  return [...missing, ...other].sort();
}

function expectedObjects(steps: readonly Migration[]): ReadonlyMap<string, string | null> {
  const sqlite = connectMemory();
  try {
    sqlite.pragma('foreign_keys = off');
    for (const statement of steps.flatMap((step) => step.up)) sqlite.exec(statement);
    return objectsOf(sqlite);
  } finally {
    sqlite.close();
  }
}

/** By `trigger audit_entries_kept`; the text as SQLite keeps it. */
function objectsOf(sqlite: Sqlite): ReadonlyMap<string, string | null> {
  const rows = sqlite.prepare<[], SchemaObject>('select type, name, sql from sqlite_schema').all();
  return new Map(rows.filter((row) => !isStatistics(row)).map(({ type, name, sql }) => [`${type} ${name}`, sql]));
}

/** What ANALYZE of any tool leaves; it changes no result. */
function isStatistics({ type, name }: SchemaObject): boolean {
  return type === 'table' && /^sqlite_stat[1-4]$/.test(name);
}
