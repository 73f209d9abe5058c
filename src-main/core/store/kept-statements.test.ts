import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepStatements } from './kept-statements.ts';

let sqlite: InstanceType<typeof Sqlite>;
beforeEach(() => {
  sqlite = new Sqlite(':memory:');
  sqlite.exec('create table t (a integer)');
});
afterEach(() => void sqlite.close());

test('a statement is prepared once while it is in use, and again when it was left out', () => {
  const db = keepStatements(sqlite, 2);
  const first = db.prepare('select 1');
  expect(db.prepare('select 1')).toBe(first);
  db.prepare('select 2');
  expect(db.prepare('select 1')).toBe(first);
  const second = db.prepare('select 2');
  db.prepare('select 3');
  expect(db.prepare('select 2')).toBe(second);
  expect(db.prepare('select 1')).not.toBe(first);
});

test('a kept statement sees a changed schema', () => {
  const db = keepStatements(sqlite);
  sqlite.exec('insert into t values (1)');
  expect(db.prepare('select * from t').all([])).toEqual([{ a: 1 }]);
  sqlite.exec('alter table t add column b text');
  expect(db.prepare('select * from t').all([])).toEqual([{ a: 1, b: null }]);
});
