import { expect, test } from 'vitest';
import { faultOf, value } from '../../core-for-tests.ts';
import { peopleWorld } from './operators-for-tests.ts';

test('a revoked identity certificate signs nobody in and enrols nobody', async () => {
  await using at = await peopleWorld();
  const { client, person } = at.world;
  const roles = ['approver' as const, 'ca-operator' as const];
  const begun = value(await client.operators.begin({ name: 'Ada', certificateId: at.certificates.ada, roles }, person));
  const operatorId = begun.operators[0]?.operatorId ?? '';

  const revoke = async (certificateId: string, confirm: string) =>
    value(
      await client.revocations.revoke({ targets: [{ certificateId }], note: '', confirm, reason: 'keyCompromise' }),
    );
  await revoke(at.certificates.bea, 'bea');
  const wish = {
    kind: 'enrol' as const,
    name: 'Bea',
    roles: ['approver' as const],
    certificateId: at.certificates.bea,
  };
  const enrolled = await client.operators.propose({ wish });
  expect(enrolled).toMatchObject({ ok: false, error: { code: 'OPERATOR_CERTIFICATE', data: { reason: 'revoked' } } });

  await revoke(at.certificates.ada, 'ada');
  value(await client.operators.signOut({}));
  expect(faultOf(await client.operators.signIn({ operatorId }, person))).toBe('OPERATOR_CERTIFICATE');
  expect((await at.world.audit()).at(-1)).toBe('operator.sign-in.refused OPERATOR_CERTIFICATE');
}, 60_000);
