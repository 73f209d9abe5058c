import { expect, test } from 'vitest';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import { fakeDevice, fakeToken, letRun } from '../../token-client/fake-host-for-tests.ts';
import { deleteModule, findModule, insertModule, updateModule } from './modules.store.ts';
import { fakeFiles, type FakeTree, hashOf, tokensWorld } from './tokens-for-tests.ts';
import type { TokensDeps } from './tokens.deps.ts';

const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
const EVIL = '/tmp-of-root/evil.so';
const cli: Caller = { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' };
const window: Caller = { ...cli, origin: 'window' };
const place = { path: SOFTHSM };

/** A workspace in which SoftHSM was confirmed as `mod1`, and the same workspace started again. */
async function world(tree: FakeTree = {}) {
  const module = fakeDevice(fakeToken('A'));
  const software = fakeDevice(fakeToken('soft'));
  const files = fakeFiles({ [SOFTHSM]: { content: 'x' }, [EVIL]: { content: 'evil' }, ...tree });
  const made = await tokensWorld({ module, software }, { files });
  await made.service.modules.add(cli, { place, sha256: hashOf('x'), parameters: "configdir='/db'" });
  await made.service.stop();
  module.opened.length = 0;
  const started = async (more: Partial<TokensDeps> = {}) => {
    const service = made.again(more);
    await service.start();
    await service.settled();
    await letRun();
    return service;
  };
  const edit = (change: Parameters<typeof updateModule>[2]) =>
    made.unit.run({ event: 'test.edit', actor: { kind: 'local-user', name: 'x' } }, async (trx) => {
      await updateModule(trx, 'mod1', change);
      return ok(undefined);
    });
  const happened = (event: string) =>
    made.unit.append({ event, actor: { kind: 'local-user', name: 'x' }, outcome: 'done' });
  return Object.assign(made, { module, software, started, edit, happened });
}

test('a confirmed library is loaded at the next start, with its parameters', async () => {
  await using at = await world();
  await at.started();
  expect(at.module.opened).toEqual([{ path: SOFTHSM, parameters: "configdir='/db'" }]);
});

test('while nobody has accepted the workspace no library is loaded, and only the software token runs', async () => {
  await using at = await world();
  await at.happened('workspace.copied');
  const spawned = at.software.spawned;
  const { modules } = await at.started({ acknowledged: () => false });
  expect(at.module.opened).toEqual([]);
  expect(at.software.spawned).toBe(spawned + 1);
  expect((await modules.list())[1]).toMatchObject({ name: 'SoftHSM 2', trust: 'changed', host: { state: 'stopped' } });
  expect(await modules.restart(cli, 'mod1')).toMatchObject({ error: { code: 'MODULE_NOT_CONFIRMED' } });
  expect(at.module.opened).toEqual([]);
});

test.each(['workspace.restore', 'workspace.restored', 'workspace.copied', 'workspace.acknowledge'])(
  'after %s a module that was brought along is loaded only when it is confirmed again, without its old parameters',
  async (event) => {
    await using at = await world();
    await at.happened(event);
    const { modules } = await at.started();
    expect(at.module.opened).toEqual([]);
    expect((await modules.list())[1]).toMatchObject({
      trust: 'changed',
      host: { state: 'failed', lastFault: { code: 'MODULE_NOT_CONFIRMED' } },
    });
    expect(at.events().at(-2)).toBe('module.refused MODULE_NOT_CONFIRMED');

    const again = await modules.add(cli, { place, sha256: hashOf('x') });
    expect(again).toMatchObject({ value: { moduleId: 'mod1', trust: 'confirmed', host: { state: 'running' } } });
    expect(at.module.opened).toEqual([{ path: SOFTHSM, parameters: undefined }]);
  },
);

test.each<[string, Parameters<typeof updateModule>[2]]>([
  ['path', { path: EVIL, sha256: hashOf('evil') }],
  ['hash', { sha256: hashOf('evil') }],
  ['parameters', { parameters: "library='/evil.so'" }],
  ['parameters taken away', { parameters: null }],
])('a row whose %s was edited in the database is not loaded', async (_what, change) => {
  const tree: FakeTree = { [SOFTHSM]: { content: 'x' } };
  await using at = await world(tree);
  if (change.sha256 === hashOf('evil')) Object.assign(tree[SOFTHSM] ?? {}, { content: 'evil' });
  await at.edit(change);
  const { modules } = await at.started();
  expect(at.module.opened).toEqual([]);
  expect((await modules.list())[1]).toMatchObject({ trust: 'changed', host: { state: 'failed' } });
  expect(at.events()).toContain('module.refused MODULE_NOT_CONFIRMED');
});

test('a row that was put back after its module was removed is not loaded', async () => {
  await using at = await world();
  await at.unit.run({ event: 'test.copy', actor: { kind: 'local-user', name: 'x' } }, async (trx) => {
    const row = await findModule(trx, 'mod1');
    if (row === undefined) throw new Error('no row');
    await deleteModule(trx, 'mod1');
    await insertModule(trx, row);
    return ok(undefined);
  });
  await at.unit.append({
    event: 'module.removed',
    actor: { kind: 'local-user', name: 'x' },
    outcome: 'done',
    subject: 'mod1',
  });
  await at.started();
  expect(at.module.opened).toEqual([]);
});

test('what was confirmed on another machine is not loaded on this one', async () => {
  await using at = await world();
  await at.started({ machine: 'machine-2' });
  expect(at.module.opened).toEqual([]);
});

test('a relative path is neither taken nor loaded', async () => {
  await using at = await world({ 'evil.so': { content: 'evil' } });
  const { modules } = await at.started();
  const wish = { place: { path: 'evil.so' }, sha256: hashOf('evil') };
  expect(await modules.add(cli, wish)).toMatchObject({ error: { code: 'PLACE_REFUSED' } });
  expect(await modules.inspect(cli, wish.place)).toMatchObject({ error: { code: 'PLACE_REFUSED' } });
  await at.edit({ path: 'evil.so', sha256: hashOf('evil') });
  at.module.opened.length = 0;
  const { modules: after } = await at.started();
  expect((await after.list())[1]).toMatchObject({ trust: 'missing', host: { state: 'failed' } });
  expect(at.module.opened).toEqual([]);
});

test('the window confirms a library that changed by no path, only by a choice in a dialog', async () => {
  const tree: FakeTree = { [SOFTHSM]: { content: 'x' } };
  await using at = await world(tree);
  Object.assign(tree[SOFTHSM] ?? {}, { content: 'two' });
  const takeGrant: TokensDeps['owner']['takeGrant'] = (id, use) =>
    id === 'g1' && use === 'module' ? SOFTHSM : undefined;
  const spawnHost: TokensDeps['owner']['spawnHost'] = (id, kind) =>
    (kind === 'software' ? at.software : at.module).spawnHost(id, kind);
  const owner = { spawnHost, takeGrant, openPinWindow: undefined, runtime: { version: '0', testRuntime: true } };
  const { modules } = await at.started({ owner, files: fakeFiles(tree) });
  const sha256 = hashOf('two');
  const refused = { error: { code: 'PLACE_REFUSED', data: { reason: 'not-granted' } } };
  expect(await modules.inspect(window, place)).toMatchObject(refused);
  expect(await modules.add(window, { place, sha256 })).toMatchObject(refused);
  expect(at.module.opened).toEqual([]);

  expect(await modules.add(window, { place: { grant: 'g1' }, sha256 })).toMatchObject({
    value: { trust: 'confirmed' },
  });
});
