import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppClient, AppContract } from '../../../shared/contract/app-contract.ts';
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
        runtime: { version: '0.0.0', testRuntime: true },
      },
    }),
  );
  await core.demoFilled;
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
  expect(value(await client.workspace.show({})).workspace.kind).toBe('demo');
});
