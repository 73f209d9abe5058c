import { createHash } from 'node:crypto';
import {
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import { connect } from './connect.ts';
import { type Database, openDatabase, type OpenDatabaseOptions } from './database.ts';
import { noSmallDisk, smallDisk } from './disk-for-tests.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';
import { describeStoreFault } from './store-fault.ts';
import { ada, testFolder, testStore, testWorkspaceId } from './store-for-tests.ts';
import { createUnit } from './unit.ts';

const clock = createTestClock();
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function opened(path: string, more: Partial<OpenDatabaseOptions> = {}): Database {
  const result = openDatabase({ path, clock, ...more });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function refused(path: string, more: Partial<OpenDatabaseOptions> = {}) {
  const result = openDatabase({ path, clock, ...more });
  if (result.ok) throw new Error('it opened');
  return result.error;
}

describe('every connection', () => {
  test.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
    ['busy_timeout', 5000],
  ])('has %s = %s', (pragma, value) => {
    using folder = testFolder();
    opened(join(folder.path, 'pki.db')).close();
    const again = connect(join(folder.path, 'pki.db'));
    expect(again.pragma(pragma, { simple: true })).toBe(value);
    again.close();
  });

  test('comes from connect: nothing else in core opens a database for work', () => {
    const files = readdirSync('src-main', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/(?:\.test|-for-tests)\.ts$/.test(name))
      .filter((name) => /from 'better-sqlite3'/.test(readFileSync(join('src-main', name), 'utf8')));
    expect(files.map((name) => name.replaceAll('\\', '/')).sort()).toEqual(
      ['core/platform-store/platform-db.ts', 'core/store/connect.ts', 'core/store/workspace-lock.ts'].sort(),
    );
  });
});

describe('the schema', () => {
  const step = (version: number, ...up: string[]): Migration => ({ feature: 'test', version, up });
  const base = migrations.slice(0, 1);
  const one = [...base, step(1, 'create table a (id integer primary key) strict')];
  const two = [...one, step(2, 'create table b (a integer references a (id)) strict', 'insert into a values (1)')];

  test('is brought up to date step by step, and once', () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    opened(path, { migrations: one }).close();
    const database = opened(path, { migrations: two });
    expect(database.schema).toBe(3);
    expect(database.sqlite.prepare('select feature, version from schema_migrations order by seq').all()).toEqual([
      { feature: 'store', version: 1 },
      { feature: 'test', version: 1 },
      { feature: 'test', version: 2 },
    ]);
    database.close();
    opened(path, { migrations: two }).close();
  });

  test('that is newer is refused with both versions, and not touched', () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    opened(path, { migrations: two }).close();
    const before = digest(path);
    const fault = refused(path, { migrations: one });

    expect(fault).toEqual({ code: 'STORE_SCHEMA_NEWER', data: { path, found: 3, known: 2 } });
    expect(describeStoreFault(fault)).toContain('schema 3; this version knows 2');
    expect(digest(path)).toBe(before);
  });

  test('from a build whose steps differ is refused by the name of the step', () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    opened(path, { migrations: one }).close();
    const other = [...base, step(1, 'create table a (id integer primary key, x text) strict')];
    expect(refused(path, { migrations: other })).toMatchObject({
      code: 'STORE_SCHEMA_DIFFERS',
      data: { migration: 'test 1' },
    });
  });

  test.each([
    ['fails in the middle', ['create table c (id integer primary key) strict', 'create nonsense']],
    ['breaks a reference', ['create table c (a integer references a (id)) strict', 'insert into c values (99)']],
  ])('stays at the step before one that %s', (_what, up) => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    opened(path, { migrations: two }).close();
    expect(() => openDatabase({ path, clock, migrations: [...two, step(3, ...up)] })).toThrow();
    const database = opened(path, { migrations: two });
    expect(database.schema).toBe(3);
    expect(database.sqlite.prepare("select 1 from sqlite_schema where name = 'c'").all()).toEqual([]);
    database.close();
  });

  test('has steps that count up within their feature', () => {
    for (const feature of new Set(migrations.map((migration) => migration.feature))) {
      const versions = migrations.filter((migration) => migration.feature === feature).map((m) => m.version);
      expect(versions).toEqual(versions.map((_version, index) => index + 1));
    }
  });
});

describe('a file that is none of ours is left as it is', () => {
  test('text', () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    writeFileSync(path, 'no database at all, but long enough to look like one'.repeat(50));
    const before = digest(path);
    expect(refused(path)).toEqual({ code: 'STORE_NOT_A_DATABASE', data: { path } });
    expect(digest(path)).toBe(before);
  });

  test('the database of another program', () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    new Sqlite(path).exec('create table other (x)').close();
    const before = digest(path);
    expect(refused(path).code).toBe('STORE_FOREIGN');
    expect(digest(path)).toBe(before);
  });
});

describe('a damaged file is refused and left as it is', () => {
  function filled(path: string): void {
    const database = opened(path);
    const insert = database.sqlite.prepare('insert into settings (name, value) values (?, ?)');
    database.sqlite.pragma('query_only = off');
    for (let i = 0; i < 2000; i++) insert.run(`name ${i}`, 'x'.repeat(50));
    database.close();
  }

  test.each([
    [
      'overwritten pages',
      (path: string) => {
        const file = openSync(path, 'r+');
        for (let at = 3 * 4096; at < statSync(path).size; at += 4096)
          writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, at);
        closeSync(file);
      },
    ],
    ['a cut file', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096)],
  ])('%s', (_what, damage) => {
    using folder = testFolder();
    const path = join(folder.path, 'pki.db');
    filled(path);
    damage(path);
    const before = digest(path);
    const fault = refused(path);
    expect(fault.code).toBe('STORE_DAMAGED');
    expect(describeStoreFault(fault)).toContain('left as it is');
    expect(digest(path)).toBe(before);
  });

  test('while it is open: integrity tells', () => {
    using store = testStore();
    expect(store.database.integrity('full')).toEqual([]);
  });
});

test('a folder that is not there is told as such', () => {
  expect(refused('/nonexistent/folder/pki.db')).toMatchObject({ code: 'STORE_IO', data: { cause: 'ENOENT' } });
});

describe.skipIf(noSmallDisk !== undefined)(`on a real small disk ${noSmallDisk ?? ''}`, () => {
  test('a full one is told, and what was committed stays', async () => {
    using disk = smallDisk(2400);
    const path = join(disk.path, 'pki.db');
    const database = opened(path);
    const unit = createUnit({ database, clock, workspaceId: testWorkspaceId });
    let stored = 0;
    let fault: unknown;
    while (fault === undefined && stored < 1000) {
      const name = `setting ${stored}`;
      try {
        await unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
          await trx
            .insertInto('settings')
            .values({ name, value: 'x'.repeat(4000) })
            .execute();
          return ok(name);
        });
        stored++;
      } catch (error) {
        fault = error;
      }
    }
    expect(fault).toMatchObject({ fault: { code: 'STORE_FULL' } });
    expect(stored).toBeGreaterThan(3);

    const count = () =>
      database.sqlite
        .prepare('select (select count(*) from settings) as a, (select count(*) from audit_entries) as b')
        .get();
    expect(count()).toEqual({ a: stored, b: stored });
    database.close();
    const again = opened(path);
    expect(again.integrity('full')).toEqual([]);
    again.close();
  });

  test('one too full for a new workspace is told', () => {
    using disk = smallDisk(64);
    writeFileSync(join(disk.path, 'filler'), Buffer.alloc(56 * 1024));
    expect(refused(join(disk.path, 'pki.db')).code).toBe('STORE_FULL');
  });

  test('one that can only be read is told, and opens again afterwards', () => {
    using disk = smallDisk(2400);
    const path = join(disk.path, 'pki.db');
    opened(path).close();
    disk.readOnly(true);
    expect(refused(path)).toEqual({ code: 'STORE_READ_ONLY', data: { path } });
    disk.readOnly(false);
    opened(path).close();
  });
});
