import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from './issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe.runIf(why === undefined)('a certificate that waited for its signature', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  let later = 0;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + later),
    monotonicMs: () => systemClock.monotonicMs(),
  };
  beforeAll(async () => {
    issuing = await issuingWorld({ clock });
    authorityId = (await issuing.createAuthority()).authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());
  afterEach(() => {
    later = 0;
  });

  let group = 0;
  const prepared = async (under = authorityId, start = clock.now()) => {
    group += 1;
    const { requestId } = await issuing.importRequest({ keyGroupId: `late-${group}` }, start);
    const { issuance } = await issuing.prepare(requestId, under);
    return { requestId, approve: () => issuing.approve(issuance.issuanceId, issuance.tbsSha256) };
  };
  const stateOf = async (requestId: string): Promise<string> =>
    value(await issuing.world.client.requests.show({ requestId })).issuances.at(-1)?.state ?? '';

  test('until the next day it is signed', async () => {
    const { approve } = await prepared();
    later = 23 * HOUR_MS;
    value(await approve());
  });

  test('after more than a day it is refused, stays prepared, and can be prepared anew', async () => {
    const { approve, requestId } = await prepared();
    later = 25 * HOUR_MS;
    expect(await approve()).toMatchObject({
      error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'WINDOW_STARTED' }] } },
    });
    expect(await stateOf(requestId)).toBe('prepared');
    const again = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(again.issuance.issuanceId, again.issuance.tbsSha256));
  });

  test('one that begins later waits until then', async () => {
    const { approve } = await prepared(authorityId, new Date(clock.now().getTime() + 5 * DAY_MS));
    later = 5 * DAY_MS;
    value(await approve());
  });

  test('one that has ended meanwhile is refused and stays prepared', async () => {
    const { approve, requestId } = await prepared();
    later = 11 * DAY_MS;
    const end = await approve();
    expect(end).toMatchObject({ error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'WINDOW_PAST' }] } } });
    expect(await stateOf(requestId)).toBe('prepared');
  });

  test('under an authority that has ended meanwhile nothing is signed', async () => {
    const { authorityId: short } = await issuing.createAuthority({ name: 'Short', validityDays: 5 });
    const { approve, requestId } = await prepared(short, new Date(clock.now().getTime() + 3 * DAY_MS));
    later = 6 * DAY_MS;
    expect(faultOf(await approve())).toBe('AUTHORITY_EXPIRED');
    expect(await stateOf(requestId)).toBe('prepared');
  });

  test('an authority that begins later signs nothing before, neither for partners nor below it', async () => {
    const notBefore = new Date(clock.now().getTime() + DAY_MS).toISOString();
    const { authorityId: next, subject } = await issuing.createAuthority({ name: 'Next', notBefore });
    expect(subject).toContain('Next');
    const { requestId } = await issuing.importRequest({ keyGroupId: 'early' });
    const wish = { requestId, authorityId: next, purpose: 'tls-client' as const, strike: nothingStruck, services: [] };
    expect(faultOf(await issuing.world.client.requests.prepare(wish))).toBe('AUTHORITY_NOT_YET_VALID');
    const child = { spec: issuing.spec({ name: 'Below', parentId: next, validityDays: 100, pathLength: 0 }) };
    expect(faultOf(await issuing.world.client.authorities.create(child, issuing.world.person))).toBe(
      'AUTHORITY_NOT_YET_VALID',
    );
  });

  test('under a retired authority no other one is made', async () => {
    const { authorityId: old, name } = await issuing.createAuthority({ name: 'Old parent' });
    value(await issuing.world.client.authorities.retire({ authorityId: old, confirm: name }));
    const child = { spec: issuing.spec({ name: 'Orphan', parentId: old, validityDays: 100, pathLength: 0 }) };
    expect(faultOf(await issuing.world.client.authorities.create(child, issuing.world.person))).toBe('AUTHORITY_STATE');
  });

  test('cross certificates wait for no key: a rollover with them begins now', async () => {
    const notBefore = new Date(clock.now().getTime() + DAY_MS).toISOString();
    const spec = issuing.spec({ name: 'Root 2', subject: issuing.spec().subject, notBefore });
    const end = await issuing.world.client.authorities.rollOver(
      { authorityId, spec, cross: true },
      issuing.world.person,
    );
    expect(end).toMatchObject({
      error: { code: 'AUTHORITY_SPEC_REFUSED', data: { findings: [{ code: 'CROSS_NOT_YET', path: 'notBefore' }] } },
    });
  });
});
