import type { SqliteDatabase } from 'kysely';
import type { Sqlite } from './connect.ts';

type Statement = ReturnType<SqliteDatabase['prepare']>;

/** So many statements are kept; lists of values of every length make ever new ones. */
const MOST = 500;

/**
 * The database as Kysely uses it, with statements that are prepared once: most of the time of a small query went into
 * compiling it again. The one that was not used for the longest time gives way. SQLite itself compiles a kept statement
 * anew when the schema has changed.
 */
export function keepStatements(sqlite: Pick<Sqlite, 'prepare' | 'close'>, most = MOST): SqliteDatabase {
  const kept = new Map<string, Statement>();
  return {
    close: () => void sqlite.close(),
    prepare: (text) => {
      const known = kept.get(text);
      const statement = known ?? sqlite.prepare(text);
      // The last used stands last.
      if (known !== undefined) kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}
