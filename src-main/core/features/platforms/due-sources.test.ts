import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { ada, testStore, type TestStore } from '../../store/store-for-tests.ts';
import type { ConnectionRecord } from './connection-record.ts';
import { retentionSource, syncSource } from './due-sources.ts';
import type { PlatformDataService } from './platform-data.service.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import type { PlatformsService } from './platforms.service.ts';
import { noteRetention, writeConnection } from './platforms.store.ts';

let store: TestStore;
let vault: 'absent' | 'locked' | 'open';
beforeEach(() => {
  store = testStore();
  vault = 'open';
});
afterEach(() => store[Symbol.dispose]());

const HOUR = 3_600_000;
const after = (ms: number): Date => new Date(+store.clock.now() + ms);

const record = (change: Partial<ConnectionSettings> = {}): ConnectionRecord => ({
  connectionId: 'c-1',
  number: 1,
  revision: 1,
  settings: { ...blankConnection, name: 'Example', versionsUrl: 'https://example.com/versions', ...change },
  found: undefined,
  credentials: { state: 'none' },
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'ada',
});

/** What the sources use of the feature; the test says what is scheduled and how a read ends. */
function source(one: ConnectionRecord, plannedAt: Date, sync?: PlatformsService['sync']) {
  const deps = {
    db: store.database.db,
    vault: { status: () => Promise.resolve({ state: vault, protectedBy: 'none', secrets: 0 }) },
    tokens: { resolve: () => fail({ code: 'TOKEN_ABSENT', data: {} }), isSignedIn: () => false },
  } as unknown as PlatformsDeps; // the rest is not asked for
  const platforms = { scheduled: () => Promise.resolve([{ record: one, plannedAt }]), sync };
  return syncSource(deps, platforms as unknown as PlatformsService);
}

const write = (one: ConnectionRecord) =>
  store.unit.run({ event: 'platform.added', actor: ada }, async (trx) => {
    await writeConnection(trx, one);
    return ok(undefined);
  });

test('a read whose time has come needs nobody, and one whose time has not is not listed', async () => {
  const now = store.clock.now();
  expect(await source(record(), now).list(now)).toMatchObject([
    { taskId: 'sync-c-1', kind: 'sync', subject: 'c-1', name: 'Example', state: 'due', needs: 'nothing' },
  ]);
  expect(await source(record(), after(1)).list(now)).toEqual([]);
});

test.each(['locked', 'absent'] as const)('a %s vault keeps the token: somebody has to open it', async (state) => {
  vault = state;
  const now = store.clock.now();
  expect(await source(record(), now).list(now)).toMatchObject([{ needs: 'person', why: 'vault' }]);
  const open = record({ authorization: { ...blankConnection.authorization, kind: 'none' } });
  expect(await source(open, now).list(now)).toMatchObject([{ needs: 'nothing' }]);
});

test('a key that is nowhere needs a person', async () => {
  const now = store.clock.now();
  const one = source(record({ generationId: 'g-1' }), now);
  expect(await one.list(now)).toMatchObject([{ needs: 'person', why: 'no-key' }]);
});

test('a read of which one feed failed has failed, with the code of that feed', async () => {
  const run = (end: 'done' | 'failed') => ({ end, ...(end === 'failed' && { fault: { code: 'NOT_REACHED' } }) });
  const ends = (...all: readonly ('done' | 'failed')[]) =>
    (() => Promise.resolve(ok({ runs: all.map(run), unread: [] }))) as unknown as PlatformsService['sync'];
  const now = store.clock.now();
  const [task] = await source(record(), now).list(now);
  if (task === undefined) throw new Error('nothing is due');
  const context = { caller: { actor: 'x', roles: [], origin: 'test' } } as never; // handed through
  expect(await source(record(), now, ends('done', 'failed')).run(context, task)).toEqual(fail({ code: 'NOT_REACHED' }));
  expect(await source(record(), now, ends('done')).run(context, task)).toEqual(ok(undefined));
  const unread = [{ module: 'cdrs', code: 'STORE_FULL' }] as const;
  const notBegun = () => Promise.resolve(ok({ runs: [run('done')], unread }));
  const ended = source(record(), now, notBegun as unknown as PlatformsService['sync']).run(context, task);
  expect(await ended).toEqual(fail({ code: 'STORE_FULL' }));
});

test('retention is due once a day where a connection has such a rule', async () => {
  const deps = { db: store.database.db };
  const source = retentionSource(deps, {} as PlatformDataService, 'Example workspace');
  expect(await source.list(store.clock.now())).toEqual([]);
  await write(record({ retention: { rowsDays: null, personalDays: null } }));
  expect(await source.list(store.clock.now())).toEqual([]);
  await write(record());
  expect(await source.list(store.clock.now())).toMatchObject([{ taskId: 'retention', state: 'due', needs: 'nothing' }]);
  await store.unit.run({ event: 'platform-data.retained', actor: ada }, async (trx) => {
    await noteRetention(trx, store.clock.now());
    return ok(undefined);
  });
  expect(await source.list(after(23 * HOUR))).toEqual([]);
  expect(await source.list(after(24 * HOUR))).toHaveLength(1);
});
