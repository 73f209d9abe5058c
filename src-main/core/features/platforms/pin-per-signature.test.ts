import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoToken, type PlatformOptions } from '../../../../e2e/platform/platform-options.ts';
import { type Platform, startPlatform } from '../../../../e2e/platform/start-platform.ts';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { blankConnection, usualTotp } from '../../../../shared/domain/connection-defaults.ts';
import { emptySoftHsm, softHsmPath, type TestToken } from '../../../token-host/testing/test-tokens.ts';
import {
  addModule,
  coreWorld,
  type CoreWorld,
  faultOf,
  initToken,
  realHosts,
  typist,
  value,
} from '../../core-for-tests.ts';
import { hasGo, testHelper } from '../../dial/helper-for-tests.ts';
import { makeRoot, pemOf } from '../certificates/issue-for-tests.ts';
import { certifiedKey, endTokenWorld, trustPartners } from './certified-for-tests.ts';

const PIN = 'pin 12345678';
const secrets = {
  ...{ newPin: PIN, pin: PIN, soPin: 'officer 1234' },
  ...{ newVaultPassphrase: 'a passphrase of a test', vaultPassphrase: 'a passphrase of a test' },
};
const root = makeRoot('Platform root');
const canRun = hasGo && softHsmPath !== undefined;

let world: CoreWorld;
let token: TestToken;
let tokenUri: string;
let generationId: string;
let platform: Platform;

beforeAll(async () => {
  if (!canRun) return;
  token = emptySoftHsm();
  const caller = { roles: ['viewer', 'operator', 'ca-operator'] as const };
  world = await coreWorld({ spawnHost: realHosts(token.env), secrets, caller, owner: { tlsHelper: testHelper() } });
  value(await world.client.vault.create({ opener: { kind: 'passphrase' } }, world.person));
  tokenUri = await initToken(world, await addModule(world, token.modulePath), 'Smartcard');
  const maker = fileURLToPath(new URL('../../../token-host/pkcs11/pin-key-child-for-tests.ts', import.meta.url));
  execFileSync(process.execPath, [maker, token.modulePath, 'a1'], {
    env: { ...process.env, ...token.env, TEST_PIN: PIN },
  });
  await trustPartners(world, root);
  generationId = await certifiedKey(world, root, { group: 'card', tokenUri, keyId: 'a1' });
}, 120_000);

afterAll(async () => {
  if (canRun) await endTokenWorld(world, token);
});

const served = (): PlatformOptions => ({
  tls: { clients: 'needed', clientAuthorities: [pemOf(root.der)] },
  sizes: { locations: 3, tariffs: 2, sessions: 30, cdrs: 30, tokens: 2 },
});
beforeEach(async () => {
  if (canRun) platform = await startPlatform(served());
});
afterEach(async () => {
  if (canRun) await platform.close();
});

/** A connection with the key of the card; the limit asks for more connections than there may be. */
async function connect(more: Partial<ConnectionSettings> = {}, totpSeed?: string): Promise<string> {
  const settings = {
    ...blankConnection,
    ...{ name: platform.url, versionsUrl: platform.url, generationId },
    trust: { kind: 'ca' as const, certificates: [new Uint8Array(platform.authority.root.der)] },
    limits: { ...blankConnection.limits, pageSize: 10, parallel: 4 },
    ...more,
  };
  const secret = totpSeed === undefined ? {} : { totpSeed };
  return value(await world.client.platforms.add({ settings, token: demoToken, ...secret })).connectionId;
}

const sync = (connectionId: string, person = world.person) =>
  world.client.platforms.sync(
    { connectionId, kind: 'full' },
    { onItem: (item) => (item.kind === 'sync' ? undefined : person.onItem(item)) },
  );
/** How often somebody was asked for the PIN of a signature by what was done meanwhile. */
async function pinsFor(work: () => Promise<unknown>): Promise<number> {
  const before = world.person.asked.length;
  await work();
  return world.person.asked.slice(before).filter((asked) => asked.startsWith('sign ')).length;
}

describe.skipIf(!canRun)('a key that wants its PIN for each signature (needs SoftHSM and Go)', () => {
  it('is asked for it once for a discovery and two whole reads', async () => {
    const connectionId = await connect();
    const pins = await pinsFor(async () => {
      value(await world.client.platforms.discover({ connectionId }, world.person));
      for (let round = 0; round < 2; round++) {
        const { runs } = value(await sync(connectionId));
        expect(runs.map(({ module, end }) => [module, end])).toContainEqual(['cdrs', 'done']);
      }
    });
    expect(pins).toBe(1);
    expect(platform.requests.length).toBeGreaterThan(20);
    expect(new Set(platform.requests.map(({ partyIds }) => partyIds.join()))).toEqual(new Set(['DEGEF']));
  });

  it('is asked again once the settings have changed', async () => {
    const connectionId = await connect();
    expect(await pinsFor(() => sync(connectionId))).toBe(1);
    const { revision, settings } = value(await world.client.platforms.get({ connectionId }));
    value(await world.client.platforms.change({ connectionId, revision, settings: { ...settings, name: 'Renamed' } }));
    expect(await pinsFor(() => sync(connectionId))).toBe(1);
  });

  it('is asked again when the platform has closed the connection, and the read goes on', async () => {
    const connectionId = await connect();
    await sync(connectionId);
    await platform.kill();
    await platform.revive();
    const pins = await pinsFor(async () => {
      const { runs } = value(await sync(connectionId));
      expect(runs.every(({ end }) => end === 'done')).toBe(true);
    });
    expect(pins).toBe(1);
  });

  it('is told with the connection, and what is due waits for a person unless the connection is open', async () => {
    const connectionId = await connect();
    const shown = value(await world.client.platforms.get({ connectionId }));
    expect(shown.identity).toMatchObject({ keyGroupId: 'card', software: false, pinPerSignature: true });
    const schedule = { ...shown.settings.schedule, everyMinutes: 1 };
    const { revision } = shown;
    value(await world.client.platforms.change({ connectionId, revision, settings: { ...shown.settings, schedule } }));
    const task = async () =>
      value(await world.client.due.list({})).tasks.find(
        ({ subject, kind }) => kind === 'sync' && subject === connectionId,
      );
    expect(await task()).toMatchObject({ needs: 'person', why: 'pin-each-time' });
    value(await world.client.platforms.discover({ connectionId }, world.person));
    expect(await task()).toMatchObject({ needs: 'nothing' });
    const before = world.person.asked.length;
    const { done } = value(await world.client.due.run({ taskId: `sync-${connectionId}` }));
    expect(done).toMatchObject([{ kind: 'sync' }]);
    expect(world.person.asked).toHaveLength(before);
  });

  it('opens a platform that wants a password bound to the channel (type 1 of OCPI 3.0)', async () => {
    await platform.close();
    const seed = 'a-shared-secret-of-both';
    platform = await startPlatform({ ...served(), versions: ['3.0'], auth: { totp: { seed, type: '1' } } });
    const authorization = { ...blankConnection.authorization, totp: { ...usualTotp, type: '1' as const } };
    expect(faultOf(await sync(await connect()))).toBe('PLATFORM_ANSWER');
    const { runs } = value(await sync(await connect({ authorization }, seed)));
    expect(new Set(runs.map(({ end }) => end))).toEqual(new Set(['done']));
  });

  it('that nobody gives the PIN for ends the read in that word, and nothing hangs', async () => {
    const connectionId = await connect();
    const nobody = typist(() => world.client, { ...secrets, pin: '' });
    expect(faultOf(await sync(connectionId, nobody))).toBe('PIN_CANCELLED');
    expect(platform.requests).toEqual([]);
  });
});
