import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { openDatabase } from './database.ts';
import { describeStoreFault } from './store-fault.ts';
import { testFolder } from './store-for-tests.ts';

const clock = createTestClock();
const foreign = 'create trigger helper after insert on audit_entries begin delete from settings; end';

function altered(path: string, sql: string): void {
  const database = openDatabase({ path, clock });
  if (!database.ok) throw new Error(database.error.code);
  database.value.close();
  const sqlite = new Sqlite(path);
  sqlite.exec(sql);
  sqlite.close();
}

describe('a database whose version is right and whose schema is not is refused in words and left as it is', () => {
  test.each([
    ['a guard is gone', 'drop trigger audit_entries_kept', 'trigger audit_entries_kept is missing'],
    [
      'a guard does nothing',
      `drop trigger audit_entries_fixed;
       create trigger audit_entries_fixed before update on audit_entries begin select 1; end`,
      'trigger audit_entries_fixed is changed',
    ],
    ['a foreign trigger waits', foreign, 'trigger helper is foreign'],
    ['an index is gone', 'drop index audit_entries_by_event', 'index audit_entries_by_event is missing'],
    ['a table has one column more', 'alter table settings add column note text', 'table settings is changed'],
    ['a foreign view', 'create view v as select 1', 'view v is foreign'],
    ['the steps are gone', 'drop table schema_migrations', 'table schema_migrations is missing'],
  ])('%s', (_what, sql, told) => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    altered(path, sql);
    const before = createHash('sha256').update(readFileSync(path)).digest('hex');
    const refused = openDatabase({ path, clock });
    if (refused.ok) throw new Error('it opened');
    expect(refused.error.code).toBe('STORE_SCHEMA_DIFFERS');
    expect(describeStoreFault(refused.error)).toMatch(new RegExp(`altered the schema of this workspace \\(.*${told}`));
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(before);
  });
});

test('the statistics that a tool may leave are no alteration', () => {
  using folder = testFolder();
  const path = join(folder.path, 'pki.db');
  altered(path, "insert into settings values ('a', '1'); analyze");
  const database = openDatabase({ path, clock });
  expect(database.ok).toBe(true);
  if (database.ok) database.value.close();
});
