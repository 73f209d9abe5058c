import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppClient, AppContract } from '../../../shared/contract/app-contract.ts';
import { DEMO_PLATFORM_URL } from '../../../shared/domain/demo.ts';
import { createClient } from '../../../shared/contract/wire/client.ts';
import { wirePair } from '../../../shared/contract/wire/frames.ts';
import { type Core, startCore } from '../core.ts';
import { realHosts, value } from '../core-for-tests.ts';

const folder = join(tmpdir(), `oc-demo-${randomUUID()}`);
let core: Core;
let client: AppClient;

beforeAll(async () => {
  core = value(
    await startCore({
      workspacePath: join(folder, 'demo'),
      create: { kind: 'demo', name: 'Demo' },
      owner: {
        spawnHost: realHosts({}),
        openPinWindow: undefined,
        takeGrant: () => undefined,
        decodeWorker: fileURLToPath(new URL('../workers/decode-worker.ts', import.meta.url)),
        platformWorker: fileURLToPath(new URL('../platform-worker/platform-worker.ts', import.meta.url)),
        runtime: { version: '0.0.0', testRuntime: true },
      },
    }),
  );
  expect(await core.demoFilled).toEqual({ ok: true, value: undefined });
  const [near, far] = wirePair();
  core.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' });
  client = createClient<AppContract>(near);
}, 120_000);
afterAll(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the demo has requests in every state that a person decides in', async () => {
  const { rows } = value(await client.requests.list({ offset: 0, limit: 50 }));
  const states = rows.map(({ state, signatureValid }) => (signatureValid ? state : 'forged')).sort();
  expect(states).toEqual(['forged', 'issued', 'issued', 'issued', 'prepared', 'received', 'received', 'rejected']);
  expect(rows.find(({ state }) => state === 'prepared')?.replaces).toBeDefined();
});

test('the party that asks is in the registry: what it may not have is told, its own ids are not', async () => {
  const { rows } = value(await client.requests.list({ offset: 0, limit: 50, state: 'prepared' }));
  const { partner, results } = value(await client.requestChecks.show({ requestId: rows[0]?.requestId ?? '' }));
  expect(partner?.name).toBe('Example CPO');
  const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ reason }) => reason);
  expect(failed).toEqual(['PROVENANCE_NONE', 'VALIDITY_TOO_LONG']);
});

test('certificates went back to the keys that asked for them', async () => {
  const { group, generations } = value(await client.keys.group({ id: 'cpo1-hub1-key', owner: 'DEGEF' }));
  expect(group.generations).toBe(2);
  expect(generations.map(({ state }) => state).sort()).toEqual(['certified', 'requested']);
});

test('one key group is left without a key: making one is what the demo is for', async () => {
  const { group } = value(await client.keys.group({ id: 'cpo1-tariffs', owner: 'DEGEF' }));
  expect(group.generations).toBe(0);
});

test('the demo says of itself that it is one', async () => {
  expect(value(await client.workspace.show({})).workspace).toMatchObject({ kind: 'demo', demo: 'filled' });
});

test('each party has a software token of its own, and its keys are on no other', async () => {
  const { slots } = value(await client.tokens.list({ moduleId: 'software' }));
  const tokens = slots.flatMap(({ token }) => (token?.initialised === true ? [token] : []));
  expect(tokens.map(({ label }) => label)).toEqual(['Example CPO keys', 'Example Hub keys']);
  const { rows } = value(await client.keys.groups({ offset: 0, limit: 20 }));
  expect(rows).toHaveLength(5);
  for (const { id, owner, generations } of rows) {
    if (generations === 0) continue;
    const { generations: keys } = value(await client.keys.group({ id, owner }));
    const labels = new Set(keys.map(({ tokenLabel }) => tokenLabel));
    expect([id, ...labels]).toEqual([id, owner === 'DERHB' ? 'Example Hub keys' : 'Example CPO keys']);
  }
});

test('the authorities are on the token of the hub', async () => {
  const { authorities } = value(await client.authorities.list({}));
  expect(authorities.map(({ tokenLabel }) => tokenLabel)).toEqual(['Example Hub keys', 'Example Hub keys']);
});

test('a connection leads to the demo platform, and says what to start where nothing answers', async ({ skip }) => {
  const { connections } = value(await client.platforms.list({}));
  expect(connections.map(({ name }) => name)).toEqual(['Demo platform (npm run demo-platform)']);
  const runs = await fetch(DEMO_PLATFORM_URL).then(
    () => true,
    () => false,
  );
  if (runs) skip('a demo platform runs on this machine');
  const asked = await client.platforms.sync({ connectionId: connections[0]?.connectionId ?? '', kind: 'auto' });
  expect(asked).toMatchObject({
    ok: false,
    error: { code: 'NOT_REACHED', data: { message: expect.stringContaining('npm run demo-platform') as string } },
  });
});
