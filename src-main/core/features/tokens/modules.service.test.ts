import { expect, test } from 'vitest';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fakeDevice, fakeToken, letRun } from '../../token-client/fake-host-for-tests.ts';
import { fakeFiles, type FakeTree, hashOf, tokensWorld } from './tokens-for-tests.ts';
import type { TokensDeps } from './tokens.deps.ts';

const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
const OTHER = '/home/ada/acme.so';
const cli: Caller = { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' };
const window: Caller = { ...cli, origin: 'window' };

async function world(tree: FakeTree, more: Partial<TokensDeps> = {}) {
  const module = fakeDevice(fakeToken('A'));
  const software = fakeDevice(fakeToken('soft'));
  const made = await tokensWorld({ module, software }, { files: fakeFiles(tree), ...more });
  return Object.assign(made, { module, software, modules: made.service.modules });
}

test('the software token is always there, with its folder and the workspace it belongs to', async () => {
  await using at = await world({});
  expect(at.software.opened).toEqual([
    { path: '/workspace/software-token', parameters: '0b8f6c1e-8a55-4e0a-9d53-7a1c2f3e4d5c' },
  ]);
  expect(await at.modules.list()).toMatchObject([
    { moduleId: 'software', trust: 'built-in', host: { state: 'running' }, library: { manufacturer: 'Fake' } },
  ]);
  expect(at.module.spawned).toBe(0);
});

test('known libraries are discovered once each, and none is loaded', async () => {
  await using at = await world({
    [SOFTHSM]: { content: 'soft' },
    '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so': { link: SOFTHSM },
    '/opt/cloudhsm/lib/libcloudhsm_pkcs11.so': { content: 'cloud', mode: 0o666 },
  });
  expect(await at.modules.discover()).toEqual([
    {
      path: '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
      profile: 'softhsm2',
      name: 'SoftHSM 2',
      sha256: hashOf('soft'),
      state: 'new',
    },
    expect.objectContaining({ profile: 'cloudhsm', state: 'writable-by-others' }),
  ]);
  expect(at.module.spawned).toBe(0);
});

test('a confirmed library is loaded, kept with its confirmation, and told in the audit', async () => {
  await using at = await world({ [SOFTHSM]: { content: 'soft' } });
  const added = await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('soft') });

  expect(added).toMatchObject({
    ok: true,
    value: {
      profile: 'softhsm2',
      trust: 'confirmed',
      confirmedAt: '2026-03-01T12:00:00.000Z',
      host: { state: 'running' },
    },
  });
  expect(at.events()).toEqual(['module.confirmed']);
  expect(at.audit[0]).toMatchObject({ actor: { name: 'ada' }, subject: 'mod1', data: { sha256: hashOf('soft') } });
  expect((await at.modules.discover())[0]?.state).toBe('added');
  expect(at.service.list().slots.map((slot) => `${slot.moduleName}: ${slot.token?.label ?? ''}`)).toEqual([
    'Software token: soft',
    'SoftHSM 2: A',
  ]);
});

test('a hash that is not the file’s is refused, told with both hashes, and nothing is loaded', async () => {
  await using at = await world({ [SOFTHSM]: { content: 'soft' } });
  const sha256 = hashOf('seen');
  expect(await at.modules.add(cli, { place: { path: SOFTHSM }, sha256 })).toEqual({
    ok: false,
    error: { code: 'MODULE_FILE_CHANGED', data: { expected: sha256, actual: hashOf('soft') } },
  });
  expect(at.events()).toEqual(['module.refused MODULE_FILE_CHANGED']);
  expect(at.module.spawned).toBe(0);
});

test.each([
  ['writable by others', { content: 'x', mode: 0o666 }, 'MODULE_FILE_WRITABLE'],
  ['not there', {}, 'MODULE_FILE_UNREADABLE'],
])('a library that is %s is refused', async (_what, entry, code) => {
  await using at = await world({ [SOFTHSM]: entry });
  expect(await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('x') })).toMatchObject({
    error: { code },
  });
  expect(at.events()).toEqual([`module.refused ${code}`]);
});

test('a library that changed is not loaded at the next start, until it is confirmed again under its old id', async () => {
  const tree: FakeTree = { [SOFTHSM]: { content: 'one' } };
  await using at = await world(tree);
  await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('one') });
  await at.service.stop();
  Object.assign(tree[SOFTHSM] ?? {}, { content: 'two' });
  const { modules, ...service } = at.again();
  await service.start();
  await service.settled();
  await letRun();

  expect((await modules.list())[1]).toMatchObject({
    trust: 'changed',
    host: { state: 'failed', lastFault: { code: 'MODULE_NOT_CONFIRMED', data: { detail: 'changed' } } },
  });
  expect(at.module.spawned).toBe(1);
  expect(at.events().at(-2)).toBe('module.refused MODULE_NOT_CONFIRMED');

  const again = await modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('two') });
  expect(again).toMatchObject({ value: { moduleId: 'mod1', trust: 'confirmed', host: { state: 'running' } } });
});

test('a library that changes under a running host is refused when the host is started anew', async () => {
  const tree: FakeTree = { [SOFTHSM]: { content: 'one' } };
  await using at = await world(tree);
  await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('one') });
  Object.assign(tree[SOFTHSM] ?? {}, { content: 'evil' });
  at.module.kill();
  await letRun();
  at.clock.pass(100);
  await letRun();

  expect(at.module.spawned).toBe(1);
  expect((await at.modules.list())[1]).toMatchObject({ trust: 'changed', host: { state: 'failed' } });
});

test('what is loaded is the file behind the link, with the parameters that were given', async () => {
  await using at = await world({ [SOFTHSM]: { link: '/usr/lib/real.so' }, '/usr/lib/real.so': { content: 'x' } });
  await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('x'), parameters: "configdir='/db'" });
  expect(at.module.opened).toEqual([{ path: '/usr/lib/real.so', parameters: "configdir='/db'" }]);
});

test('a confirmed library that does not load stays in the list with its fault', async () => {
  await using at = await world({ [SOFTHSM]: { content: 'x' } });
  at.module.next('open', 'MODULE_UNLOADABLE');
  const added = await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('x') });

  expect(added).toMatchObject({ error: { code: 'MODULE_UNLOADABLE' } });
  expect((await at.modules.list())[1]).toMatchObject({ host: { state: 'failed' } });
});

test('the window may name what discovery finds, and nothing else', async () => {
  await using at = await world({ [SOFTHSM]: { content: 'x' }, [OTHER]: { content: 'x', uid: 1000 } });
  expect((await at.modules.inspect(window, { path: SOFTHSM })).ok).toBe(true);
  expect(await at.modules.inspect(window, { path: OTHER })).toMatchObject({ error: { code: 'PLACE_REFUSED' } });
  expect(await at.modules.inspect(window, { grant: 'forged' })).toMatchObject({ error: { code: 'PLACE_REFUSED' } });
});

test('one choice in a dialog is good for the look and for the confirmation', async () => {
  const grants = new Map([['g1', OTHER]]);
  const owner: TokensDeps['owner'] = {
    spawnHost: (id, kind) => (kind === 'software' ? soft : module).spawnHost(id, kind),
    openPinWindow: undefined,
    takeGrant: (grant) => {
      const path = grants.get(grant);
      grants.delete(grant);
      return path;
    },
    runtime: { version: '0', testRuntime: true },
  };
  const module = fakeDevice();
  const soft = fakeDevice();
  await using at = await tokensWorld(
    { module, software: soft },
    { owner, files: fakeFiles({ [OTHER]: { content: 'x', uid: 1000 } }) },
  );
  const seen = await at.service.modules.inspect(window, { grant: 'g1' });
  expect(seen).toMatchObject({ value: { path: OTHER, profile: 'other', state: 'new' } });
  expect((await at.service.modules.add(window, { place: { grant: 'g1' }, sha256: hashOf('x') })).ok).toBe(true);
});

test('a removed module is forgotten and its host ends; the software token cannot be removed', async () => {
  await using at = await world({ [SOFTHSM]: { content: 'x' } });
  await at.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('x') });

  expect((await at.modules.remove(cli, 'mod1')).ok).toBe(true);
  expect(await at.modules.list()).toHaveLength(1);
  expect(at.service.list().slots.map((slot) => slot.moduleId)).toEqual(['software']);
  expect(await at.modules.remove(cli, 'software')).toMatchObject({ error: { code: 'MODULE_NOT_FOUND' } });
  expect(at.events()).toEqual(['module.confirmed', 'module.removed', 'module.removed.refused MODULE_NOT_FOUND']);
});

test('a host that is killed and restarted leaves its entries', async () => {
  await using at = await world({});
  at.software.next('slots', 'hang');
  at.clock.pass(1_500);
  await letRun();
  at.clock.pass(5_000);
  await letRun();
  at.clock.pass(100);
  await letRun();

  expect(at.events()).toEqual(['host.killed', 'host.restarted']);
  expect(at.audit[0]).toMatchObject({ subject: 'software', data: { call: 'slots', fault: 'TOKEN_NOT_ANSWERING' } });
});

test('a restart that was wished for names who did', async () => {
  await using at = await world({});
  expect((await at.modules.restart(cli, 'software')).ok).toBe(true);
  await letRun();
  expect(at.events()).toEqual(['host.restart-wished', 'host.restarted']);
  expect(await at.modules.restart(cli, 'nobody')).toMatchObject({ error: { code: 'MODULE_NOT_FOUND' } });
});
