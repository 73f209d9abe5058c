import type { AuthoritySpec } from '../../../../shared/contract/authorities.ts';
import type { RequestRow, Strike } from '../../../../shared/contract/requests.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { emptySoftHsm } from '../../../token-host/testing/test-tokens.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { addModule, coreWorld, initToken, losingAnswers, realHosts, value } from '../../core-for-tests.ts';
import { writePem } from '../../pki/pem.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';

export const nothingStruck: Strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

/** A core with a SoftHSM token that is signed in. `lost`: calls to the host whose answers never come. */
export async function issuingWorld(more: { readonly lost?: ReadonlySet<string>; readonly clock?: Clock } = {}) {
  const module = emptySoftHsm();
  const hosts = realHosts(module.env);
  const world = await coreWorld({
    spawnHost: more.lost === undefined ? hosts : losingAnswers(hosts, more.lost),
    secrets: { pin: module.pin, newPin: module.pin, soPin: module.soPin ?? '' },
    ...(more.clock === undefined ? {} : { clock: more.clock }),
  });
  const moduleId = await addModule(world, module.modulePath);
  const tokenUri = await initToken(world, moduleId, 'CA token');
  return {
    ...issuingSteps(world, tokenUri),
    moduleId,
    module,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await world[Symbol.asyncDispose]();
      module.remove();
    },
  };
}

type World = Awaited<ReturnType<typeof coreWorld>>;

function issuingSteps(world: World, tokenUri: string) {
  const spec = (more: Partial<AuthoritySpec> = {}): AuthoritySpec => ({
    name: 'Root',
    kinds: ['tls-client', 'tls-server', 'identity'],
    subject: [
      { type: 'CN', value: more.name ?? 'Root' },
      { type: 'C', value: 'DE' },
    ],
    tokenUri,
    algorithm: 'ec-p256',
    padding: 'pkcs1',
    validityDays: 3650,
    pathLength: null,
    permitted: [],
    excluded: [],
    policy: { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
    ...more,
  });

  return {
    world,
    tokenUri,
    spec,
    createAuthority: async (more: Partial<AuthoritySpec> = {}) =>
      value(await world.client.authorities.create({ spec: spec(more) }, world.person)).authority,
    /** A request of a partner with a key of its own, wished for ten days from now on. */
    importRequest: async (
      more: Partial<typeof sampleSpec> = {},
      now: Date = systemClock.now(),
    ): Promise<RequestRow> => {
      const start = Math.floor(now.getTime() / 1000) * 1000;
      const window = { notBefore: new Date(start), notAfter: new Date(start + 10 * 86_400_000) };
      const { der } = makeCsr({ ...sampleSpec, ...window, ...more }, testKey('ec-p384'));
      const content = encodeUtf8(writePem('CERTIFICATE REQUEST', der));
      const { requests } = value(await world.client.requests.import({ sources: [{ name: 'cpo.pem', content }] }));
      const [request] = requests;
      if (request === undefined) throw new Error('no request');
      return request;
    },
    prepare: async (requestId: string, authorityId: string, strike: Strike = nothingStruck) =>
      value(
        await world.client.requests.prepare({ requestId, authorityId, purpose: 'tls-client', strike, services: [] }),
      ),
    approve: (issuanceId: string, tbsSha256: string) =>
      world.client.requests.approve({ approvals: [{ issuanceId, tbsSha256 }] }, world.person),
  };
}

export type IssuingWorld = Awaited<ReturnType<typeof issuingWorld>>;
