import { expect, test } from 'vitest';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { createTestClock } from '../../test-clock.ts';
import { createGrants } from '../../grants.ts';
import { createLibraryChoice } from './library-choice.ts';
import { fakeFiles, type FakeTree, hashOf, tokensWorld } from './tokens-for-tests.ts';
import { fakeDevice } from '../../token-client/fake-host-for-tests.ts';

const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
const OTHER = '/home/ada/acme.so';
const window: Caller = { actor: 'ada', roles: ['operator'], origin: 'window' };
const grant = { grant: 'g1' };
const refused = { ok: false, error: { code: 'PLACE_REFUSED', data: { reason: 'not-granted' } } };
const chosen = { ok: true, value: { path: OTHER, byPerson: true } };

function world(use: 'module' | 'file' = 'module') {
  const clock = createTestClock();
  const grants = createGrants();
  grants.add({ grantId: 'g1', use, path: OTHER });
  const tree: FakeTree = { [OTHER]: { content: 'x' }, [SOFTHSM]: { content: 'x' }, '/evil.so': { content: 'evil' } };
  const choice = createLibraryChoice(fakeFiles(tree), clock, { takeGrant: (id, its) => grants.take(id, its) });
  return { clock, grants, tree, choice };
}

test('one choice in a dialog is good for looks and then for one confirmation', async () => {
  const { choice } = world();
  expect(await choice.toInspect(window, grant)).toEqual(chosen);
  expect(await choice.toInspect(window, grant)).toEqual(chosen);
  expect(await choice.toConfirm(window, grant)).toEqual(chosen);
  expect(await choice.toConfirm(window, grant)).toEqual(refused);
  expect(await choice.toInspect(window, grant)).toEqual(refused);
});

test('a choice that nobody looked at is good for one confirmation', async () => {
  const { choice } = world();
  expect(await choice.toConfirm(window, grant)).toEqual(chosen);
  expect(await choice.toConfirm(window, grant)).toEqual(refused);
});

test('a place that was chosen for something else is no library', async () => {
  expect(await world('file').choice.toInspect(window, grant)).toEqual(refused);
});

test('a choice is forgotten after five minutes', async () => {
  const { clock, choice } = world();
  await choice.toInspect(window, grant);
  clock.pass(300_000);
  expect(await choice.toConfirm(window, grant)).toEqual(refused);
});

test('a choice is forgotten when another one is looked at', async () => {
  const { choice, grants } = world();
  await choice.toInspect(window, grant);
  grants.add({ grantId: 'g2', use: 'module', path: SOFTHSM });
  await choice.toInspect(window, { grant: 'g2' });
  expect(await choice.toConfirm(window, grant)).toEqual(refused);
});

test('a choice is its own window’s only', async () => {
  const { choice } = world();
  await choice.toInspect(window, grant);
  expect(await choice.toConfirm({ ...window }, grant)).toEqual(refused);
});

test('a link that leads elsewhere after the look is chosen no more', async () => {
  const { choice, tree } = world();
  await choice.toInspect(window, grant);
  Object.assign(tree, { [OTHER]: { link: '/evil.so' } });
  expect(await choice.toConfirm(window, grant)).toEqual(refused);
});

test('the path of a choice is not good as a path', async () => {
  const { choice } = world();
  await choice.toInspect(window, grant);
  expect(await choice.toConfirm(window, { path: OTHER })).toEqual(refused);
  expect(await choice.toConfirm(window, { path: SOFTHSM })).toMatchObject({ value: { byPerson: false } });
});

test('the window gives no parameters: they can name further files to load', async () => {
  const module = fakeDevice();
  const files = fakeFiles({ [SOFTHSM]: { content: 'x' } });
  await using at = await tokensWorld({ module, software: fakeDevice() }, { files });
  const wish = { place: { path: SOFTHSM }, sha256: hashOf('x') };
  expect(await at.service.modules.add(window, { ...wish, parameters: "library='/evil.so'" })).toMatchObject(refused);
  expect(module.spawned).toBe(0);
  expect(at.events()).toEqual(['module.refused PLACE_REFUSED']);
  expect((await at.service.modules.add(window, wish)).ok).toBe(true);
});
