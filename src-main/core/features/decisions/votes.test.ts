import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultOf, value } from '../../core-for-tests.ts';
import { createTestClock, type TestClock } from '../../test-clock.ts';
import { type DecisionWorld, decisionWorld, makeRequest } from './decisions-for-tests.ts';

const DAY = 86_400_000;
let clock: TestClock;
let at: DecisionWorld;
beforeEach(async () => {
  // Signatures of tokens and certificates of the world are of this moment.
  clock = createTestClock(new Date().toISOString());
  at = await decisionWorld({ clock, requests: 2 });
}, 60_000);
afterEach(async () => {
  await at[Symbol.asyncDispose]();
});

type Client = DecisionWorld['ada'];
type Ballot = Awaited<ReturnType<DecisionWorld['prepare']>>;
const issue = (who: Client, ballot: Ballot) => who.requests.approve({ approvals: [ballot] }, at.world.typist(who));
const stateOf = async (index = 0) =>
  value(await at.ada.requests.show({ requestId: at.requests[index]?.requestId ?? '' })).request.state;
const standings = async ({ issuanceId }: Ballot) =>
  value(await at.ada.decisions.show({ issuanceId })).votes.map(({ name, standing }) => `${name}: ${standing}`);

describe('the only operator', () => {
  test('signs nothing without a vote of their own, which is marked', async () => {
    const ballot = await at.prepare();
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
    const { decisions } = value(await at.vote(at.ada, ballot));
    expect(decisions[0]).toMatchObject({ state: 'approved', single: true, needed: 1, approvals: 1 });
    expect(await stateOf()).toBe('approved');
    value(await issue(at.ada, ballot));
    expect(await stateOf()).toBe('issued');
  });

  test('has a vote that ends with the second operator', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    await at.enrolBea();
    expect(await standings(ballot)).toEqual(['Ada Smith: single']);
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
  });
});

describe('two operators', () => {
  let bea: Client;
  beforeEach(async () => {
    bea = await at.enrolBea();
  });

  test('both have to agree before anything is signed', async () => {
    const ballot = await at.prepare();
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
    value(await at.vote(at.ada, ballot));
    expect(await stateOf()).toBe('voting');
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
    value(await at.vote(bea, ballot));
    expect(await stateOf()).toBe('approved');
    value(await issue(at.ada, ballot));
    expect(await at.world.audit()).toContain('request.voted');
  });

  test('one person’s second vote takes the place of the first', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    clock.pass(1000);
    value(await at.vote(at.ada, ballot));
    expect(await standings(ballot)).toEqual(['Ada Smith: replaced', 'Ada Smith: counts']);
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
  });

  test('a vote against holds it up until that person agrees', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    value(await at.vote(bea, ballot, 'reject'));
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_AGAINST');
    clock.pass(1000);
    value(await at.vote(at.ada, ballot));
    const { state } = value(await at.ada.decisions.show({ issuanceId: ballot.issuanceId }));
    expect(state).toBe('against');
    clock.pass(1000);
    value(await at.vote(bea, ballot));
    value(await issue(at.ada, ballot));
  });

  test('nobody votes on what they entered, nor on what they have not opened', async () => {
    const content = makeRequest('Dan', clock.now());
    const { requests } = value(await at.ada.requests.import({ sources: [{ name: 'dan.csr', content }] }));
    const [request] = requests;
    const { requestId = '', spkiSha256 = '' } = request ?? {};
    value(
      await bea.requestChecks.confirm({
        requestId,
        partnerId: at.partnerId,
        spkiSha256,
        contact: 'in person',
        note: '',
      }),
    );
    const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
    const { authorityId } = at;
    const wish = { requestId, authorityId, purpose: 'identity' as const, strike, services: [] };
    const { issuance } = value(await at.ada.requests.prepare(wish));
    const ballot = { issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 };
    const unseen = await bea.decisions.vote({ ballots: [ballot], decision: 'approve' });
    const own = await at.vote(at.ada, ballot);
    expect([faultOf(unseen), faultOf(own)]).toEqual(['BALLOT_REFUSED', 'BALLOT_REFUSED']);
    expect([JSON.stringify(unseen), JSON.stringify(own)]).toEqual([
      expect.stringContaining('not-opened'),
      expect.stringContaining('entered-it'),
    ]);
    value(await at.vote(bea, ballot));
    expect((await at.world.audit()).filter((entry) => entry.startsWith('request.voted'))).toEqual([
      'request.voted.refused BALLOT_REFUSED',
      'request.voted.refused BALLOT_REFUSED',
      'request.voted',
    ]);
  });

  test('several are voted on with one PIN; one that may not be voted on keeps all from being cast', async () => {
    const ballots = [await at.prepare(0), await at.prepare(1)];
    for (const { issuanceId } of ballots) value(await at.ada.decisions.show({ issuanceId }));
    const changed = ballots.map((ballot, i) => (i === 1 ? { ...ballot, tbsSha256: 'a'.repeat(64) } : ballot));
    expect(faultOf(await at.ada.decisions.vote({ ballots: changed, decision: 'approve' }))).toBe('BALLOT_REFUSED');
    const { decisions } = value(await at.ada.decisions.vote({ ballots, decision: 'approve' }, at.adaPerson));
    expect(decisions.map(({ approvals }) => approvals)).toEqual([1, 1]);
  });

  test('votes end: with their time, with other bytes, with a verdict that got worse', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    value(await at.vote(bea, ballot));
    const content = makeRequest('Cyd 0', clock.now());
    value(await at.ada.requests.import({ sources: [{ name: 'again.csr', content }] }));
    expect(await standings(ballot)).toEqual(['Ada Smith: got-worse', 'Bea Jones: got-worse']);
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');

    const other = await at.prepare(1);
    value(await at.vote(at.ada, other));
    const anew = await at.prepare(1);
    expect(anew.tbsSha256).not.toBe(other.tbsSha256);
    expect(await standings(anew)).toEqual([]);
    value(await at.vote(bea, anew));
    clock.pass(7 * DAY + 1000);
    expect((await standings(anew)).map((line) => line.split(': ')[1])).not.toContain('counts');
  });

  test('a vote of somebody whose certificate was revoked counts no more', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    value(await at.vote(bea, ballot));
    const targets = [{ certificateId: at.certificates.bea }];
    const { confirm } = value(await at.ada.revocations.preview({ targets }));
    value(await at.ada.revocations.revoke({ targets, note: '', confirm, reason: 'keyCompromise' }));
    expect(await standings(ballot)).toEqual(['Ada Smith: counts', 'Bea Jones: revoked']);
    expect(faultOf(await issue(at.ada, ballot))).toBe('VOTES_MISSING');
  });

  test('one changed letter of a stored vote is found, and so is a vote that stands under another’s name', async () => {
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    value(await at.vote(bea, ballot));
    await at.world.stop();
    const db = new Database(join(at.world.workspacePath, 'pki.db'));
    const trigger = db.prepare("select sql from sqlite_master where name = 'request_votes_fixed'").get() as {
      sql: string;
    };
    db.exec('drop trigger request_votes_fixed');
    const rows = db.prepare('select vote_id, jws, operator_id from request_votes order by place').all() as {
      vote_id: string;
      jws: string;
      operator_id: string;
    }[];
    const [first, second] = rows;
    const broken = (first?.jws ?? '').replace(/\.(.)/, (_, letter: string) => `.${letter === 'e' ? 'f' : 'e'}`);
    const set = db.prepare('update request_votes set jws = ?, operator_id = ? where vote_id = ?');
    set.run(broken, first?.operator_id, first?.vote_id);
    set.run(second?.jws, first?.operator_id, second?.vote_id);
    db.exec(trigger.sql);
    db.close();
    await at.world.again();
    const shown = value(await at.world.client.decisions.show({ issuanceId: ballot.issuanceId }));
    expect(shown.votes.map(({ standing }) => standing)).toEqual(['signature', 'signature']);
    expect(shown.state).toBe('open');
  });
});

describe('an approval package', () => {
  test('is judged elsewhere and answered with a vote, which counts by its signature alone', async () => {
    await at.enrolBea();
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    const { content } = value(await at.ada.decisions.exportPackage({ issuanceId: ballot.issuanceId }));
    const seen = value(await at.ada.decisions.readPackage({ content }));
    expect(seen).toMatchObject({ tbsSha256: ballot.tbsSha256, needed: 2, enteredBy: 'ada' });
    expect(seen.own.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    const wish = { content, certificateId: at.certificates.bea, decision: 'approve' as const };
    const other = await at.ada.decisions.signPackage({ ...wish, tbsSha256: 'a'.repeat(64) });
    expect(faultOf(other)).toBe('PACKAGE_REFUSED');
    const signed = value(await at.ada.decisions.signPackage({ ...wish, tbsSha256: ballot.tbsSha256 }, at.adaPerson));
    const file = { content: signed.content };
    expect(value(await at.ada.decisions.importVotes(file))).toMatchObject({
      taken: 1,
      decision: { state: 'approved' },
    });
    expect(faultOf(await at.ada.decisions.importVotes(file))).toBe('PACKAGE_REFUSED');
    value(await issue(at.ada, ballot));
  });

  test('of which one byte was changed is refused or is over other bytes', async () => {
    await at.enrolBea();
    const ballot = await at.prepare();
    const { content } = value(await at.ada.decisions.exportPackage({ issuanceId: ballot.issuanceId }));
    for (const where of ['"tbs":"', '"request":"', '"policy":"{', '"checks":"[{']) {
      const copy = Buffer.from(content);
      const place = copy.indexOf(where) + where.length + 60;
      copy[place] = copy[place] === 0x41 ? 0x42 : 0x41;
      const changed = new Uint8Array(copy);
      const read = await at.ada.decisions.readPackage({ content: changed });
      const signed = await at.ada.decisions.signPackage(
        { content: changed, certificateId: at.certificates.bea, tbsSha256: ballot.tbsSha256, decision: 'approve' },
        at.adaPerson,
      );
      const counted = signed.ok ? await at.ada.decisions.importVotes({ content: signed.value.content }) : undefined;
      const harmless = counted === undefined || !counted.ok || counted.value.decision.approvals === 0;
      expect([where, read.ok && signed.ok && !harmless]).toEqual([where, false]);
    }
  });
});
