import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { defaultCheckPolicy } from '../../../../shared/domain/default-policy.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { systemClock as clock } from '../../clock.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { makeKey, type TestKey } from '../../pki/testing/make-csr.ts';
import { type DecisionWorld, decisionWorld } from './decisions-for-tests.ts';
import { type StandingSteps, standingSteps } from './standing-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

const DAY = 86_400_000;

describe.runIf(softHsmPath !== undefined)('standing approvals (needs SoftHSM)', () => {
  const refused = new Map<string, string>();
  let at: DecisionWorld;
  let bea: DecisionWorld['ada'];
  let dan: DecisionWorld['ada'];
  let steps: StandingSteps;
  beforeAll(async () => {
    at = await decisionWorld({ third: true, refused });
    bea = await at.enrolBea();
    dan = await at.enrolDan(bea);
    steps = standingSteps(at, { bea, dan });
  }, 120_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  const first = (group: string) => steps.first(group);
  const rule = (certificateId: string, change: Partial<StandingRule> = {}) => steps.rule(certificateId, change);
  const renew = (wish: Parameters<StandingSteps['renew']>[0]) => steps.renew(wish);
  const stateOf = async (requestId: string) => value(await at.ada.requests.show({ requestId })).request.state;
  const reasons = async (requestId: string) =>
    value(await at.ada.standing.check({ requestId })).rules.flatMap((one) => one.reasons);
  /** Runs what is due; answers what became of the request and why a rule did not stand for it. */
  async function due(requestId: string) {
    const why = await reasons(requestId);
    value(await at.ada.due.run({}));
    return [await stateOf(requestId), why];
  }

  test('a like-for-like renewal is issued without a new vote, listed and audited', async () => {
    const { key, certificateId } = await first('daily');
    const { standingId } = await rule(certificateId);
    const renewal = await renew({ group: 'daily', by: key });
    expect(await due(renewal.requestId)).toEqual(['issued', []]);
    const { rows } = value(await at.ada.standing.uses({ standingId, offset: 0, limit: 10 }));
    expect(rows.map(({ requestId }) => requestId)).toEqual([renewal.requestId]);
    const shown = value(await at.ada.standing.show({ standingId }));
    expect(shown).toMatchObject({ state: 'active', uses: 1, partnerName: 'Own people' });
    expect(shown.voters.map(({ name }) => name).toSorted()).toEqual(['Ada Smith', 'Bea Jones']);
    const decision = value(await at.ada.decisions.show({ issuanceId: rows[0]?.issuanceId ?? '' }));
    expect(decision).toMatchObject({ standingId, approvals: 0 });
    expect(await at.world.audit()).toContain('standing.used');
  });

  test('a renewal that the token certainly did not sign is tried again, and issued once', async () => {
    const { key, certificateId } = await first('pulled');
    const { standingId } = await rule(certificateId);
    const renewal = await renew({ group: 'pulled', by: key });
    refused.set('sign.sign', 'TOKEN_ABSENT');
    expect((await due(renewal.requestId))[0]).toBe('prepared');
    refused.clear();
    expect((await due(renewal.requestId))[0]).toBe('issued');
    expect(value(await at.ada.standing.uses({ standingId, offset: 0, limit: 10 })).total).toBe(1);
  });

  test('the next one waits until the shortest time has passed', async () => {
    const { key, certificateId } = await first('soon');
    await rule(certificateId);
    const second = await renew({ group: 'soon', by: key });
    expect(await due(second.requestId)).toEqual(['issued', []]);
    const third = await renew({ group: 'soon', by: second.key });
    expect(await due(third.requestId)).toEqual(['received', ['TOO_SOON']]);
  });

  test.each<[string, (wish: { group: string; by: TestKey }) => Parameters<typeof renew>[0], readonly string[]]>([
    [
      'a stranger’s key',
      (wish) => ({ ...wish, by: makeKey('ec-p256') }),
      ['PROOF_WRONG', 'PROOF_BY_OTHER_KEY', 'CHECK_FAILED'],
    ],
    ['an added name', (wish) => ({ ...wish, names: ['a@example.org'] }), ['OTHER_NAMES']],
    ['another subject', (wish) => ({ ...wish, subject: 'Somebody else' }), ['OTHER_SUBJECT']],
    ['another algorithm', (wish) => ({ ...wish, key: makeKey('ec-p384') }), ['OTHER_ALGORITHM']],
    ['a longer wish', (wish) => ({ ...wish, days: 11 }), ['WISH_TOO_LONG']],
  ])('%s is left to people', async (what, change, expected) => {
    const group = `left-${what.replaceAll(/[^a-z]/gu, '')}`;
    const { key, certificateId } = await first(group);
    await rule(certificateId);
    const { requestId } = await renew(change({ group, by: key }));
    const [state, why] = await due(requestId);
    expect(state).toBe('received');
    expect(why).toEqual(expect.arrayContaining([...expected]));
  });

  test('a key of the group that is not the newest vouches for nothing', async () => {
    const { key, certificateId } = await first('older');
    await rule(certificateId);
    const second = await renew({ group: 'older', by: key });
    await due(second.requestId);
    const third = await renew({ group: 'older', by: key });
    const [state, why] = await due(third.requestId);
    expect(state).toBe('received');
    expect(why).toContain('PROOF_BY_OTHER_KEY');
  });

  test('one operator stops it at once and for good', async () => {
    const { key, certificateId } = await first('stopped');
    const { standingId } = await rule(certificateId);
    expect(value(await dan.standing.stop({ standingId }))).toMatchObject({
      state: 'stopped',
      stopped: { by: 'Dan Brown' },
    });
    const { requestId } = await renew({ group: 'stopped', by: key });
    expect(await due(requestId)).toEqual(['received', ['STANDING_STOPPED']]);
    expect(await at.world.audit()).toContain('standing.stopped');
  });

  test('a rule that has expired stands for nothing', async () => {
    const { key, certificateId } = await first('expired');
    const now = clock.now().getTime();
    const from = new Date(now - 2 * DAY).toISOString();
    const { standingId } = await rule(certificateId, { from, expires: new Date(now - DAY).toISOString() });
    const { requestId } = await renew({ group: 'expired', by: key });
    expect(await due(requestId)).toEqual(['received', ['STANDING_EXPIRED']]);
    expect(value(await at.ada.standing.show({ standingId })).state).toBe('expired');
  });

  test('a rule with one vote only is a proposal', async () => {
    const { key, certificateId } = await first('proposed');
    const drafted = value(await at.ada.standing.draft({ certificateId })).rule;
    const { proposal } = value(await at.ada.standing.propose({ rule: drafted }));
    const ballot = { proposalId: '', entry: '', ...proposal, decision: 'approve' as const };
    value(await at.ada.operators.vote(ballot, at.adaPerson));
    const { requestId } = await renew({ group: 'proposed', by: key });
    expect(await due(requestId)).toEqual(['received', []]);
    const shown = value(await at.ada.standing.show({ standingId: drafted.standingId }));
    // A vote counts for a rule from when the roster holds it.
    expect([shown.state, shown.voters]).toEqual(['proposed', []]);
  });

  test('who says no keeps a rule from standing for it', async () => {
    const { key, certificateId } = await first('against');
    const { authorityId } = await rule(certificateId);
    const { requestId } = await renew({ group: 'against', by: key });
    const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
    const wish = { requestId, authorityId, purpose: 'identity' as const, strike, services: [] };
    const { issuanceId, tbsSha256 } = value(await at.ada.requests.prepare(wish)).issuance;
    value(await at.vote(bea, { issuanceId, tbsSha256 }, 'reject'));
    const end = await at.ada.requests.approve({ approvals: [{ issuanceId, tbsSha256 }] }, at.adaPerson);
    expect(faultOf(end)).toBe('VOTES_AGAINST');
  });

  test('a policy that was tightened holds against it', async () => {
    const { key, certificateId } = await first('tightened');
    await rule(certificateId);
    const { requestId } = await renew({ group: 'tightened', by: key });
    const { maxDays } = defaultCheckPolicy.validity;
    const policyOf = (days: number) =>
      ({
        ...structuredClone(defaultCheckPolicy),
        validity: { ...defaultCheckPolicy.validity, maxDays: days },
      }) as never;
    await steps.voteFor(value(await at.ada.policy.propose({ document: 'policy', policy: policyOf(2) })).proposal);
    const [state, why] = await due(requestId);
    await steps.voteFor(value(await at.ada.policy.propose({ document: 'policy', policy: policyOf(maxDays) })).proposal);
    expect([state, why]).toEqual(['received', ['CHECK_FAILED']]);
  });

  test('a rule whose stored text was changed stands for nothing and is told as altered', async () => {
    const { certificateId } = await first('altered');
    const { standingId, keyGroupId } = await rule(certificateId);
    const before = value(await at.ada.standing.show({ standingId })).state;
    await at.world.stop();
    const db = new Database(join(at.world.workspacePath, 'pki.db'));
    db.exec('drop trigger documents_fixed');
    db.prepare('update documents set text = replace(text, ?, ?) where document = ?').run(
      `"keyGroupId":"${keyGroupId}"`,
      '"keyGroupId":"soon"',
      `standing/${standingId}`,
    );
    db.exec(`create trigger documents_fixed before update on documents
         begin select raise(abort, 'documents are never changed'); end`);
    db.close();
    await at.world.again();
    const client = at.world.attach();
    expect([before, value(await client.standing.show({ standingId })).state]).toEqual(['active', 'altered']);
  }, 60_000);
});
