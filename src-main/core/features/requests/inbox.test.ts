import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestRow } from '../../../../shared/contract/requests.ts';
import { requestMayBecome, type RequestState } from '../../../../shared/domain/request-state.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { coreWorld, type CoreWorld, faultOf, value } from '../../core-for-tests.ts';
import { writePem } from '../../pki/pem.ts';
import { makeCsr, makeKey, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';

let world: CoreWorld;
/** Moved by tests that let time pass. */
let ahead = 0;
const clock = { now: () => new Date(Date.UTC(2026, 10, 23, 9) + ahead), monotonicMs: () => ahead };
beforeAll(async () => {
  world = await coreWorld({ spawnHost: () => Promise.reject(new Error('no hosts in this test')), clock });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const DAY = 86_400_000;
let made = 0;
async function take(more: Partial<typeof sampleSpec> = {}, days = 10): Promise<RequestRow> {
  const start = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
  const window = { notBefore: start, notAfter: new Date(start.getTime() + days * DAY) };
  const spec = { ...sampleSpec, keyGroupId: `inbox-${(made += 1)}`, ...window, ...more };
  return takeBytes(writePem('CERTIFICATE REQUEST', makeCsr(spec, testKey('ec-p256')).der));
}
async function takeBytes(text: string): Promise<RequestRow> {
  const sources = [{ name: 'cpo.pem', content: encodeUtf8(text) }];
  const [row] = value(await world.client.requests.import({ sources })).requests;
  if (row === undefined) throw new Error('no request');
  return row;
}
const list = async (query: Parameters<CoreWorld['client']['requests']['list']>[0] | object) =>
  value(await world.client.requests.list({ offset: 0, limit: 500, ...query }));
const ids = async (query: object) => (await list(query)).rows.map(({ requestId }) => requestId);
const show = async (requestId: string) => value(await world.client.requests.show({ requestId })).request;

describe('work on a request', () => {
  test('is taken, taken over and given back, and each is on record', async () => {
    const { requestId } = await take();
    const requestIds = [requestId];
    expect(value(await world.client.requests.claim({ requestIds }))).toEqual({ changed: 1, skipped: [] });
    expect(await show(requestId)).toMatchObject({ claimedBy: 'ada', claimedAt: clock.now().toISOString() });
    const bea = world.attach({ actor: 'bea' });
    value(await bea.requests.claim({ requestIds }));
    expect((await show(requestId)).claimedBy).toBe('bea');
    expect(await ids({ claimed: 'me' })).not.toContain(requestId);
    value(await world.client.requests.unclaim({ requestIds }));
    expect((await show(requestId)).claimedBy).toBeUndefined();
    expect((await world.audit()).slice(-3)).toEqual(['request.claimed', 'request.claimed', 'request.unclaimed']);
  });

  test('is given to operators that are enrolled alone', async () => {
    const { requestId } = await take();
    const given = await world.client.requests.assignTo({ requestIds: [requestId], operator: 'mallory' });
    expect(faultOf(given)).toBe('OPERATOR_NOT_FOUND');
  });

  test('on many changes those that can be changed and tells the others', async () => {
    const [one, two] = [await take(), await take()];
    value(await world.client.requests.reject({ requestId: two.requestId, reason: 'duplicate', note: '' }));
    const requestIds = [one.requestId, two.requestId, 'nothing'];
    expect(value(await world.client.requests.hold({ requestIds, reason: 'asked the partner' }))).toEqual({
      changed: 1,
      skipped: [{ requestId: two.requestId, state: 'rejected' }, { requestId: 'nothing' }],
    });
  });

  test('that changes nothing is refused like the first of them', async () => {
    const { requestId } = await take();
    value(await world.client.requests.withdraw({ requestIds: [requestId], reason: 'mistake' }));
    expect(faultOf(await world.client.requests.hold({ requestIds: [requestId], reason: 'x' }))).toBe('REQUEST_STATE');
    expect(faultOf(await world.client.requests.claim({ requestIds: ['nothing'] }))).toBe('REQUEST_NOT_FOUND');
    expect((await world.audit()).slice(-2)).toEqual([
      'request.held.refused REQUEST_STATE',
      'request.claimed.refused REQUEST_NOT_FOUND',
    ]);
  });

  test('is noted for colleagues, and no answer to the partner has it', async () => {
    const { requestId } = await take();
    const { notes } = value(await world.client.requests.addNote({ requestId, text: 'Called Mr Example.' }));
    expect(notes).toMatchObject([{ text: 'Called Mr Example.', by: 'ada' }]);
    const preview = { requestId, reason: 'wrong-ids', note: 'DE*XYZ is not yours', language: 'en' } as const;
    const { text } = value(await world.client.requests.rejectionText(preview));
    expect(text).toContain('DE*XYZ is not yours');
    expect(text).not.toContain('Example.');
    expect((await show(requestId)).state).toBe('received');
  });
});

test('a held request says why, and cannot be prepared until it is released', async () => {
  const { requestId } = await take();
  value(await world.client.requests.hold({ requestIds: [requestId], reason: 'asked the partner' }));
  expect(await show(requestId)).toMatchObject({ state: 'held', aside: { reason: 'asked the partner', by: 'ada' } });
  value(await world.client.requests.release({ requestIds: [requestId] }));
  const released = await show(requestId);
  expect(released.state).toBe('received');
  expect(released.aside).toBeUndefined();
});

test('no order of holding, releasing, withdrawing, reopening and rejecting leaves the rules', async () => {
  type Step = { readonly call: 'hold' | 'release' | 'withdraw' | 'reopen' | 'reject'; readonly to: RequestState };
  const steps: readonly Step[] = [
    { call: 'hold', to: 'held' },
    { call: 'release', to: 'received' },
    { call: 'withdraw', to: 'withdrawn' },
    { call: 'reopen', to: 'received' },
    { call: 'reject', to: 'rejected' },
  ];
  const calls = world.client.requests;
  const does = async ({ call }: Step, requestId: string): Promise<boolean> => {
    const requestIds = [requestId];
    switch (call) {
      case 'hold':
        return (await calls.hold({ requestIds, reason: 'x' })).ok;
      case 'withdraw':
        return (await calls.withdraw({ requestIds, reason: 'x' })).ok;
      case 'release':
        return (await calls.release({ requestIds })).ok;
      case 'reopen':
        return (await calls.reopen({ requestIds })).ok;
      case 'reject':
        return (await calls.rejectMany({ requestIds, reason: 'other', note: '' })).ok;
    }
  };
  const from: Partial<Record<Step['call'], readonly RequestState[]>> = {
    release: ['held'],
    reopen: ['withdrawn', 'superseded'],
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 8 }), async (walk) => {
      const { requestId } = await take();
      let state: RequestState = 'received';
      for (const step of walk) {
        const may = step.to !== state && requestMayBecome(state, step.to) && (from[step.call]?.includes(state) ?? true);
        expect(await does(step, requestId)).toBe(may);
        if (may) state = step.to;
        expect((await show(requestId)).state).toBe(state);
      }
    }),
    { numRuns: 15 },
  );
});

describe('a request whose wished end has passed', () => {
  test('has expired as soon as somebody looks at the list, and cannot be taken up again', async () => {
    const { requestId } = await take({}, 1);
    const other = await take({}, 3);
    ahead += 2 * DAY;
    expect(await ids({ states: ['expired'] })).toContain(requestId);
    expect((await show(other.requestId)).state).toBe('received');
    expect(faultOf(await world.client.requests.reopen({ requestIds: [requestId] }))).toBe('REQUEST_STATE');
    expect(faultOf(await world.client.requests.reject({ requestId, reason: 'other', note: '' }))).toBe('REQUEST_STATE');
    expect(await world.audit()).toContain('request.expired');
  });

  test('has expired at the next start too', async () => {
    const { requestId } = await take({}, 1);
    ahead += 2 * DAY;
    await world.again();
    expect((await show(requestId)).state).toBe('expired');
  });
});

describe('an older request', () => {
  const group = { keyGroupId: 'superseded-1' };

  test('is not superseded by one that nobody vouches for', async () => {
    const older = await take(group);
    ahead += 1000;
    const newer = await take({ ...group, notAfter: new Date(clock.now().getTime() + 9 * DAY) });
    const done = await world.client.requests.supersede({ requestId: older.requestId, byRequestId: newer.requestId });
    expect(done).toMatchObject({ error: { code: 'SUPERSEDE_REFUSED', data: { reason: 'not-vouched' } } });
    expect((await show(older.requestId)).state).toBe('received');
  });

  test('is superseded by a confirmed one of its group, and comes back when that was wrong', async () => {
    const [older, newer] = (await list({ filter: 'superseded-1', sort: 'receivedAt' })).rows;
    if (older === undefined || newer === undefined) throw new Error('two requests');
    const spec = {
      name: 'Example CPO',
      platform: '',
      ids: [...newer.partyIds, ...newer.subCpoIds].map((id) => ({
        kind: id.includes('*') ? ('sub-cpo' as const) : ('party' as const),
        id,
      })),
      contacts: [],
      allowedAlgorithms: [],
      allowedNames: [],
      authorityIds: [],
      notes: '',
    };
    const { partner } = value(await world.client.partners.add({ spec }));
    const bea = world.attach({ actor: 'bea' });
    const { partnerId } = partner;
    const { requestId: byRequestId, spkiSha256 } = newer;
    value(
      await bea.requestChecks.confirm({ requestId: byRequestId, partnerId, spkiSha256, contact: 'phone', note: '' }),
    );
    const { requestId } = older;
    value(await world.client.requests.supersede({ requestId, byRequestId }));
    expect(await show(requestId)).toMatchObject({ state: 'superseded', supersededBy: byRequestId });
    value(await world.client.requests.reopen({ requestIds: [requestId] }));
    expect((await show(requestId)).state).toBe('received');
  });

  test('is not superseded by an older one, nor by one of another group', async () => {
    const [older, newer] = (await list({ filter: 'superseded-1', sort: 'receivedAt' })).rows;
    const stranger = await take();
    const by = async (requestId: string | undefined, byRequestId: string | undefined) =>
      world.client.requests.supersede({ requestId: requestId ?? '', byRequestId: byRequestId ?? '' });
    expect(await by(newer?.requestId, older?.requestId)).toMatchObject({ error: { data: { reason: 'not-newer' } } });
    expect(await by(older?.requestId, stranger.requestId)).toMatchObject({
      error: { data: { reason: 'other-group' } },
    });
  });
});

describe('the list', () => {
  test('has the worst verdict of the checks at arrival, and a new one when somebody has vouched', async () => {
    const row = await take();
    expect(row).toMatchObject({ verdict: 'fail', verdictAt: clock.now().toISOString(), purpose: 'tls-client' });
    expect(await ids({ verdicts: ['fail'], purpose: 'tls-client' })).toContain(row.requestId);
    expect(await ids({ verdicts: ['pass', 'warn'] })).not.toContain(row.requestId);
  });

  test('is asked by several states, by partner and by who is at it', async () => {
    const { requestId } = await take();
    value(await world.client.requests.claim({ requestIds: [requestId] }));
    expect(await ids({ states: ['received', 'held'], claimed: 'me' })).toEqual([requestId]);
    expect(await ids({ claimed: 'nobody' })).not.toContain(requestId);
    expect(await ids({ claimedBy: 'bea' })).toEqual([]);
    expect(await ids({ states: [] })).toEqual([]);
    const { partner } = await show(requestId);
    expect(await ids({ partnerId: partner?.partnerId, claimed: 'me' })).toEqual([requestId]);
  });

  test('is found by the start of a fingerprint', async () => {
    const row = await take();
    expect(await ids({ filter: row.sha256.slice(0, 16) })).toEqual([row.requestId]);
  });

  test.each(['commonName', 'keyGroupId', 'state', 'partner', 'ids', 'claimedBy', 'verdict', 'receivedAt'] as const)(
    'sorted by %s has the same rows, in the opposite order the other way round',
    async (sort) => {
      const up = await ids({ sort });
      expect(await ids({ sort, descending: true })).toEqual(up.toReversed());
      expect(await ids({ sort, filter: 'C' })).toEqual(up);
    },
  );

  test('goes into a file, in which no text of a partner is a formula', async () => {
    const row = await take({ subject: [{ type: 'CN', value: '=cmd|calc' }] });
    const csv = value(await world.client.requests.exportList({ format: 'csv', requestIds: [row.requestId] }));
    const text = new TextDecoder().decode(csv.content);
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).toContain(row.sha256);
    expect(text).not.toMatch(/(?:^|,)=/mu);
    const json = value(await world.client.requests.exportList({ format: 'json', query: { claimed: 'me' } }));
    const { requests } = JSON.parse(new TextDecoder().decode(json.content)) as { requests: RequestRow[] }; // compared next
    expect(requests.map(({ requestId }) => requestId)).toEqual(await ids({ claimed: 'me' }));
  });
});

describe('a saved view', () => {
  test('is there for everybody, is replaced under its name in any letter case, and goes', async () => {
    const query = { states: ['held'], sort: 'partner' } as const;
    value(await world.client.requests.saveView({ name: 'Berlin', query: { ...query, states: [...query.states] } }));
    const { view } = value(await world.client.requests.saveView({ name: 'BERLIN', query: { claimed: 'nobody' } }));
    const { views } = value(await world.attach({ actor: 'bea' }).requests.views({}));
    expect(views).toEqual([view]);
    value(await world.client.requests.dropView({ viewId: view.viewId }));
    expect(value(await world.client.requests.views({})).views).toEqual([]);
    expect(faultOf(await world.client.requests.dropView({ viewId: view.viewId }))).toBe('VIEW_NOT_FOUND');
  });
});

describe('a renewal request', () => {
  const csrOf = (keyGroupId: string): string =>
    writePem('CERTIFICATE REQUEST', makeCsr({ ...sampleSpec, keyGroupId }, makeKey('ec-p256')).der);

  test('brings its callback and its reason, which are shown and not believed', async () => {
    const message = { csr: csrOf('renewal-1'), callbackId: 'cb-7', reason: 'the old one ends' };
    expect(await takeBytes(JSON.stringify(message))).toMatchObject({
      keyGroupId: 'renewal-1',
      callbackId: 'cb-7',
      renewalReason: 'the old one ends',
    });
  });

  test('brings its proof, which is verified like one that was added by hand', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const payload = {
      csr_sha256: '0'.repeat(64),
      iat: 1_700_000_000,
      key_group_id: 'renewal-2',
      predecessor_spki_sha256: '1'.repeat(64),
    };
    const proof = `${part({ alg: 'ES256', typ: 'ocpi-renewal-proof+jws' })}.${part(payload)}.AAAA`;
    const { requestId } = await takeBytes(JSON.stringify({ csr: csrOf('renewal-2'), callbackId: 'x', proof }));
    const standing = value(await world.client.requestChecks.show({ requestId }));
    expect(standing.proof).toMatchObject({ verdict: 'invalid', predecessorSpkiSha256: '1'.repeat(64) });
  });

  test.each([[{ proof: 'no jws' }], [{ proof: 7, reason: ['x'] }], [{ proof: 'a'.repeat(20_000) }]])(
    'with strange members is taken without them: %j',
    async (more) => {
      const row = await takeBytes(JSON.stringify({ csr: csrOf(`renewal-${(made += 1)}`), callbackId: 'x', ...more }));
      expect(row.callbackId).toBe('x');
      const { proof } = value(await world.client.requestChecks.show({ requestId: row.requestId }));
      expect(proof).toBeUndefined();
    },
  );
});
