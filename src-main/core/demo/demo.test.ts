import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createClient } from '../../../shared/contract/wire/client.ts';
import { wirePair } from '../../../shared/contract/wire/frames.ts';
import type { AppClient, AppContract } from '../../../shared/contract/app-contract.ts';
import { value } from '../core-for-tests.ts';
import { type Core, startCore } from '../core.ts';
import { ada, testFolder, testStore, type TestStore } from '../store/store-for-tests.ts';
import { writeState } from '../store/workspace-state.ts';
import { DemoStopped, openDemo } from './demo.ts';

describe('how the filling of a demo ended', () => {
  let store: TestStore;
  let reported: unknown[];
  beforeEach(() => {
    store = testStore();
    reported = [];
  });
  afterEach(() => store[Symbol.dispose]());

  const open = (more: { readonly isDemo?: boolean; readonly isNew?: boolean } = {}) =>
    openDemo({
      db: store.database.db,
      unit: store.unit,
      isDemo: true,
      isNew: false,
      system: ada,
      report: (error) => reported.push(error),
      ...more,
    });

  test('filled, and still so after the next start', async () => {
    const demo = await open({ isNew: true });
    expect(await demo.fill(() => Promise.resolve())).toEqual(ok(undefined));
    expect([demo.state(), (await open()).state()]).toEqual(['filled', 'filled']);
  });

  test('is being filled while the steps go on', async () => {
    const demo = await open({ isNew: true });
    let during: string | undefined;
    await demo.fill(() => {
      during = demo.state();
      return Promise.resolve();
    });
    expect(during).toBe('filling');
  });

  test('incomplete with the code of the step that failed, which is logged, and still so after the next start', async () => {
    const demo = await open({ isNew: true });
    const stopped = new DemoStopped('TOKEN_FULL');
    const end = await demo.fill(() => Promise.reject(stopped));
    expect(end).toEqual({ ok: false, error: { code: 'DEMO_INCOMPLETE', data: { detail: 'TOKEN_FULL' } } });
    expect(reported).toEqual([stopped]);
    expect([demo.state(), (await open()).state()]).toEqual(['incomplete', 'incomplete']);
  });

  test('incomplete when the program ended in the middle', async () => {
    await store.unit.run({ event: 'workspace.demo-filling', actor: ada }, async (trx) => {
      await writeState(trx, 'demo', 'filling');
      return ok(undefined);
    });
    expect((await open()).state()).toBe('incomplete');
  });

  test.each([
    ['a workspace of real work', { isDemo: false, isNew: true }],
    ['a demo that was there before', { isDemo: true, isNew: false }],
  ])('%s is never filled', async (_, more) => {
    const demo = await open(more);
    expect(await demo.fill(() => Promise.reject(new Error('filled')))).toEqual(ok(undefined));
    expect(demo.state()).toBeUndefined();
  });
});

describe('a demo whose token host does not start', () => {
  const folder = testFolder();
  let core: Core;
  let client: AppClient;
  beforeEach(async () => {
    core = value(
      await startCore({
        workspacePath: `${folder.path}/demo`,
        create: { kind: 'demo', name: 'Demo' },
        owner: {
          spawnHost: () => Promise.reject(new Error('no hosts in this test')),
          openPinWindow: undefined,
          takeGrant: () => undefined,
          decodeWorker: '',
          runtime: { version: '0.0.0', testRuntime: true },
        },
      }),
    );
    const [near, far] = wirePair();
    core.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' });
    client = createClient<AppContract>(near);
  });
  afterEach(async () => {
    await core.close();
    folder[Symbol.dispose]();
  });

  test('says so, to whoever waits for it and to the window', async () => {
    expect(await core.demoFilled).toMatchObject({ ok: false, error: { code: 'DEMO_INCOMPLETE' } });
    expect(value(await client.workspace.show({})).workspace.demo).toBe('incomplete');
  });
});
