import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RequestRow } from '../../shared/contract/requests.ts';
import { cliWorld } from './cli-for-tests.ts';

test('demo makes a workspace to look around in, once, and deletes it', async () => {
  using world = cliWorld();
  const passphrase = 'demo demo demo demo';
  expect(await world.json('demo')).toEqual({ path: world.workspace, made: true, deleted: false, passphrase });
  const { requests } = await world.json<{ requests: RequestRow[] }>('request', 'list');
  expect(requests.length).toBeGreaterThan(2);
  expect(await world.json('workspace', 'show')).toMatchObject({ kind: 'demo', demo: 'filled' });
  expect(await world.json('demo')).toMatchObject({ made: false });
  expect((await world.cli('demo')).out).toContain(passphrase);
  const holder = await world.hold();
  const held = await world.cli('demo', '--delete');
  expect([held.code, held.err]).toEqual([3, expect.stringContaining('WORKSPACE_IN_USE')]);
  await holder.close();
  expect(await world.json('demo', '--delete')).toEqual({
    path: world.workspace,
    made: false,
    deleted: true,
    passphrase: null,
  });
  expect(existsSync(world.workspace)).toBe(false);
  expect((await world.cli('demo', '--delete')).code).toBe(4);
});

test('a workspace of real work is neither filled nor deleted', async () => {
  using world = cliWorld();
  await world.json('workspace', 'create');
  for (const more of [[], ['--delete']]) {
    const end = await world.cli('demo', ...more);
    expect([end.code, end.err]).toEqual([3, expect.stringContaining('WORKSPACE_NOT_DEMO')]);
  }
  expect(existsSync(join(world.workspace, 'pki.db'))).toBe(true);
  expect((await world.json<{ requests: unknown[] }>('request', 'list')).requests).toEqual([]);
});

test('a demo that could not be filled is told as such, and of itself afterwards', async () => {
  using world = cliWorld({ spawnHost: () => Promise.reject(new Error('no hosts in this test')) });
  const end = await world.cli('demo');
  expect([end.code, end.err]).toEqual([1, expect.stringContaining('DEMO_INCOMPLETE')]);
  expect(await world.json('workspace', 'show')).toMatchObject({ kind: 'demo', demo: 'incomplete' });
});
