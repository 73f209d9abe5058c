import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { MisbehaviourName } from '../../../../e2e/platform/misbehaviour/catalogue.ts';
import { initToken, value } from '../../core-for-tests.ts';
import { makeRoot, pemOf, sha256Of, source } from '../certificates/issue-for-tests.ts';
import { certifiedKey } from './certified-for-tests.ts';
import { platformWorld, type PlatformWorld } from './demo-platform-for-tests.ts';

const root = makeRoot('Clients root');
const SIZES = { locations: 3, tariffs: 2, sessions: 30, cdrs: 25, tokens: 3 };

let w: PlatformWorld;
let generationId: string;
beforeAll(async () => {
  w = await platformWorld();
  const tokenUri = await initToken(w.world, 'software', 'Platforms');
  const trust = { source: source(root.der), sha256: sha256Of(root.der), note: 'partners' };
  value(await w.world.client.certificates.trust({ ...trust, purposes: ['tls-client'] }));
  generationId = await certifiedKey(w.world, root, { group: 'platform-clients', tokenUri });
});
afterAll(() => w[Symbol.asyncDispose]());
afterEach(() => w.closeAll());

const start = (clients: 'asked' | 'needed', misbehaviour: readonly MisbehaviourName[] = []) =>
  w.start({
    versions: ['2.2.1'],
    sizes: SIZES,
    misbehaviour,
    tls: { clients, clientAuthorities: [pemOf(root.der)] },
  });

it('is shown at every call to a platform that needs one, which reads our party ids in it', async () => {
  const platform = await start('needed');
  const connectionId = await w.connect(platform, { generationId }, platform.token);
  for (const { end } of value(await w.sync(connectionId)).runs) expect(end).toBe('done');
  for (const { partyIds } of platform.requests) expect(partyIds).toEqual(['DEGEF']);
});

it('is what a platform that needs one asks for where we have none to show', async () => {
  const platform = await start('needed');
  const connectionId = await w.connect(platform, {}, platform.token);
  const end = await w.sync(connectionId);
  expect(end).toMatchObject({ ok: false, error: { data: { reason: 'CLIENT_CERTIFICATE_REFUSED' } } });
  expect(JSON.stringify(end)).toContain('wants a client certificate');
  expect(platform.requests).toEqual([]);
});

it('is named as refused where nginx answers with a page', async () => {
  const platform = await start('asked', ['html-certificate-refused']);
  const connectionId = await w.connect(platform, { generationId }, platform.token);
  const end = await w.sync(connectionId);
  expect(end).toMatchObject({ ok: false, error: { data: { reason: 'CLIENT_CERTIFICATE_REFUSED' } } });
  expect(JSON.stringify(end)).toContain('refused our certificate');
});

it.each<MisbehaviourName>(['tls-1.2-refuses-client', 'tls-1.3-refuses-client'])(
  'leads to a fault and to no call where the handshake ends for it: %s',
  async (name) => {
    const platform = await start('asked', [name]);
    const connectionId = await w.connect(platform, { generationId }, platform.token);
    const end = await w.sync(connectionId);
    expect(end).toMatchObject({ ok: false, error: { code: 'NOT_REACHED' } });
    // This server hangs up without an alert.
    expect(JSON.stringify(end)).toContain('the platform may not take it');
    expect(platform.requests).toEqual([]);
  },
);
