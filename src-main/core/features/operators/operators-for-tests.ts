import { emptySoftHsm } from '../../../token-host/testing/test-tokens.ts';
import type { Clock } from '../../clock.ts';
import { addModule, coreWorld, createGroup, initToken, realHosts, refusingCalls, value } from '../../core-for-tests.ts';

/**
 * A core with an identity authority and two people, each with an identity key on a SoftHSM token of their own. `refused`:
 * calls to token hosts and the code with which they are refused, while it stands there.
 */
export async function peopleWorld({
  refused = new Map(),
  ...more
}: { readonly clock?: Clock; readonly refused?: ReadonlyMap<string, string> } = {}) {
  const module = emptySoftHsm();
  const world = await coreWorld({
    spawnHost: refusingCalls(realHosts(module.env), refused),
    secrets: { pin: module.pin, newPin: module.pin, soPin: module.soPin ?? '' },
    ...more,
  });
  const moduleId = await addModule(world, module.modulePath);
  const tokens = { ada: await initToken(world, moduleId, 'Ada'), bea: await initToken(world, moduleId, 'Bea') };
  const { authority } = value(
    await world.client.authorities.create(
      {
        spec: {
          name: 'People',
          kinds: ['identity'],
          subject: [{ type: 'CN', value: 'People' }],
          tokenUri: tokens.ada,
          algorithm: 'ec-p256',
          padding: 'pkcs1',
          validityDays: 3650,
          pathLength: null,
          permitted: [],
          excluded: [],
          policy: { maxLifetimeDays: 365, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
        },
      },
      world.person,
    ),
  );

  /** Everything from a key group to the certificate in the inventory; answers its id there. */
  async function certify(name: string, tokenUri: string): Promise<string> {
    const { client, person } = world;
    const ids = { partyIds: [], subCpoIds: [], subEmspIds: [] };
    const subject = [{ type: 'CN' as const, value: name }];
    const groupRef = await createGroup(world, `identity-${name}`, { purpose: 'identity', san: [], ids, subject });
    const { generation } = value(await client.keys.generate({ groupRef, tokenUri }, person));
    const { generationId } = generation;
    const { spec } = value(await client.csrs.draft({ generationId }));
    const { csr } = value(await client.csrs.create({ generationId, spec: { ...spec, notBefore: undefined } }, person));
    const { content } = value(await client.csrs.export({ csrId: csr.csrId, format: 'der' }));
    const { requests } = value(await client.requests.import({ sources: [{ name: `${name}.csr`, content }] }));
    const [request] = requests;
    if (request === undefined) throw new Error('no request');
    const { requestId } = request;
    const strike = { ids, names: [] };
    const { authorityId } = authority;
    const wish = { requestId, authorityId, purpose: 'identity' as const, strike, services: [] };
    const { issuance } = value(await client.requests.prepare(wish));
    const { issuanceId, tbsSha256 } = issuance;
    const { issued } = value(await client.requests.approve({ approvals: [{ issuanceId, tbsSha256 }] }, person));
    const certificateId = issued[0]?.certificateId;
    if (certificateId === undefined) throw new Error('no certificate');
    return certificateId;
  }

  return {
    world,
    module,
    moduleId,
    tokens,
    authorityId: authority.authorityId,
    certify,
    certificates: { ada: await certify('ada', tokens.ada), bea: await certify('bea', tokens.bea) },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await world[Symbol.asyncDispose]();
      module.remove();
    },
  };
}

export type PeopleWorld = Awaited<ReturnType<typeof peopleWorld>>;
