import { afterAll, beforeAll, expect, it } from 'vitest';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import { coreWorld, type CoreWorld, initToken, realHosts, value } from '../../core-for-tests.ts';
import { makeRoot } from '../certificates/issue-for-tests.ts';
import { certifiedKey, trustPartners } from './certified-for-tests.ts';

let world: CoreWorld;
const root = makeRoot('Platform root');

beforeAll(async () => {
  const pin = 'pin 12345678';
  world = await coreWorld({ spawnHost: realHosts({}), secrets: { newPin: pin, pin } });
  await trustPartners(world, root);
});
afterAll(() => world[Symbol.asyncDispose]());

it('a connection names the generation that could be shown in its place, once that has a certificate', async () => {
  const tokenUri = await initToken(world, 'software', 'Platforms');
  const generationId = await certifiedKey(world, root, { group: 'platform-clients', tokenUri });
  const settings = {
    ...blankConnection,
    ...{ name: 'CPO', versionsUrl: 'https://cpo.example/versions', generationId },
    authorization: { ...blankConnection.authorization, kind: 'none' as const },
  };
  const { connectionId } = value(await world.client.platforms.add({ settings }));
  const identity = async () => value(await world.client.platforms.get({ connectionId })).identity;
  const before = await identity();
  expect(before).toMatchObject({ keyGroupId: 'platform-clients', generation: 1, software: true });
  expect(before).not.toHaveProperty('successor');
  const groupRef = before?.groupRef ?? '';
  const next = await certifiedKey(world, root, { group: 'platform-clients', tokenUri, groupRef });
  expect(await identity()).toMatchObject({ generation: 1, successor: { generationId: next, generation: 2 } });
});
