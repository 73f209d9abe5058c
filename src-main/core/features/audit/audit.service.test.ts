import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { AuditRow } from '../../../../shared/contract/audit.ts';
import { importLine } from '../../../../shared/domain/audit-chain.ts';
import { verifyChain } from '../../../../shared/domain/verify-chain.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import { pathOf, writeNewFile } from '../../store/place.ts';
import { ada, testFolder, testStore, type TestStore, testWorkspaceId } from '../../store/store-for-tests.ts';
import { createAuditService } from './audit.service.ts';

const service = ({ database }: TestStore) =>
  createAuditService({ db: database.db, workspaceId: testWorkspaceId, pause: () => turn() });
const whole = { offset: 0, limit: 100 };

async function filled(entries: number): Promise<TestStore> {
  const store = testStore();
  for (let i = 1; i <= entries; i++) {
    store.clock.pass(1000);
    const what = {
      event: i % 2 === 0 ? 'key.generate' : 'csr.create',
      actor: ada,
      subject: `id ${i}`,
      data: { note: `N${i} 100%_x"y` },
    };
    await store.unit.run(what, () => (i % 5 === 0 ? fail({ code: 'TOKEN_FULL' }) : ok(i)));
  }
  return store;
}

/** What somebody with the file and a tool can do: the guards are gone. */
function tamper(store: TestStore, sql: string): void {
  const { sqlite } = store.database;
  sqlite.pragma('query_only = off');
  sqlite.exec('drop trigger audit_entries_kept; drop trigger audit_entries_fixed; drop trigger audit_entries_appended');
  sqlite.exec(sql);
}

describe('the list', () => {
  test('is newest first, by position, and says how many there are', async () => {
    using store = await filled(12);
    const { total, rows } = await service(store).list({ offset: 2, limit: 3 });
    expect(total).toBe(12);
    expect(rows.map((row) => row.seq)).toEqual([10, 9, 8]);
    for (const row of rows) AuditRow.parse(row);
    expect(rows[0]).toMatchObject({
      event: 'key.generate.refused',
      outcome: 'refused',
      code: 'TOKEN_FULL',
      actor: 'ada',
    });
    expect((await service(store).list({ offset: 12, limit: 3 })).rows).toEqual([]);
  });

  test.each([
    [{ event: 'csr.create' }, [11, 9, 7, 3, 1]],
    [{ outcome: 'refused' as const }, [10, 5]],
    [{ from: '2026-03-01T12:00:11.000Z' }, [12, 11]],
    [{ to: '2026-03-01T12:00:02.000Z' }, [2, 1]],
    [{ filter: 'n12' }, [12]],
    [{ filter: 'token_full' }, [10, 5]],
    [{ filter: '100%_X"', event: 'key.generate' }, [12, 8, 6, 4, 2]],
    [{ filter: '%', outcome: 'refused' as const }, [10, 5]],
    [{ filter: 'nowhere' }, []],
  ])('filters by %j', async (filter, seqs) => {
    using store = await filled(12);
    const { total, rows } = await service(store).list({ ...whole, ...filter });
    expect(rows.map((row) => row.seq)).toEqual(seqs);
    expect(total).toBe(seqs.length);
  });

  test('names the kinds of events that occur', async () => {
    using store = await filled(5);
    expect(await service(store).events()).toEqual(['csr.create', 'csr.create.refused', 'key.generate']);
  });
});

describe('the table', () => {
  test.each([
    ["update audit_entries set actor = 'eve' where seq = 1", 'never changed'],
    ['delete from audit_entries where seq = 3', 'never removed'],
    [
      'insert into audit_entries select 9, at, event, outcome, actor, subject, entry, hash from audit_entries where seq = 1',
      'at the end',
    ],
    [
      'insert or replace into audit_entries select 2, at, event, outcome, actor, subject, entry, hash from audit_entries where seq = 1',
      'at the end',
    ],
  ])('refuses %s', async (sql, why) => {
    using store = await filled(3);
    store.database.sqlite.pragma('query_only = off');
    expect(() => store.database.sqlite.exec(sql)).toThrow(why);
    expect(await service(store).verify({})).toMatchObject({ intact: true, entries: 3 });
  });
});

describe('verify', () => {
  test('walks all entries with progress and finds an untouched chain intact', async () => {
    using store = await filled(12);
    const steps: unknown[] = [];
    const head = store.committed.at(-1)!.hash;
    const verdict = await service(store).verify({ head, progress: (step) => steps.push(step) });
    expect(verdict).toMatchObject({
      intact: true,
      entries: 12,
      head: { seq: 12, hash: head },
      anchor: { kind: 'end' },
    });
    expect(steps).toEqual([{ done: 12, total: 12 }]);
  });

  test.each([
    ["update audit_entries set entry = replace(entry, 'N4', 'N9') where seq = 4", 'edited', 4],
    ["update audit_entries set actor = 'eve' where seq = 4", 'edited', 4],
    ["update audit_entries set at = '2020-01-01T00:00:00.000Z' where seq = 4", 'edited', 4],
    ['delete from audit_entries where seq = 4', 'removed', 4],
    [
      'update audit_entries set seq = 99 where seq = 4; update audit_entries set seq = 4 where seq = 5; update audit_entries set seq = 5 where seq = 99',
      'reordered',
      4,
    ],
    ['update audit_entries set seq = 99 where seq = 8', 'edited', 8],
    ["update audit_entries set entry = 'junk' where seq = 4", 'unreadable', 4],
  ])('finds what was done: %s', async (sql, problem, seq) => {
    using store = await filled(8);
    tamper(store, sql);
    const verdict = await service(store).verify({});
    expect(verdict?.intact).toBe(false);
    expect(verdict?.findings[0]).toMatchObject({ problem, seq });
  });

  test('finds a cut tail against a head noted before, and cannot without', async () => {
    using store = await filled(8);
    const head = store.committed.at(-1)!.hash;
    tamper(store, 'delete from audit_entries where seq > 5');
    expect(await service(store).verify({})).toMatchObject({ intact: true, anchor: { kind: 'none' } });
    expect(await service(store).verify({ head })).toMatchObject({
      intact: false,
      findings: [{ problem: 'cut', seq: 6 }],
    });
  });

  test('ends early when stopped', async () => {
    using store = await filled(3);
    expect(await service(store).verify({ stopped: () => true })).toBeUndefined();
  });

  test('lets units go on, and judges the chain as it stood', async () => {
    using store = await filled(3);
    const verdict = await service(store).verify({
      progress: () => store.unit.append({ event: 'a.b', actor: ada, outcome: 'done' }),
    });
    expect(verdict).toMatchObject({ intact: true, entries: 3 });
  });
});

describe('the export', () => {
  test('is JSON Lines that anybody can verify', async () => {
    using store = await filled(6);
    using folder = testFolder();
    const path = join(folder.path, 'audit.jsonl');
    const done = await writeNewFile(path, (append) => service(store).export(append));
    const head = store.committed.at(-1)!.hash;
    expect(done).toEqual(ok({ entries: 6, head }));

    const links = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => importLine(line)!);
    expect(verifyChain(links, { workspaceId: testWorkspaceId, sha256, head })).toMatchObject({
      intact: true,
      entries: 6,
    });
  });

  test('of a forged log shows the forgery', async () => {
    using store = await filled(4);
    tamper(store, "update audit_entries set entry = 'junk' where seq = 2");
    let text = '';
    await service(store).export((lines) => Promise.resolve(void (text += lines)));
    const links = text
      .trimEnd()
      .split('\n')
      .map((line) => importLine(line)!);
    expect(verifyChain(links, { workspaceId: testWorkspaceId, sha256 }).findings).toMatchObject([
      { problem: 'unreadable', seq: 2 },
    ]);
  });

  test('replaces no file and leaves no half one', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'audit.jsonl');
    const broken = writeNewFile(path, async (append) => {
      await append('half');
      throw new Error('stopped');
    });
    await expect(broken).rejects.toThrow('stopped');
    expect(await writeNewFile(path, (append) => append('whole'))).toEqual(ok(undefined));
    expect(await writeNewFile(path, (append) => append('other'))).toEqual(
      fail({ code: 'PLACE_REFUSED', data: { reason: 'exists' } }),
    );
    expect(readFileSync(path, 'utf8')).toBe('whole');
    expect(await writeNewFile(join(folder.path, 'no', 'x'), (append) => append(''))).toMatchObject({
      error: { data: { reason: 'missing' } },
    });
  });

  test.each([
    ['window', { path: '/tmp/x' }, undefined],
    ['window', { grant: 'g1' }, '/picked'],
    ['window', { grant: 'g2' }, undefined],
    ['cli', { path: '/tmp/x' }, '/tmp/x'],
  ] as const)('from the %s goes to %j → %s', (origin, place, path) => {
    const grants = (id: string) => (id === 'g1' ? '/picked' : undefined);
    const found = pathOf(place, { actor: 'ada', roles: [], origin }, grants);
    expect(found.ok ? found.value : undefined).toBe(path);
  });
});
