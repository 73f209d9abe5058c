import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditRow } from '../../../../shared/contract/audit.ts';
import type { AppClient } from '../../../../shared/contract/app-contract.ts';
import { faultOf, typist, value } from '../../core-for-tests.ts';
import { peopleWorld, type PeopleWorld } from './operators-for-tests.ts';

/** What the audit log has to tell of people. In the order in which it happens. */
let at: PeopleWorld;
beforeAll(async () => {
  at = await peopleWorld();
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

const client = () => at.world.client;
const log = async (filter: Parameters<AppClient['audit']['list']>[0] | object): Promise<readonly AuditRow[]> =>
  value(await client().audit.list({ offset: 0, limit: 100, ...filter })).rows;

test('a change of the roster is in it, and one that was refused', async () => {
  const first = { name: 'Ada', certificateId: at.certificates.ada, roles: ['approver' as const] };
  value(await client().operators.begin(first, at.world.person));
  expect(faultOf(await client().operators.begin(first, at.world.person))).toBe('ROSTER_EXISTS');
  const wish = {
    kind: 'enrol' as const,
    name: 'Bea',
    roles: ['approver' as const],
    certificateId: at.certificates.bea,
  };
  const { proposal } = value(await client().operators.propose({ wish }));
  const { proposalId, entry } = proposal;
  value(await client().operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, at.world.person));
  const roster = await log({ group: 'roster' });
  expect(roster.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual(
    expect.arrayContaining(['roster.change done', 'roster.propose done']),
  );
  expect(roster[0]).toMatchObject({ actor: 'Ada', actorKind: 'operator' });
});

test('a sign-in and a sign-out are in it under the operator’s name', async () => {
  const { operators } = value(await client().operators.show({}));
  const operatorId = operators.find(({ name }) => name === 'Ada')?.operatorId ?? '';
  value(await client().operators.signOut({}));
  value(await client().operators.signIn({ operatorId }, at.world.person));
  const told = await log({ subject: operatorId, group: 'operator' });
  expect(told.map(({ event }) => event)).toEqual(['operator.sign-in', 'operator.sign-out']);
  for (const row of told) expect(row).toMatchObject({ actor: 'Ada', actorKind: 'operator', operatorId });
});

test('a wrong PIN is in it, as a refused sign-in to the token and of the operator, and the PIN is not', async () => {
  value(await client().tokens.signOut({ tokenUri: at.tokens.ada }));
  const { operators } = value(await client().operators.show({}));
  const operatorId = operators.find(({ name }) => name === 'Ada')?.operatorId ?? '';
  const wrong = typist(client, { pin: '87654321' });
  let first = true;
  const end = await client().operators.signIn(
    { operatorId },
    {
      onItem: async (item) => {
        if (first) await wrong.onItem(item);
        else if (item.kind === 'prompt') await client().tokens.cancelPrompt({ promptId: item.prompt.promptId });
        if (item.kind === 'prompt') first = false;
      },
    },
  );
  expect(end.ok).toBe(false);
  const refused = await log({ outcome: 'refused', group: 'token' });
  expect(refused.map(({ code }) => code)).toContain('PIN_INCORRECT');
  expect(await log({ outcome: 'refused', group: 'operator', subject: operatorId })).toHaveLength(1);
  expect(await log({ filter: '87654321' })).toEqual([]);
});

test('a call that nobody may make is in it, by whoever sat there', async () => {
  const wish = { changes: { organisation: 'GEF' } };
  expect(faultOf(await client().settings.set(wish))).toBe('ROLE_REQUIRED');
  const [told] = await log({ group: 'call' });
  expect(told).toMatchObject({ event: 'call.refused', code: 'ROLE_REQUIRED', actorKind: 'local-user' });
  expect(told?.data).toContain('settings.set');
});

test('entries lead to the operators, certificates and authorities that they name', async () => {
  const [signIn] = await log({ event: 'operator.sign-in' });
  const leads = async (seq: number) => value(await client().audit.links({ seq })).links;
  expect(await leads(signIn?.seq ?? 0)).toMatchObject([{ kind: 'operator', name: 'Ada' }]);
  const [made] = await log({ subject: at.authorityId });
  expect(await leads(made?.seq ?? 0)).toContainEqual({ kind: 'authority', id: at.authorityId, name: 'People' });
  const requests = await log({ group: 'issuance' });
  const kinds = (await Promise.all(requests.map(({ seq }) => leads(seq)))).flat().map(({ kind }) => kind);
  expect(kinds).toContain('request');
  expect(await leads(100_000)).toEqual([]);
});
