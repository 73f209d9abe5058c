import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';

const CANARY = 'canary of the vault';
let world: CliWorld;
/** The vault stays open in the core that runs, as beside the window. */
let holder: { close(): Promise<void> };

beforeAll(async () => {
  world = cliWorld();
  await world.json('workspace', 'create', '--kind', 'rehearsal', '--name', 'Vault');
  holder = await world.hold();
  world.file('first', `${CANARY} 1\n`);
  world.file('second', `${CANARY} 2\n`);
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

test('vault status tells that there is none', async () => {
  expect(await world.json('vault', 'status')).toEqual({
    state: 'absent',
    protectedBy: 'none',
    secrets: 0,
    operatingSystem: false,
  });
});

test.each([
  [['--by', 'magic']],
  [['--by', 'key-file']],
  [['--by', 'passphrase', '--new-key-file', 'k']],
  [['--by', 'passphrase', '--passphrase', CANARY]],
  [[]],
])('vault create %j is refused as wrong usage, and repeats nothing', async (options) => {
  const { code, err } = await world.cli('vault', 'create', ...options);
  expect(code).toBe(exitCode.usage);
  expect(err).not.toContain(CANARY);
});

test('vault create, lock, unlock with a passphrase from a file', async () => {
  const made = await world.json('vault', 'create', '--by', 'passphrase', '--passphrase-file', 'first');
  expect(made).toMatchObject({ state: 'open', protectedBy: 'passphrase' });
  await world.json('vault', 'lock');
  expect(await world.json('vault', 'status')).toMatchObject({ state: 'locked' });
  const wrong = await world.cli('vault', 'unlock', '--passphrase-file', 'second');
  expect([wrong.code, wrong.err]).toEqual([exitCode.refused, expect.stringContaining('[VAULT_WRONG_SECRET]')]);
  expect(await world.json('vault', 'unlock', '--passphrase-file', 'first')).toMatchObject({ state: 'open' });
});

test('vault rewrap asks at the terminal for the present passphrase and twice for the new one', async () => {
  const asked: string[] = [];
  const answers = [`${CANARY} 1`, `${CANARY} 2`, `${CANARY} 2`];
  const end = await world.run(['vault', 'rewrap', '--by', 'passphrase'], (question) => {
    asked.push(question);
    return Promise.resolve(answers.shift());
  });
  expect([end.code, end.err]).toEqual([exitCode.done, '']);
  expect(asked.map((question) => question.replace(/ \(.*/, ''))).toEqual([
    'Passphrase of the vault of Vault',
    'New passphrase of the vault of Vault',
    'New passphrase of the vault of Vault, again: ',
  ]);
});

test('vault rewrap makes a key file, and vault unlock opens with it', async () => {
  const options = ['--by', 'key-file', '--new-key-file', 'vault.key', '--passphrase-file', 'second'];
  expect(await world.json('vault', 'rewrap', ...options)).toMatchObject({ protectedBy: 'key-file' });
  expect(existsSync(join(world.folder, 'vault.key'))).toBe(true);
  expect(await world.json('vault', 'unlock', '--key-file', 'vault.key')).toMatchObject({ state: 'open' });
  const none = await world.cli('vault', 'unlock');
  expect([none.code, none.err]).toEqual([exitCode.refused, expect.stringContaining('[VAULT_KEY_FILE]')]);
});

test('no passphrase was printed', () => {
  expect(world.said.join('')).not.toContain(CANARY);
});
