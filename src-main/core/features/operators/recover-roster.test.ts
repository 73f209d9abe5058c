import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { RosterWish } from '../../../../shared/contract/operators.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { peopleWorld, type PeopleWorld } from './operators-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

/**
 * Ada's only card is gone. Elsewhere there is a workspace without operators, where people are certified anew and where the
 * recovery key lies. In the order in which it happens.
 */
describe.runIf(softHsmPath !== undefined)('a roster whose operators can sign in no more', () => {
  let lost: PeopleWorld;
  let elsewhere: PeopleWorld;
  let vault = '';
  const recover = (content: Uint8Array) => lost.world.client.operators.recover({ content });
  const overview = async () => value(await lost.world.client.operators.show({}));

  async function draft(change: RosterWish) {
    const { content: roster } = value(await lost.world.client.operators.exportRoster({}));
    return value(await elsewhere.world.client.operators.draft({ roster, change }));
  }
  async function signed(content: Uint8Array, entry: string, certificateId = vault): Promise<Uint8Array> {
    const { client, person } = elsewhere.world;
    const vote = { content, entry, certificateId, decision: 'approve' as const };
    return value(await client.operators.signVote(vote, person)).content;
  }
  async function root(): Promise<string> {
    const { authority } = value(await elsewhere.world.client.authorities.show({ authorityId: elsewhere.authorityId }));
    return authority.certificateId ?? '';
  }

  beforeAll(async () => {
    [lost, elsewhere] = [await peopleWorld(), await peopleWorld()];
    vault = elsewhere.certificates.bea;
    const kept = value(await elsewhere.world.client.certificates.export({ certificateId: vault, format: 'der' }));
    const { client, person } = lost.world;
    value(await client.certificates.import({ sources: [{ name: 'vault.der', content: kept.content }] }));
    const { rows } = value(await client.certificates.list({ offset: 0, limit: 50, filter: 'bea' }));
    const key = rows.find(({ certificateId }) => certificateId !== lost.certificates.bea)?.certificateId ?? '';
    const roles = ['approver' as const, 'ca-operator' as const];
    value(await client.operators.begin({ name: 'Ada', certificateId: lost.certificates.ada, roles }, person));
    const wish = { kind: 'recovery' as const, certificateIds: [key], needed: 1 };
    const { proposal } = value(await client.operators.propose({ wish }));
    const { proposalId, entry } = proposal;
    value(await client.operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, person));
    value(await client.operators.signOut({}));
  }, 120_000);
  afterAll(async () => {
    await lost[Symbol.asyncDispose]();
    await elsewhere[Symbol.asyncDispose]();
  });

  test('a change without its votes, or with those of somebody else, is not taken', async () => {
    const { content, entry } = await draft({ kind: 'anchors', certificateIds: [await root()] });
    const none = await recover(content);
    expect(none).toMatchObject({ ok: false, error: { code: 'RECOVERY_VOTES', data: { have: 0, needed: 1 } } });
    expect(faultOf(await recover(await signed(content, entry, elsewhere.certificates.ada)))).toBe('RECOVERY_VOTES');
    expect(await overview()).toMatchObject({ roster: { seq: 2 }, proposals: [] });
  });

  test('the recovery key lets new roots in, and then a person whom they certify', async () => {
    const roots = await draft({ kind: 'anchors', certificateIds: [await root()] });
    const agreed = await signed(roots.content, roots.entry);
    expect(value(await recover(agreed)).roster).toMatchObject({ seq: 3, state: 'good' });
    expect(faultOf(await recover(agreed))).toBe('PROPOSAL_STALE');

    const roles = ['approver' as const, 'ca-operator' as const];
    const { ada: certificateId } = elsewhere.certificates;
    const enrol = await draft({ kind: 'enrol', name: 'Ada, new card', certificateId, roles });
    const { operators } = value(await recover(await signed(enrol.content, enrol.entry)));
    expect(operators.map(({ name }) => name)).toEqual(['Ada', 'Ada, new card']);
    expect(value(await lost.world.client.audit.verify({}))).toMatchObject({ verdict: 'intact' });
  });

  test('what was changed on its way, or is of another workspace, counts for nothing', async () => {
    const [first] = (await overview()).operators;
    const { content, entry } = await draft({ kind: 'roles', operatorId: first?.operatorId ?? '', roles: ['approver'] });
    const vote = decodeUtf8(await signed(content, entry)) ?? '';
    expect(faultOf(await recover(encodeUtf8(vote.replace('approver', 'auditors'))))).toBe('VOTE_REFUSED');
    expect(faultOf(await elsewhere.world.client.operators.recover({ content: encodeUtf8(vote) }))).toBe(
      'ROSTER_ABSENT',
    );
    expect(faultOf(await recover(encodeUtf8('{}')))).toBe('VOTE_REFUSED');
    expect((await overview()).operators).toHaveLength(2);
  });
});
