import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlotRow } from '../../shared/contract/tokens.ts';
import { cliWorld } from './cli-for-tests.ts';

const world = cliWorld();
const pin = (party: string) => ['--pin-file', `${party}-pin`];

beforeAll(async () => {
  await world.json('workspace', 'create');
  for (const party of ['cpo', 'hub']) {
    world.file(`${party}-pin`, `passphrase of ${party}`);
    await world.json('token', 'init', '--software', '--label', `${party} keys`, ...pin(party));
  }
  const group = ['--purpose', 'tls-client', '--owner', 'DEGEF', '--counterpart', 'NLEMP', '--subject', 'CN=x.example'];
  await world.json('key-group', 'create', '--id', 'g', ...group);
});
afterAll(() => world[Symbol.dispose]());

const generate = (token: string, ...more: string[]) =>
  world.cli('key', 'generate', '--group', 'g', '--token', token, '--algorithm', 'ec-p256', ...more);

test('each software token has a line in the list, and one waits for the next', async () => {
  const { slots } = await world.json<{ slots: SlotRow[] }>('token', 'list');
  expect(slots.map(({ slotId, token }) => [slotId, token?.label])).toEqual([
    ['software', 'cpo keys'],
    ['software-2', 'hub keys'],
    ['software-3', ''],
  ]);
});

test('a key is made on the token that is named, with its own passphrase', async () => {
  expect((await generate('hub keys', ...pin('cpo'))).code).toBe(6);
  const made = await generate('hub keys', ...pin('hub'));
  expect([made.code, made.err]).toEqual([0, '']);
  const keysOf = (party: string) =>
    world.json<{ keys: unknown[] }>('key', 'list', '--token', `${party} keys`, '--sign-in', ...pin(party));
  expect((await keysOf('hub')).keys).toHaveLength(1);
  expect((await keysOf('cpo')).keys).toHaveLength(0);
});

test('where there are several, "software" names none of them, and their labels are told', async () => {
  const end = await generate('software', ...pin('cpo'));
  expect([end.code, end.err]).toEqual([3, expect.stringMatching(/TOKEN_AMBIGUOUS.*cpo keys.*hub keys/su)]);
});

test('a label is given once', async () => {
  const end = await world.cli('token', 'init', '--software', '--label', 'hub keys', ...pin('hub'));
  expect([end.code, end.err]).toEqual([3, expect.stringContaining('TOKEN_LABEL_TAKEN')]);
});

test('a token whose file is damaged is told in its slot, and the other one goes on', async () => {
  truncateSync(join(world.workspace, 'software-token', 'token-2', 'token.json'), 100);
  expect((await world.cli('token', 'list')).out).toMatch(/software-2 +unreadable: DEVICE_ERROR file-damaged/u);
  expect((await generate('cpo keys', ...pin('cpo'))).code).toBe(0);
});
