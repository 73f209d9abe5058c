import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { type Core, startCore } from './core.ts';
import type { CoreOwner } from './owner.ts';

let spawned: string[];
const owner: CoreOwner = {
  spawnHost: (_hostId, kind) => {
    spawned.push(kind);
    return Promise.reject(new Error('no hosts in this test'));
  },
  openPinWindow: undefined,
  takeGrant: () => undefined,
  runtime: { version: '0.0.0', testRuntime: false },
};

let folder: string;
let cores: Core[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oc-restored-'));
  cores = [];
  spawned = [];
});
afterEach(async () => {
  for (const core of cores) await core.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string): Promise<{ client: AppClient; core: Core }> {
  const started = await startCore({ workspacePath: path, owner, create: { kind: 'rehearsal', name: 'test' } });
  if (!started.ok) throw new Error(started.error.code);
  cores.push(started.value);
  const [near, far] = wirePair();
  started.value.serve(far, { actor: 'test', roles: ['viewer', 'operator'], origin: 'cli' });
  return { client: createClient<AppContract>(near), core: started.value };
}

const change = (client: AppClient) => client.settings.set({ changes: { organisation: 'GEF' } });

/** A library that cannot be loaded here, confirmed and in the list all the same. */
async function withModule(client: AppClient): Promise<void> {
  const place = { path: join(folder, 'module.so') };
  writeFileSync(place.path, 'no library', { mode: 0o644 });
  const seen = await client.tokens.inspectLibrary({ place });
  if (!seen.ok) throw new Error(seen.error.code);
  await client.tokens.addModule({ place, sha256: seen.value.library.sha256 ?? '' });
}

/** Long enough for whatever a start begins. */
const hostsAsked = async (client: AppClient) => (await client.tokens.modules({})).ok && [...new Set(spawned)];

async function backedUpAndRestored(): Promise<AppClient> {
  const { client } = await open(join(folder, 'first'));
  expect(await client.workspace.backup({ target: { path: join(folder, 'backup') } })).toMatchObject({ ok: true });
  const wish = { from: { path: join(folder, 'backup') }, to: { path: join(folder, 'second') } };
  expect(await client.workspace.restore(wish)).toMatchObject({ ok: true });
  return (await open(join(folder, 'second'))).client;
}

test('a restored workspace says so, shows what it holds and changes nothing', async () => {
  const restored = await backedUpAndRestored();
  expect(await restored.workspace.show({})).toMatchObject({
    ok: true,
    value: { workspace: { provenance: 'restored' } },
  });
  expect(await restored.audit.list({ offset: 0, limit: 10 })).toMatchObject({ ok: true });
  expect(await change(restored)).toMatchObject({ ok: false, error: { code: 'WORKSPACE_UNACKNOWLEDGED' } });
});

test('once acknowledged it is worked with', async () => {
  const restored = await backedUpAndRestored();
  expect(await restored.workspace.acknowledge({})).toMatchObject({ ok: true });
  expect(await change(restored)).toMatchObject({ ok: true });
});

test('no library that a copy of a workspace names is started: not before it is accepted, and not after without a new yes', async () => {
  const first = await open(join(folder, 'first'));
  await withModule(first.client);
  expect(spawned).toContain('pkcs11');
  await first.core.close();
  cores = [];
  cpSync(join(folder, 'first'), join(folder, 'copy'), { recursive: true });

  spawned = [];
  const copy = await open(join(folder, 'copy'));
  expect(await hostsAsked(copy.client)).toEqual(['software']);
  expect(await copy.client.workspace.acknowledge({})).toMatchObject({ ok: true });
  expect(await hostsAsked(copy.client)).toEqual(['software']);
  await copy.core.close();
  cores = [];
  const { client } = await open(join(folder, 'copy'));
  expect(await hostsAsked(client)).toEqual(['software']);
  expect(await client.tokens.modules({})).toMatchObject({ value: { modules: [{}, { trust: 'changed' }] } });
});

test('a copied folder is no second original', async () => {
  const first = await open(join(folder, 'first'));
  await first.core.close();
  cores = [];
  cpSync(join(folder, 'first'), join(folder, 'copy'), { recursive: true });
  const { client } = await open(join(folder, 'copy'));
  expect(await client.workspace.show({})).toMatchObject({ ok: true, value: { workspace: { provenance: 'copied' } } });
  expect(await change(client)).toMatchObject({ ok: false, error: { code: 'WORKSPACE_UNACKNOWLEDGED' } });
});

test('the demo workspace starts with key groups, another one with none', async () => {
  const demo = await startCore({ workspacePath: join(folder, 'demo'), owner, create: { kind: 'demo', name: 'demo' } });
  if (!demo.ok) throw new Error(demo.error.code);
  cores.push(demo.value);
  const [near, far] = wirePair();
  demo.value.serve(far, { actor: 'test', roles: ['viewer'], origin: 'cli' });
  const groups = await createClient<AppContract>(near).keys.groups({ offset: 0, limit: 10 });
  expect(groups).toMatchObject({ ok: true, value: { total: 5 } });
  const { client } = await open(join(folder, 'first'));
  expect(await client.keys.groups({ offset: 0, limit: 10 })).toMatchObject({ ok: true, value: { total: 0 } });
});
