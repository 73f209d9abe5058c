import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { assertDurable, type Sqlite } from './connect.ts';
import { keepStatements } from './kept-statements.ts';

/**
 * Kysely over the one connection, with two rules of ours: nothing is written outside a transaction (`query_only`),
 * and a transaction begins only on a connection whose commits are durable.
 */
export function unitDialect(sqlite: Sqlite): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new UnitDriver(sqlite),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class UnitDriver extends SqliteDriver {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    super({ database: keepStatements(sqlite) });
    this.#sqlite = sqlite;
    allowWriting(sqlite, false);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    assertDurable(this.#sqlite);
    allowWriting(this.#sqlite, true);
    try {
      // Immediate: a transaction that reads first and writes later could otherwise find the file changed in between.
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    } catch (error) {
      allowWriting(this.#sqlite, false);
      throw error;
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    allowWriting(this.#sqlite, false);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
    } finally {
      allowWriting(this.#sqlite, false);
    }
  }
}

function allowWriting(sqlite: Sqlite, allowed: boolean): void {
  sqlite.pragma(`query_only = ${allowed ? 'off' : 'on'}`);
}
