import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatformReader, openPlatformWriter, removePlatformFile } from './platform-db.ts';
import { createPlatformReader, type PlatformReader } from './platform-reader.ts';
import { broken, cdr, object, openTestStore, page, syncOnce, type TestStore, value } from './store-for-tests.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-store-'));
  file = join(folder, 'platform.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const byId = { filter: {}, order: 'id', descending: false } as const;
const ids = (reader: PlatformReader, module: 'cdrs' | 'sessions' = 'cdrs'): readonly string[] =>
  reader.list({ ...byId, module }, 0, 1000).rows.map(({ id }) => id);
const readerOf = (store: TestStore): PlatformReader => createPlatformReader(store.db);

describe('the file', () => {
  test('is for its user alone', () => {
    openTestStore(file).db.close();
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('loses what others were allowed', () => {
    openTestStore(file).db.close();
    chmodSync(file, 0o644);
    openTestStore(file).db.close();
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('is told as no database when it is none', () => {
    writeFileSync(file, 'x'.repeat(9000));
    const opened = openPlatformWriter(file);
    expect(opened).toMatchObject({ ok: false, error: { code: 'STORE_NOT_A_DATABASE' } });
  });

  test('is told as newer when a later version wrote it', () => {
    const { db } = openTestStore(file);
    db.pragma('user_version = 99');
    db.close();
    expect(openPlatformWriter(file)).toMatchObject({ ok: false, error: { code: 'STORE_SCHEMA_NEWER' } });
    expect(openPlatformReader(file)).toMatchObject({ ok: false, error: { code: 'STORE_SCHEMA_NEWER' } });
  });

  test('can be removed and made anew', () => {
    writeFileSync(file, 'x'.repeat(9000));
    removePlatformFile(file);
    expect(openPlatformWriter(file).ok).toBe(true);
  });

  test('is read by another connection as far as it was committed', () => {
    const store = openTestStore(file, { groupObjects: 1 });
    syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' })]);
    const opened = value(openPlatformReader(file));
    const reader = createPlatformReader(opened);
    expect(ids(reader)).toEqual(['a', 'b']);
    syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' }), cdr({ id: 'c' })]);
    expect(ids(reader)).toEqual(['a', 'b', 'c']);
    opened.close();
    store.db.close();
  });
});

describe('a run', () => {
  test('counts what is new, changed and the same', () => {
    const store = openTestStore();
    const first = syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' })]);
    const second = syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b', content: 'other' }), cdr({ id: 'c' })]);
    expect([first.added, first.changed, first.same]).toEqual([2, 0, 0]);
    expect([second.added, second.changed, second.same]).toEqual([1, 1, 1]);
    expect(readerOf(store).changes(second.run)).toEqual([
      { kind: 'added', row: 3 },
      { kind: 'changed', row: 2 },
    ]);
  });

  test('keeps an object that comes twice once, its newest form', () => {
    const store = openTestStore();
    const run = syncOnce(store, [
      object('sessions', { id: 'a', lastUpdated: '2026-01-02T00:00:00Z', content: 'new' }),
      object('sessions', { id: 'A', lastUpdated: '2026-01-01T00:00:00Z', content: 'old' }),
    ]);
    const held = readerOf(store).get('sessions', 1);
    expect(run.duplicates).toBe(1);
    expect(Buffer.from(held?.original.bytes ?? []).toString()).toContain('"new"');
  });

  test('goes by the version where objects have one', () => {
    const store = openTestStore();
    syncOnce(store, [
      object('sessions', { id: 'a', version: 9, content: 'nine', lastUpdated: '2026-01-01T00:00:00Z' }),
      object('sessions', { id: 'a', version: 10, content: 'ten', lastUpdated: '2025-01-01T00:00:00Z' }),
    ]);
    expect(Buffer.from(readerOf(store).get('sessions', 1)?.original.bytes ?? []).toString()).toContain('ten');
  });

  test('marks what a complete full read no longer lists, and takes the mark back when it is', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' })]);
    const second = syncOnce(store, [cdr({ id: 'a' })]);
    const gone = readerOf(store).list({ ...byId, module: 'cdrs', filter: { state: ['unlisted'] } }, 0, 10);
    expect(second.unlisted).toBe(1);
    expect(gone.rows.map(({ id, unlistedSince }) => [id, unlistedSince])).toEqual([['b', '2026-11-23T10:00:00.000Z']]);
    syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' })]);
    expect(readerOf(store).counts(1, 'cdrs')).toEqual({ present: 2, unlisted: 0, notUnderstood: 0 });
  });

  test.each([
    ['incremental', true],
    ['full', false],
  ] as const)('marks nothing when it is %s and complete is %s', (kind, complete) => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a' }), cdr({ id: 'b' })]);
    expect(syncOnce(store, [cdr({ id: 'a' })], { kind, complete }).unlisted).toBe(0);
    expect(readerOf(store).counts(1, 'cdrs').unlisted).toBe(0);
  });

  test('marks nothing of other connections and modules', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a' })], { connection: 2 });
    syncOnce(store, [object('sessions', { id: 's' })]);
    syncOnce(store, [cdr({ id: 'b' })]);
    expect(readerOf(store).counts(2, 'cdrs').unlisted + readerOf(store).counts(1, 'sessions').unlisted).toBe(0);
  });

  test('keeps what was not understood, with its bytes, once', () => {
    const store = openTestStore();
    syncOnce(store, [broken('[1]'), cdr({ id: 'a' }), broken('[1]')]);
    syncOnce(store, [broken('[1]'), cdr({ id: 'a' })]);
    const reader = readerOf(store);
    const { rows } = reader.list({ ...byId, module: 'cdrs', filter: { state: ['not-understood'] } }, 0, 10);
    expect(rows.map(({ findings, worst }) => [findings, worst])).toEqual([[1, 'fail']]);
    expect(Buffer.from(reader.original('cdrs', rows[0]?.rowId ?? 0)?.bytes ?? []).toString()).toBe('[1]');
  });

  test('ends the one that was left open when another begins', () => {
    const { writer } = openTestStore();
    const first = value(writer.beginRun({ connection: 1, module: 'cdrs', kind: 'full' }));
    const second = value(writer.beginRun({ connection: 1, module: 'cdrs', kind: 'full' }));
    expect(writer.resume(1, 'cdrs')?.run).toBe(second.run);
    expect(second.run).not.toBe(first.run);
  });

  test('tells findings of its pages', () => {
    const store = openTestStore();
    const { run } = value(store.writer.beginRun({ connection: 1, module: 'cdrs', kind: 'full' }));
    const finding = { code: 'LINK_RELATIVE', severity: 'warn', path: 'Link' } as const;
    value(store.writer.putPage(run, { ...page([]), findings: [finding] }));
    value(store.writer.putPage(run, { ...page([]), findings: [finding] }));
    expect(readerOf(store).runFindings(run)).toEqual([{ ...finding, times: 2 }]);
  });
});

describe('a CDR that changes', () => {
  test('is flagged, and both are kept', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a', content: 'one' })]);
    syncOnce(store, [cdr({ id: 'a', content: 'two' })]);
    const held = readerOf(store).get('cdrs', 1);
    expect(held?.findings.map(({ code }) => code)).toEqual(['CHANGED_CDR']);
    expect(Buffer.from(held?.versions[0]?.bytes ?? []).toString()).toContain('one');
    expect(Buffer.from(held?.original.bytes ?? []).toString()).toContain('two');
  });

  test('keeps its flag when it comes as it was first', () => {
    const store = openTestStore();
    for (const content of ['one', 'two', 'one', 'one']) syncOnce(store, [cdr({ id: 'a', content })]);
    expect(
      readerOf(store)
        .get('cdrs', 1)
        ?.findings.map(({ code }) => code),
    ).toEqual(['CHANGED_CDR']);
  });

  test('is no other for blanks, order or last_updated alone', () => {
    const store = openTestStore();
    const once = cdr({ id: 'a' });
    syncOnce(store, [{ ...once, bytes: Buffer.from('{"id":"a","x":1,"last_updated":"1"}') }]);
    syncOnce(store, [{ ...once, bytes: Buffer.from('{ "x": 1, "id": "a", "last_updated": "2" }') }]);
    expect(readerOf(store).get('cdrs', 1)?.findings).toEqual([]);
  });

  test('keeps so many versions and no more', () => {
    const store = openTestStore(':memory:', { versions: 2 });
    for (const content of ['1', '2', '3', '4', '5']) syncOnce(store, [cdr({ id: 'a', content })]);
    const versions = readerOf(store).get('cdrs', 1)?.versions ?? [];
    expect(versions.map(({ bytes }) => /"content":"(.)"/.exec(Buffer.from(bytes).toString())?.[1])).toEqual(['4', '3']);
  });
});

describe('a crash', () => {
  test('takes back pages that were not committed together with their cursors', () => {
    const store = openTestStore(':memory:', { groupObjects: 100, groupMs: 10_000 });
    const { run } = value(store.writer.beginRun({ connection: 1, module: 'cdrs', kind: 'full' }));
    value(store.writer.putPage(run, page([cdr({ id: 'a' })], 'after a')));
    const second = value(store.writer.putPage(run, page([cdr({ id: 'b' })], 'after b')));
    store.writer.rollback();
    expect(second.committed).toBe(false);
    expect(store.writer.resume(1, 'cdrs')?.cursor).toBe('after a');
    value(store.writer.settle());
    expect(ids(readerOf(store))).toEqual(['a']);
  });

  test('anywhere, with pages and objects twice, ends in what was served, once each', () => {
    const served = fc.array(
      fc.record({ id: fc.integer({ min: 0, max: 30 }), content: fc.integer({ min: 0, max: 3 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        served,
        fc.array(fc.constantFrom('page', 'crash', 'settle', 'commit', 'again')),
        fc.integer({ min: 1, max: 9 }),
        (all, orders, size) => {
          const store = openTestStore(':memory:', { groupObjects: 17, groupMs: 1e9, waitRows: 9 });
          const pages = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
            all.slice(at * size, at * size + size),
          );
          const put = (run: number, at: number): void => {
            const objects = (pages[at] ?? []).map(({ id, content }) =>
              object('sessions', {
                id: `s${id}`,
                content: String(content),
                lastUpdated: `2026-01-0${content + 1}T00:00:00Z`,
                search: `word${content}`,
              }),
            );
            value(store.writer.putPage(run, page(objects, String(at + 1))));
          };
          let { run } = value(store.writer.beginRun({ connection: 1, module: 'sessions', kind: 'full' }));
          let at = 0;
          for (const order of [...orders, ...pages.map(() => 'page' as const), ...pages.map(() => 'page' as const)]) {
            if (order === 'page' && at < pages.length) put(run, at++);
            if (order === 'again' && at > 0) put(run, at - 1);
            if (order === 'settle') value(store.writer.settle());
            if (order === 'commit') value(store.writer.commit());
            if (order === 'crash') {
              store.writer.rollback();
              const open = store.writer.resume(1, 'sessions');
              at = Number(open?.cursor ?? 0);
              run = open?.run ?? run;
            }
          }
          while (at < pages.length) put(run, at++);
          value(store.writer.finishRun(run, { complete: true, reason: 'end' }));

          const newest = new Map<string, number>();
          for (const { id, content } of all) newest.set(`s${id}`, Math.max(newest.get(`s${id}`) ?? 0, content));
          const reader = readerOf(store);
          const rows = reader.rowNumbers({ ...byId, module: 'sessions' });
          const held = rows.map((row) => {
            const found = reader.get('sessions', row);
            const text = Buffer.from(found?.original.bytes ?? []).toString();
            return [found?.row.id, Number(/"content":"(.)"/.exec(text)?.[1])] as const;
          });
          const wanted = [...newest].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(held).toEqual(wanted);
          for (const content of [0, 1, 2, 3]) {
            const found = reader.list({ ...byId, module: 'sessions', filter: { text: `word${content}` } }, 0, 100);
            expect(found.rows.map(({ id }) => id)).toEqual(
              wanted.filter((each) => each[1] === content).map(([id]) => id),
            );
          }
          store.db.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
