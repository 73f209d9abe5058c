import { expect, test } from 'vitest';
import type { AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { knock } from '../common/core-socket.ts';
import { faultOf, value } from './core-for-tests.ts';
import { peopleWorld } from './features/operators/operators-for-tests.ts';

test('what one guest at the door has signed in to counts for no other', async () => {
  await using at = await peopleWorld();
  const doors = [await knock(at.world.workspacePath), await knock(at.world.workspacePath)];
  const [first, second] = doors.map((wire) => {
    if (wire === undefined) throw new Error('nobody opened');
    return createClient<AppContract>(wire);
  });
  if (first === undefined || second === undefined) throw new Error('two guests');
  const wish = {
    name: 'Ada',
    certificateId: at.certificates.ada,
    roles: ['approver' as const, 'ca-operator' as const],
  };
  const begun = await first.operators.begin(wish, at.world.typist(first));
  const changes = { idleMinutes: 7 };
  const ofFirst = await first.settings.set({ changes });
  const { me } = value(await second.operators.show({}));
  const ofSecond = await second.settings.set({ changes });
  // A core waits for its guests before it ends.
  for (const wire of doors) wire?.close();
  expect([begun.ok, ofFirst.ok, me, faultOf(ofSecond)]).toEqual([true, true, undefined, 'ROLE_REQUIRED']);
}, 60_000);

test('what an operator enters is kept under the operator’s name, not the account’s', async () => {
  await using at = await peopleWorld();
  const { client, person } = at.world;
  const roles = ['approver' as const, 'ca-operator' as const];
  value(await client.operators.begin({ name: 'Ada Operator', certificateId: at.certificates.ada, roles }, person));
  const spec = {
    name: 'Example CPO',
    platform: '',
    ids: [],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [],
    notes: '',
  };
  expect(value(await client.partners.add({ spec })).partner.createdBy).toBe('Ada Operator');
  const revoked = value(
    await client.revocations.revoke({
      targets: [{ certificateId: at.certificates.bea }],
      note: '',
      confirm: 'bea',
      reason: 'superseded',
    }),
  );
  expect(revoked.revocations.map(({ decidedBy }) => decidedBy)).toEqual(['Ada Operator']);
}, 60_000);
