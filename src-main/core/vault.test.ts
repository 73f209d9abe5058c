import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coreWorld, type CoreWorld, faultOf, realHosts, typist, value } from './core-for-tests.ts';
import type { OsSecrets } from './owner.ts';

const FIRST = 'canary passphrase ü one';
const SECOND = 'canary passphrase two';
const spawnHost = realHosts({});

describe('the vault by its calls, with the real host of the software token', () => {
  let world: CoreWorld;
  const byPassphrase = { kind: 'passphrase' } as const;
  /** Somebody who types these. */
  const types = (vaultPassphrase: string, newVaultPassphrase = '') =>
    typist(() => world.client, { vaultPassphrase, newVaultPassphrase });

  beforeAll(async () => {
    world = await coreWorld({ spawnHost });
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  test('there is none at first, and nothing opens it', async () => {
    expect(value(await world.client.vault.status({}))).toEqual({
      state: 'absent',
      protectedBy: 'none',
      secrets: 0,
      operatingSystem: false,
    });
    expect(faultOf(await world.client.vault.unlock({}, types(FIRST)))).toBe('VAULT_ABSENT');
    expect(faultOf(await world.client.vault.create({ opener: { kind: 'operating-system' } }))).toBe('VAULT_OS_ABSENT');
  });

  test('a passphrase that is too short makes none, and neither does one that is not given', async () => {
    expect(faultOf(await world.client.vault.create({ opener: byPassphrase }, types('short')))).toBe('PIN_CANCELLED');
    const away = {
      onItem: async () => {
        await world.client.tokens.signOutAll({});
      },
    };
    expect(faultOf(await world.client.vault.create({ opener: byPassphrase }, away))).toBe('PIN_CANCELLED');
    expect(value(await world.client.vault.status({})).state).toBe('absent');
  });

  test('it is made with a passphrase and opens with it alone, also without any software token', async () => {
    const person = types(FIRST);
    expect(value(await world.client.vault.create({ opener: byPassphrase }, person))).toMatchObject({
      state: 'open',
      protectedBy: 'passphrase',
    });
    expect(person.asked).toEqual(['vault-create ']);
    value(await world.client.vault.lock({}));
    expect(value(await world.client.vault.status({})).state).toBe('locked');
    expect(faultOf(await world.client.vault.unlock({}, types('another passphrase')))).toBe('VAULT_WRONG_SECRET');
    expect(value(await world.client.vault.unlock({}, types(FIRST))).state).toBe('open');
  });

  test('a second one is not made, and nobody is asked for it', async () => {
    const person = types(SECOND);
    expect(faultOf(await world.client.vault.create({ opener: byPassphrase }, person))).toBe('VAULT_EXISTS');
    expect(person.asked).toEqual([]);
  });

  test('the passphrase is changed by who knows the present one', async () => {
    const { rewrap, unlock } = world.client.vault;
    expect(faultOf(await rewrap({ next: byPassphrase }, types(SECOND, SECOND)))).toBe('VAULT_WRONG_SECRET');
    const person = types(FIRST, SECOND);
    value(await rewrap({ next: byPassphrase }, person));
    expect(person.asked).toEqual(['vault-unlock ', 'vault-change ']);
    expect(faultOf(await unlock({}, types(FIRST)))).toBe('VAULT_WRONG_SECRET');
    value(await unlock({}, types(SECOND)));
  });

  test('a key file takes the place of the passphrase, is never put over a file, and opens after a restart', async () => {
    const path = join(world.folder, 'vault.key');
    const next = { kind: 'key-file', place: { path } } as const;
    expect(faultOf(await world.client.vault.rewrap({ next }, types('not this one')))).toBe('VAULT_WRONG_SECRET');
    expect(existsSync(path), 'a file for a change that failed').toBe(false);
    expect(value(await world.client.vault.rewrap({ next }, types(SECOND))).protectedBy).toBe('key-file');
    const again = await world.client.vault.rewrap({ keyFile: { path }, next });
    expect(again).toMatchObject({ error: { code: 'PLACE_REFUSED', data: { reason: 'exists' } } });

    await world.again();
    expect(value(await world.client.vault.status({}))).toMatchObject({ state: 'locked', protectedBy: 'key-file' });
    expect(await world.client.vault.unlock({})).toMatchObject({ error: { data: { reason: 'missing' } } });
    expect(value(await world.client.vault.unlock({ keyFile: { path } })).state).toBe('open');
  });

  test('what was done and refused is on record, and no passphrase in any log', async () => {
    const told = (await world.audit()).filter((event) => event.startsWith('vault.'));
    expect(told).toEqual([
      'vault.unlock.refused VAULT_ABSENT',
      'vault.create.refused PIN_CANCELLED',
      'vault.create.refused PIN_CANCELLED',
      'vault.create',
      'vault.lock',
      'vault.unlock.refused VAULT_WRONG_SECRET',
      'vault.unlock',
      'vault.create.refused VAULT_EXISTS',
      'vault.change-opener.refused VAULT_WRONG_SECRET',
      'vault.change-opener',
      'vault.unlock.refused VAULT_WRONG_SECRET',
      'vault.unlock',
      'vault.change-opener.refused VAULT_WRONG_SECRET',
      'vault.change-opener',
      'vault.unlock',
    ]);
    expect(world.logs()).toContain('COR-0002');
    expect(world.logs()).not.toContain('canary');
  });
});

test('the operating system opens the vault where the owner of core offers it', async () => {
  const kept = new Map<string, Uint8Array>();
  let offered = true;
  const osSecrets: OsSecrets = {
    offered: () => Promise.resolve(offered),
    wrap: (bytes) => {
      const name = randomBytes(16);
      kept.set(name.toString('hex'), Uint8Array.from(bytes));
      return Promise.resolve(name);
    },
    unwrap: (name) => {
      const bytes = kept.get(Buffer.from(name).toString('hex'));
      return bytes === undefined ? Promise.reject(new Error('denied')) : Promise.resolve(bytes);
    },
  };
  await using world = await coreWorld({ spawnHost, owner: { osSecrets } });
  const made = value(await world.client.vault.create({ opener: { kind: 'operating-system' } }));
  expect(made).toMatchObject({ state: 'open', protectedBy: 'operating-system', operatingSystem: true });
  value(await world.client.vault.lock({}));
  expect(value(await world.client.vault.unlock({})).state).toBe('open');
  offered = false;
  expect(value(await world.client.vault.status({})).operatingSystem, 'not offered any more').toBe(false);
  const toSystem = await world.client.vault.rewrap({ next: { kind: 'operating-system' } });
  expect(faultOf(toSystem)).toBe('VAULT_OS_ABSENT');
  kept.clear();
  expect(faultOf(await world.client.vault.unlock({}))).toBe('VAULT_OS_REFUSED');
});

test('a window names no path of a key file: it has the grant of a dialog, for one use', async () => {
  const grants = new Map([['new', 'new-file']]);
  let path = '';
  await using world = await coreWorld({
    spawnHost,
    caller: { origin: 'window' },
    owner: { takeGrant: (id, use) => (grants.get(id) === use && grants.delete(id) ? path : undefined) },
  });
  path = join(world.folder, 'granted.key');
  const opener = (place: { path: string } | { grant: string }) => ({ kind: 'key-file', place }) as const;
  const named = await world.client.vault.create({ opener: opener({ path }) });
  expect(named).toMatchObject({ error: { code: 'PLACE_REFUSED', data: { reason: 'not-granted' } } });
  value(await world.client.vault.create({ opener: opener({ grant: 'new' }) }));
  expect(existsSync(path)).toBe(true);
});
