import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GuideRunView } from '../../../../shared/contract/guides.ts';
import type { GuideStepId } from '../../../../shared/domain/guides.ts';
import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { type DecisionWorld, decisionWorld } from '../decisions/decisions-for-tests.ts';
import { type IssuingWorld, issuingWorld } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const DAY_MS = 86_400_000;
const text = (bytes: Uint8Array): string => decodeUtf8(bytes) ?? '';

/** `CODE state {values}` of every sight of a step. */
function seen(view: GuideRunView, step: GuideStepId): readonly string[] {
  const found = view.steps.find((one) => one.step === step);
  return (found?.sights ?? []).map(({ code, state, values }) =>
    [code, state, ...Object.entries(values).map(([name, one]) => `${name}=${one}`)].join(' '),
  );
}

describe.runIf(why === undefined)('guides without operators (needs SoftHSM)', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  let later = 0;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + later),
    monotonicMs: () => systemClock.monotonicMs() + later,
  };
  beforeAll(async () => {
    issuing = await issuingWorld({ clock });
    authorityId = (await issuing.createAuthority()).authorityId;
  }, 60_000);
  afterAll(async () => issuing[Symbol.asyncDispose]());
  afterEach(() => {
    later = 0;
  });
  const client = () => issuing.world.client;
  const show = async (runId: string) => value(await client().guides.show({ runId }));

  async function issued(keyGroupId: string) {
    const { requestId } = await issuing.importRequest({ keyGroupId }, clock.now());
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    return value(await client().requests.show({ requestId })).request.certificateId ?? '';
  }
  const start = async (certificateId: string) =>
    value(await client().guides.start({ guide: 'key-compromised', about: { kind: 'certificate', certificateId } }));
  const check = (runId: string, step: GuideStepId, state: 'done' | 'not-needed' | 'open', note = '') =>
    client().guides.check({ runId, step, state, note });

  test('a run follows what is done elsewhere: revoked, listed, held', async () => {
    const certificateId = await issued('followed');
    const { requestId } = await issuing.importRequest({ keyGroupId: 'followed' }, clock.now());
    const { run, ...first } = await start(certificateId);
    expect(run).toMatchObject({ state: 'open', settled: 0, about: { kind: 'certificate', certificateId } });
    expect(first.links).toMatchObject({ certificateId, authorityId });
    expect(seen({ run, ...first }, 'key-revoke')).toEqual(['REVOKED_OF open count=0 of=1']);
    expect(seen({ run, ...first }, 'key-list')).toEqual(['LIST_WAITS open name=Root']);
    expect(seen({ run, ...first }, 'key-requests')).toEqual(['REQUESTS_OPEN open count=1']);
    expect(seen({ run, ...first }, 'key-standing')).toEqual(['STANDING_NONE none']);

    const { confirm } = value(await client().revocations.preview({ targets: [{ certificateId }] }));
    const wish = { targets: [{ certificateId }], note: '', confirm, reason: 'keyCompromise' as const };
    value(await client().revocations.revoke(wish));
    value(await client().requests.hold({ requestIds: [requestId], reason: 'wait' }));
    const revoked = await show(run.runId);
    expect(seen(revoked, 'key-revoke')).toEqual(['REVOKED_OF done count=1 of=1']);
    expect(seen(revoked, 'key-list')).toEqual(['LIST_LACKS open name=Root count=1']);
    expect(seen(revoked, 'key-requests')).toEqual(['REQUESTS_NONE none']);

    later += 1000;
    value(await client().crl.issue({ authorityId }, issuing.world.person));
    expect(seen(await show(run.runId), 'key-list')[0]).toMatch(/^LIST_ISSUED done name=Root number=1 at=/);
  });

  test('what cannot be seen is never told as done', async () => {
    const view = await start(await issued('unseen'));
    for (const step of ['key-export', 'key-signed'] as const) expect(seen(view, step)).toEqual([]);
    expect(seen(view, 'key-tell')).toEqual(['PARTNER_UNKNOWN unknown']);
    expect(seen(view, 'key-successor')).toEqual(['KEY_OF_PARTNER none']);
  });

  test('each word on a step is kept with who, when and what was seen, and the last one counts', async () => {
    const { run } = await start(await issued('marked'));
    value(await check(run.runId, 'key-revoke', 'done', 'asked Bea to do it'));
    const view = value(await check(run.runId, 'key-revoke', 'open', 'she did not'));
    const step = view.steps.find((one) => one.step === 'key-revoke');
    expect(step?.state).toBe('open');
    expect(step?.marks).toMatchObject([
      { state: 'done', note: 'asked Bea to do it', by: 'ada', seen: [{ code: 'REVOKED_OF', state: 'open' }] },
      { state: 'open', note: 'she did not', by: 'ada' },
    ]);
    expect((await issuing.world.audit()).slice(-2)).toEqual(['guide.checked', 'guide.checked']);
  });

  test('a step that is not needed says why', async () => {
    const { run } = await start(await issued('needless'));
    expect(faultOf(await check(run.runId, 'key-plans', 'not-needed', '  '))).toBe('GUIDE_NOTE_MISSING');
    expect(value(await check(run.runId, 'key-plans', 'not-needed', 'there is none')).run.settled).toBe(1);
    expect((await issuing.world.audit()).at(-2)).toBe('guide.checked.refused GUIDE_NOTE_MISSING');
  });

  test('a run ends when every step is settled, and is then for good', async () => {
    const { run, steps } = await start(await issued('ended'));
    expect(faultOf(await client().guides.finish({ runId: run.runId }))).toBe('GUIDE_STEPS_OPEN');
    for (const { step } of steps) value(await check(run.runId, step, 'not-needed', 'rehearsal'));
    const ended = value(await client().guides.finish({ runId: run.runId }));
    expect(ended.run).toMatchObject({ state: 'finished', endedBy: 'ada', settled: steps.length });
    expect(faultOf(await check(run.runId, 'key-list', 'open'))).toBe('GUIDE_ENDED');
    expect(faultOf(await client().guides.abandon({ runId: run.runId, reason: 'no' }))).toBe('GUIDE_ENDED');
  });

  test('a run can be abandoned with its reason, and the list shows open ones first', async () => {
    const { run } = await start(await issued('abandoned'));
    const open = await start(await issued('open'));
    value(await client().guides.abandon({ runId: run.runId, reason: 'a false alarm' }));
    const { rows } = value(await client().guides.list({ offset: 0, limit: 500 }));
    expect(rows.find(({ runId }) => runId === run.runId)).toMatchObject({
      state: 'abandoned',
      reason: 'a false alarm',
    });
    const firstEnded = rows.findIndex(({ state }) => state !== 'open');
    expect(rows.slice(firstEnded).every(({ state }) => state !== 'open')).toBe(true);
    expect(rows.findIndex(({ runId }) => runId === open.run.runId)).toBeLessThan(firstEnded);
    const listed = value(await client().guides.list({ offset: 0, limit: 500, state: 'abandoned' }));
    expect(listed.rows.map(({ state }) => state)).not.toContain('open');
  });

  test('there may be several runs of a guide about the same', async () => {
    const certificateId = await issued('twice');
    const one = await start(certificateId);
    const other = await start(certificateId);
    value(await check(one.run.runId, 'key-list', 'done'));
    expect((await show(other.run.runId)).run.settled).toBe(0);
  });

  test('a run is not begun about what is not here, or of another kind', async () => {
    const about = { kind: 'certificate' as const, certificateId: 'nothing' };
    expect(faultOf(await client().guides.start({ guide: 'key-compromised', about }))).toBe('GUIDE_ABOUT');
    const other = { kind: 'authority' as const, authorityId };
    expect(faultOf(await client().guides.start({ guide: 'token-lost', about: other }))).toBe('GUIDE_ABOUT');
    const token = { kind: 'token' as const, tokenUri: 'pkcs11:token=no;serial=1' };
    expect(faultOf(await client().guides.start({ guide: 'token-lost', about: token }))).toBe('GUIDE_ABOUT');
  });

  test('a step of another guide, a run that is not there and a time to come are refused', async () => {
    const { run } = await start(await issued('refused'));
    expect(faultOf(await check(run.runId, 'ca-look', 'done'))).toBe('GUIDE_STEP');
    expect(faultOf(await check('nothing', 'ca-look', 'done'))).toBe('GUIDE_RUN_NOT_FOUND');
    const since = new Date(clock.now().getTime() + DAY_MS).toISOString();
    expect(faultOf(await client().guides.since({ runId: run.runId, since }))).toBe('GUIDE_TIME');
    const past = new Date(clock.now().getTime() - DAY_MS).toISOString();
    expect(value(await client().guides.since({ runId: run.runId, since: past })).run.since).toBe(past);
  });

  test('a lost token: its authority, what a reader shows, what is left to do', async () => {
    const about = { kind: 'token' as const, tokenUri: issuing.tokenUri };
    const view = value(await client().guides.start({ guide: 'token-lost', about }));
    expect(view.run.aboutName).toBe('CA token');
    expect(seen(view, 'token-look')).toEqual(['TOKEN_SEEN open name=CA token']);
    expect(seen(view, 'token-authorities')).toEqual([
      'AUTHORITIES_RETIRED open count=0 of=1',
      'NONE_OF_OURS none',
      'ROOTS_TOUCHED info count=1',
    ]);
    expect(seen(view, 'token-identities')).toEqual(['NO_IDENTITIES_ON_TOKEN none']);
    expect(seen(view, 'token-successors')).toEqual(['SUCCESSOR_KEYS none count=0 of=0']);
  });

  test('a roll-over is followed from the first look to the retired authority', async () => {
    const old = await issuing.createAuthority({ name: 'Old' });
    const about = { kind: 'authority' as const, authorityId: old.authorityId };
    const { run, ...first } = value(await client().guides.start({ guide: 'ca-rollover', about }));
    expect(seen({ run, ...first }, 'ca-roll')).toEqual(['SUCCESSOR_NONE open']);
    const partner = {
      name: 'Served',
      platform: '',
      ids: [],
      contacts: [],
      allowedAlgorithms: [],
      allowedNames: [],
      authorityIds: [old.authorityId],
      notes: '',
    };
    value(await client().partners.add({ spec: partner }));
    const subject = [
      { type: 'CN' as const, value: 'Old' },
      { type: 'C' as const, value: 'DE' },
    ];
    const spec = issuing.spec({ name: 'New', subject });
    const wish = { authorityId: old.authorityId, spec, cross: true };
    value(await client().authorities.rollOver(wish, issuing.world.person));
    const rolled = await show(run.runId);
    expect(seen(rolled, 'ca-roll')).toEqual(['SUCCESSOR_IS done name=New', 'CROSS_CERTIFICATES done count=2']);
    expect(seen(rolled, 'ca-list')).toEqual(['LIST_MISSING open name=New']);
    expect(seen(rolled, 'ca-serve')).toEqual(['PARTNERS_SWITCHED open count=0 of=1']);
    expect(seen(rolled, 'ca-trust')).toEqual(['PARTNERS_SERVED unknown count=1']);
    expect(seen(rolled, 'ca-policy')).toEqual(['POLICY_NONE none']);
    expect(seen(rolled, 'ca-retire')).toEqual(['NOT_RETIRED open name=Old']);
    expect(rolled.links.successorId).toBeDefined();
    value(await client().authorities.retire({ authorityId: old.authorityId, confirm: 'Old' }));
    expect(seen(await show(run.runId), 'ca-retire')).toEqual(['RETIRED done name=Old']);
  });

  test('a wrong clock: what begins later and what was signed since', async () => {
    const { run, ...first } = value(await client().guides.start({ guide: 'clock-wrong', about: { kind: 'nothing' } }));
    expect(seen({ run, ...first }, 'clock-signed')).toEqual(['SINCE_MISSING unknown']);
    expect(seen({ run, ...first }, 'clock-correct')).toEqual(['CLOCK_NOTHING_NOTICED unknown']);
    // A list of an earlier test was signed a second ahead of its time.
    later = 10_000;
    const since = clock.now().toISOString();
    value(await client().guides.since({ runId: run.runId, since }));
    later = DAY_MS / 2;
    await issued('ahead');
    later = 10_000;
    const view = await show(run.runId);
    expect(seen(view, 'clock-signed')).toEqual([`SIGNED_SINCE info at=${since} count=1 more=0`]);
    expect(seen(view, 'clock-certificates')).toEqual(['STARTS_LATER info count=1']);
  });

  test('the record tells what was said and seen, with foreign text as text', async () => {
    const { run } = await start(await issued('recorded'));
    value(await check(run.runId, 'key-tell', 'done', '<b>called</b>\n# **Eve** \u202e'));
    const made = async (format: 'md' | 'html' | 'json', language: 'en' | 'de' = 'en') =>
      value(await client().guides.export({ runId: run.runId, format, language }));
    const html = text((await made('html')).content);
    expect(html).toContain('&lt;b&gt;called&lt;/b&gt;');
    expect(html).toContain('‹U+202E›');
    expect(html).not.toMatch(/<script|<b>|href=|src=/);
    const md = text((await made('md')).content);
    expect(md).toContain('\\<b\\>called\\</b\\> \\# \\*\\*Eve\\*\\*');
    expect(md.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
    expect(text((await made('md', 'de')).content)).toContain('Den Partnern Bescheid geben');
    expect(JSON.parse(text((await made('json')).content))).toMatchObject({ run: { runId: run.runId }, v: 1 });
    expect((await made('md')).suggestedName).toMatch(/^key-compromised-\d{4}-\d\d-\d\d-.*\.md$/);
  });

  test('what a guide can be about is found by part of its name', async () => {
    await issued('needle-in-hay');
    const found = value(await client().guides.choices({ guide: 'key-compromised', filter: 'needle-in' }));
    expect(found.choices).toMatchObject([{ about: { kind: 'certificate' } }]);
    const tokens = value(await client().guides.choices({ guide: 'token-lost', filter: '' }));
    expect(tokens.choices.map(({ name }) => name)).toEqual(['CA token']);
    const none = value(await client().guides.choices({ guide: 'ca-rollover', filter: 'no such thing' }));
    expect(none).toEqual({ choices: [], more: false });
  });

  test('runs and marks are there after a restart', async () => {
    const { run } = await start(await issued('kept'));
    value(await check(run.runId, 'key-list', 'done'));
    await issuing.world.again();
    expect((await show(run.runId)).run.settled).toBe(1);
  });
});

describe.runIf(why === undefined)('guides with operators (needs SoftHSM)', () => {
  let at: DecisionWorld;
  beforeAll(async () => {
    at = await decisionWorld({ requests: 1 });
  }, 60_000);
  afterAll(async () => at[Symbol.asyncDispose]());

  test('a lost card: who can still decide, the revoked identity, the new certificate', async () => {
    const bea = await at.enrolBea();
    const { operators } = value(await at.ada.operators.show({}));
    const operatorId = operators.find(({ name }) => name === 'Bea Jones')?.operatorId ?? '';
    const about = { kind: 'operator' as const, operatorId };
    const { run, ...first } = value(await at.ada.guides.start({ guide: 'card-lost', about }));
    expect(run).toMatchObject({ aboutName: 'Bea Jones', startedBy: 'Ada Smith' });
    expect(seen({ run, ...first }, 'card-revoke')).toEqual(['REVOKED_OF open count=0 of=1']);
    expect(seen({ run, ...first }, 'card-roster')).toEqual(['OPERATOR_STILL_SAME open name=Bea Jones']);
    expect(seen({ run, ...first }, 'card-quorum')).toEqual([
      'APPROVERS_TOO_FEW open count=1 of=2',
      'RECOVERY_NONE info',
    ]);
    expect(seen({ run, ...first }, 'card-checkpoint')).toEqual(['CHECKPOINT_NONE open']);

    const targets = [{ certificateId: at.certificates.bea }];
    const { confirm } = value(await at.ada.revocations.preview({ targets }));
    value(await at.ada.revocations.revoke({ targets, note: '', confirm, reason: 'keyCompromise' }));
    value(await at.ada.operators.checkpoint({}, at.adaPerson));
    const view = value(await at.ada.guides.show({ runId: run.runId }));
    expect(seen(view, 'card-revoke')).toEqual(['REVOKED_OF done count=1 of=1']);
    expect(seen(view, 'card-checkpoint')[0]).toMatch(/^CHECKPOINT_AT done at=/);
    expect(faultOf(await bea.guides.list({ offset: 0, limit: 1 }))).toBe('succeeded');
  });

  test('nobody who is not signed in begins or checks anything, but everybody reads', async () => {
    const stranger = at.world.attach();
    const wish = { guide: 'clock-wrong' as const, about: { kind: 'nothing' as const } };
    expect(faultOf(await stranger.guides.start(wish))).toBe('ROLE_REQUIRED');
    const { rows } = value(await stranger.guides.list({ offset: 0, limit: 10 }));
    const runId = rows[0]?.runId ?? '';
    expect(value(await stranger.guides.show({ runId })).run.runId).toBe(runId);
    expect(faultOf(await stranger.guides.check({ runId, step: 'card-new', state: 'done', note: '' }))).toBe(
      'ROLE_REQUIRED',
    );
  });
});
