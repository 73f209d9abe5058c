import { sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DueTask } from '../../../../shared/contract/due.ts';
import { renewalProofSigningInput } from '../../../../shared/domain/renewal-proof.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { sha256Of } from '../../pki/digests.ts';
import { assembleRenewalProof } from '../../pki/renewal.ts';
import { makeKey } from '../../pki/testing/make-csr.ts';
import { type IssuingWorld, issuingWorld } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const DAY_MS = 86_400_000;

describe.runIf(why === undefined)('replacing a certificate (needs SoftHSM)', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  let partnerId: string;
  let later = 0;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + later),
    monotonicMs: () => systemClock.monotonicMs() + later,
  };
  beforeAll(async () => {
    issuing = await issuingWorld({ clock });
    authorityId = (await issuing.createAuthority()).authorityId;
    const spec = {
      name: 'Roaming Ltd',
      platform: '',
      ids: [],
      contacts: [],
      allowedAlgorithms: [],
      allowedNames: [],
      authorityIds: [],
      notes: '',
    };
    partnerId = value(await issuing.world.client.partners.add({ spec })).partner.partnerId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());
  afterEach(() => {
    later = 0;
  });

  const client = () => issuing.world.client;

  async function issued(group: string, vouched = true) {
    const { requestId, spkiSha256 } = await issuing.importRequest({ keyGroupId: group }, clock.now());
    const contact = { contact: 'by telephone', note: '' };
    if (vouched) value(await client().requestChecks.confirm({ requestId, partnerId, spkiSha256, ...contact }));
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    const shown = value(await client().requests.show({ requestId }));
    return { requestId, certificateId: shown.request.certificateId ?? '' };
  }
  /** Two certificates of one group, a second apart; answers both and the plan between them. */
  async function replaced(group: string) {
    const older = await issued(group);
    later += 1000;
    const newer = await issued(group);
    const [plan] = await plansOf(newer.requestId);
    if (plan === undefined) throw new Error('no plan');
    return { older, newer, plan };
  }
  const plansOf = async (requestId: string) =>
    value(await client().plans.list({ show: 'all', offset: 0, limit: 10, requestId })).rows;
  const standing = async (certificateId: string) =>
    value(await client().certificates.show({ certificateId })).certificate.revocation?.reason;
  const seen = (requestId: string) => client().deliveries.seen({ requestId, how: 'telephone', note: 'they use it' });
  const run = async () => value(await client().due.run({}));
  const taskOf = async (planId: string): Promise<DueTask | undefined> =>
    value(await client().due.list({})).tasks.find(({ subject }) => subject === planId);
  const planAndRun = async (planId: string) =>
    (await run()).done.map(({ taskId }) => taskId).includes(`plan-${planId}`);

  test('a plan comes with the certificate that replaces another, and its overlap is a week', async () => {
    const { older, newer, plan } = await replaced('made');
    expect(plan).toMatchObject({ state: 'waiting', condition: 'overlap', overlapDays: 7, pending: 0 });
    expect([plan.older.certificateId, plan.newer.certificateId]).toEqual([older.certificateId, newer.certificateId]);
    expect(await issuing.world.audit()).toContain('plan.made');
  });

  test('the settings say how long the overlap is where nobody chose, from then on', async () => {
    value(await client().settings.set({ changes: { overlapDays: 3 } }));
    const { newer, plan } = await replaced('usual');
    expect(plan).toMatchObject({ condition: 'overlap', overlapDays: 3 });
    value(await client().settings.set({ changes: { overlapDays: 7 } }));
    expect(await plansOf(newer.requestId)).toMatchObject([{ overlapDays: 3 }]);
  });

  test('before its day a plan says that nobody has seen the successor, and waits for nobody once somebody has', async () => {
    const { newer, plan } = await replaced('unseen');
    expect(await taskOf(plan.planId)).toMatchObject({
      state: 'soon',
      needs: 'person',
      why: 'unseen',
      requestId: newer.requestId,
    });
    value(await seen(newer.requestId));
    const task = await taskOf(plan.planId);
    expect(task).toMatchObject({ state: 'soon', needs: 'nothing' });
    expect(task).not.toHaveProperty('why');
  });

  test('a request that nobody vouches for replaces nothing', async () => {
    await issued('stranger');
    later = 1000;
    const { requestId } = await issued('stranger', false);
    expect(await plansOf(requestId)).toEqual([]);
  });

  test('a proof by somebody else’s key, which any message can carry, replaces nothing', async () => {
    await issued('proven');
    later = 1000;
    const { requestId, sha256 } = await issuing.importRequest({ keyGroupId: 'proven' }, clock.now());
    const stranger = makeKey('ec-p256');
    const text = renewalProofSigningInput({
      alg: 'ES256',
      csrSha256: sha256,
      keyGroupId: 'proven',
      predecessorSpkiSha256: sha256Of(stranger.spki),
      issuedAt: clock.now(),
    });
    const signature = sign('sha256', Buffer.from(text), { key: stranger.privateKey, dsaEncoding: 'ieee-p1363' });
    const jws = assembleRenewalProof(text, new Uint8Array(signature));
    expect(value(await client().requestChecks.prove({ requestId, jws })).proof?.verdict).toBe('invalid');
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    expect(await plansOf(requestId)).toEqual([]);
  });

  test('the older one stays, and the plan is red, until its successor was seen', async () => {
    const { older, newer, plan } = await replaced('unused');
    later = 8 * DAY_MS;
    expect(await planAndRun(plan.planId)).toBe(false);
    expect(await taskOf(plan.planId)).toMatchObject({ state: 'blocked', needs: 'person', why: 'unused' });
    expect(await standing(older.certificateId)).toBeUndefined();
    value(await seen(newer.requestId));
    expect(await planAndRun(plan.planId)).toBe(true);
    expect(await standing(older.certificateId)).toBe('superseded');
    expect(await plansOf(newer.requestId)).toMatchObject([{ state: 'done' }]);
    expect(await planAndRun(plan.planId)).toBe(false);
  });

  test('what was carried out stands in the audit with its plan time, its real time and its decision', async () => {
    const { newer, plan } = await replaced('audited');
    value(await seen(newer.requestId));
    later = 9 * DAY_MS;
    await run();
    const entries = value(await client().audit.list({ offset: 0, limit: 500 })).rows;
    const ended = entries.find(({ event, subject }) => event === 'plan.ended' && subject === plan.planId);
    expect(ended?.data).toContain(`"plannedAt":"${plan.dueAt}"`);
    expect(ended?.data).toContain(`"requestId":"${newer.requestId}"`);
  });

  test('a person may say that the successor is in use, and the older one then ends at its time', async () => {
    const { older, newer, plan } = await replaced('confirmed');
    later = 8 * DAY_MS;
    value(await client().plans.confirm({ planId: plan.planId, note: 'they called' }));
    expect(await planAndRun(plan.planId)).toBe(true);
    expect(await standing(older.certificateId)).toBe('superseded');
    expect(value(await client().requests.show({ requestId: newer.requestId })).request.state).toBe('issued');
  });

  test('a cancelled plan ends nothing and is for good', async () => {
    const { older, newer, plan } = await replaced('cancelled');
    value(await seen(newer.requestId));
    value(await client().plans.cancel({ planId: plan.planId, note: 'both are needed' }));
    later = 9 * DAY_MS;
    await run();
    expect(await standing(older.certificateId)).toBeUndefined();
    const { planId } = plan;
    expect(faultOf(await client().plans.set({ planId, condition: 'at-once', overlapDays: 0 }))).toBe('PLAN_STATE');
  });

  test('other terms move the end, and terms chosen before issuing count', async () => {
    const { newer, plan } = await replaced('terms');
    value(await seen(newer.requestId));
    const changed = value(await client().plans.set({ planId: plan.planId, condition: 'at-once', overlapDays: 0 })).plan;
    expect(changed.state).toBe('due');
    expect(await planAndRun(plan.planId)).toBe(true);

    const { requestId, spkiSha256 } = await issuing.importRequest({ keyGroupId: 'terms' }, clock.now());
    value(await client().requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'phone', note: '' }));
    value(await client().plans.choose({ requestId, condition: 'overlap', overlapDays: 3 }));
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    expect(await plansOf(requestId)).toMatchObject([{ condition: 'overlap', overlapDays: 3 }]);
  });

  test('a successor that was revoked keeps the older one, and the plan is red', async () => {
    const { older, newer, plan } = await replaced('revoked');
    value(await seen(newer.requestId));
    const targets = [{ certificateId: newer.certificateId }];
    const wish = { targets, note: '', confirm: 'cpo.example.org', reason: 'keyCompromise' as const };
    value(await client().revocations.revoke(wish));
    later = 8 * DAY_MS;
    await run();
    expect(await taskOf(plan.planId)).toMatchObject({ state: 'blocked', why: 'successor-revoked' });
    expect(await standing(older.certificateId)).toBeUndefined();
  });

  test('delivered may be taken back, seen at work may not', async () => {
    const { requestId } = await issued('delivered');
    const happened = { requestId, how: 'mail' as const, note: '' };
    const state = async () => value(await client().requests.show({ requestId })).request.state;
    value(await client().deliveries.delivered(happened));
    expect(await state()).toBe('delivered');
    value(await client().deliveries.undo({ requestId, note: 'the mail came back' }));
    expect(await state()).toBe('issued');
    value(await seen(requestId));
    expect(await state()).toBe('in-use');
    expect(faultOf(await client().deliveries.undo({ requestId, note: '' }))).toBe('DELIVERY_STATE');
    const { deliveries } = value(await client().deliveries.addNote({ requestId, note: 'it was Tuesday' }));
    expect(deliveries.map(({ kind }) => kind)).toEqual(['delivered', 'undone', 'seen', 'note']);
  });

  test('nothing is recorded for a time that has not come', async () => {
    const { requestId } = await issued('future');
    const at = new Date(clock.now().getTime() + DAY_MS).toISOString();
    expect(faultOf(await client().deliveries.seen({ requestId, how: 'hand', note: '', at }))).toBe('DELIVERY_TIME');
  });

  test('the timeline of a group shows the planned end, and the rehearsal who is accepted after it', async () => {
    const { older, newer, plan } = await replaced('rehearsed');
    const { series } = value(await client().plans.timeline({ keyGroupId: 'rehearsed' }));
    expect(series).toHaveLength(1);
    expect(series[0]?.certificates).toMatchObject([
      { certificateId: older.certificateId, plannedEnd: plan.dueAt },
      { certificateId: newer.certificateId },
    ]);
    const acceptedAt = async (ms: number) => {
      const { rows } = value(await client().plans.rehearse({ at: new Date(ms).toISOString() }));
      const row = rows.find(({ keyGroupId }) => keyGroupId === 'rehearsed');
      return [row?.verdict, row?.accepted.map(({ certificateId }) => certificateId)];
    };
    const now = clock.now().getTime();
    expect(await acceptedAt(now + DAY_MS)).toEqual(['overlap', [older.certificateId, newer.certificateId]]);
    expect(await acceptedAt(now + 8 * DAY_MS)).toEqual(['one', [newer.certificateId]]);
    expect(await acceptedAt(now + 40 * DAY_MS)).toEqual(['none', []]);
  });

  test('what ends is listed in days, as calendar and as CSV', async () => {
    const { certificateId } = await issued('expiring');
    const filter = { within: 30, replaced: false };
    const listed = value(await client().expiry.list({ ...filter, offset: 0, limit: 500 }));
    expect(listed.rows.find((row) => row.certificateId === certificateId)).toMatchObject({ kind: 'issued', days: 9 });
    const text = async (format: 'ics' | 'csv') =>
      new TextDecoder().decode(value(await client().expiry.export({ ...filter, format })).content);
    expect(await text('ics')).toContain('SUMMARY:Ends: expiring\r\n');
    expect(await text('csv')).toContain('expiring');
  });
});
