import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { type IssuingWorld, issuingWorld } from './issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('an issuance that is cut off', () => {
  const lost = new Set<string>();
  let issuing: IssuingWorld;
  let authorityId: string;

  beforeAll(async () => {
    issuing = await issuingWorld({ lost });
    authorityId = (await issuing.createAuthority()).authorityId;
  });
  // A host that was killed often in a row stays down until it is asked for.
  beforeEach(async () => {
    lost.clear();
    value(await issuing.world.client.tokens.restartHost({ moduleId: issuing.moduleId }));
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  async function prepared(group: string) {
    const { requestId } = await issuing.importRequest({ keyGroupId: group });
    const { issuance } = await issuing.prepare(requestId, authorityId);
    return { requestId, issuance };
  }
  const shown = async (requestId: string) => value(await issuing.world.client.requests.show({ requestId }));
  const unclear = async () => value(await issuing.world.client.system.status({})).unclear;
  const issued = async (): Promise<number> => {
    const { authorities } = value(await issuing.world.client.authorities.list({}));
    return authorities.find((one) => one.authorityId === authorityId)?.issued ?? -1;
  };

  test('in the token, with the signature made: it is unclear, counts as issued and is not signed again', async () => {
    const { requestId, issuance } = await prepared('lost-answer');
    const before = await issued();
    lost.add('sign.sign');
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('HOST_CRASHED');
    lost.clear();
    const after = await shown(requestId);
    expect(after.request.state).toBe('unclear');
    expect(await unclear()).toEqual({ requests: 1, authorities: 0 });
    expect(after.issuances.map(({ state }) => state)).toEqual(['unclear']);
    expect(await issued()).toBe(before + 1);
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('ISSUANCE_STATE');
    const second = await issuing.prepare(requestId, authorityId);
    expect(second.issuance.serialNumber).not.toBe(issuance.serialNumber);
    expect(await unclear(), 'somebody decided').toEqual({ requests: 0, authorities: 0 });
    value(await issuing.approve(second.issuance.issuanceId, second.issuance.tbsSha256));
    expect((await shown(requestId)).issuances.map(({ state }) => state)).toEqual(['unclear', 'issued']);
    expect(await issued()).toBe(before + 2);
  });

  test('a second try that is given up leaves the first one the open question that it was', async () => {
    const { requestId, issuance } = await prepared('given-up');
    lost.add('sign.sign');
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('HOST_CRASHED');
    lost.clear();
    const second = await issuing.prepare(requestId, authorityId);
    value(await issuing.world.client.requests.drop({ issuanceId: second.issuance.issuanceId }));
    const after = await shown(requestId);
    expect(after.request.state).toBe('unclear');
    expect(after.issuances.map(({ state }) => state)).toEqual(['unclear', 'dropped']);
    value(await issuing.world.client.requests.reject({ requestId, reason: 'other', note: '' }));
  });

  test('between signature and storage: found at the next start and told', async () => {
    const { requestId, issuance } = await prepared('cut-off');
    const before = await issued();
    setState('signing', requestId, issuance.issuanceId);
    await issuing.world.again();
    const after = await shown(requestId);
    expect(after.request.state).toBe('unclear');
    expect(after.issuances.map(({ state }) => state)).toEqual(['unclear']);
    expect(await issued()).toBe(before + 1);
    const audit = await issuing.world.audit();
    expect(audit.filter((event) => event === 'issuance.unclear' || event === 'request.unclear').slice(-2)).toEqual([
      'issuance.unclear',
      'request.unclear',
    ]);
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('ISSUANCE_STATE');
  });

  test('before the approval was written: it waits as it was', async () => {
    const { requestId, issuance } = await prepared('waiting');
    await issuing.world.again();
    expect((await shown(requestId)).issuances).toMatchObject([
      { state: 'prepared', tbsSha256: issuance.tbsSha256, serialNumber: issuance.serialNumber },
    ]);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
  });

  test('after it was stored: it stays issued', async () => {
    const { requestId, issuance } = await prepared('stored');
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    await issuing.world.again();
    expect((await shown(requestId)).request.state).toBe('issued');
  });

  test('refused for certain by the person who is asked: it is prepared again and can be signed', async () => {
    const { requestId, issuance } = await prepared('cancelled');
    value(await issuing.world.client.tokens.signOut({ tokenUri: issuing.tokenUri }));
    const end = await issuing.world.client.requests.approve(
      { approvals: [{ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 }] },
      {
        onItem: async (item) => {
          if (item.kind === 'prompt')
            await issuing.world.client.tokens.cancelPrompt({ promptId: item.prompt.promptId });
        },
      },
    );
    expect(faultOf(end)).toBe('PIN_CANCELLED');
    expect((await shown(requestId)).request.state).toBe('prepared');
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
  });

  test('an authority whose key was made and never heard of is found and finished', async () => {
    value(await issuing.world.client.tokens.signIn({ tokenUri: issuing.tokenUri }, issuing.world.person));
    lost.add('keys.generate');
    const spec = issuing.spec({ name: 'Lost key' });
    expect(faultOf(await issuing.world.client.authorities.create({ spec }, issuing.world.person))).toBe(
      'OUTCOME_UNKNOWN',
    );
    lost.clear();
    const cut = await authorityNamed('Lost key');
    expect(cut).toMatchObject({ state: 'unclear' });
    expect((await unclear()).authorities).toBe(1);
    const { authority } = value(
      await issuing.world.client.authorities.resolveUnclear({ authorityId: cut.authorityId }, issuing.world.person),
    );
    expect(authority).toMatchObject({ state: 'active', name: 'Lost key' });
    expect((await unclear()).authorities).toBe(0);
  });

  test('an authority whose certificate was signed and never heard of gets another serial number', async () => {
    value(await issuing.world.client.tokens.signIn({ tokenUri: issuing.tokenUri }, issuing.world.person));
    lost.add('sign.sign');
    const spec = issuing.spec({ name: 'Lost signature' });
    expect(faultOf(await issuing.world.client.authorities.create({ spec }, issuing.world.person))).toBe('HOST_CRASHED');
    lost.clear();
    const authorityId = (await authorityNamed('Lost signature')).authorityId;
    const { authority } = value(
      await issuing.world.client.authorities.resolveUnclear({ authorityId }, issuing.world.person),
    );
    expect(authority?.state).toBe('active');
    expect(faultOf(await issuing.world.client.authorities.resolveUnclear({ authorityId }, issuing.world.person))).toBe(
      'AUTHORITY_STATE',
    );
  });

  test('an authority that was planned and cut off before its key is dropped', async () => {
    value(await issuing.world.client.tokens.signIn({ tokenUri: issuing.tokenUri }, issuing.world.person));
    lost.add('keys.generate');
    const spec = issuing.spec({ name: 'No key' });
    await issuing.world.client.authorities.create({ spec }, issuing.world.person);
    lost.clear();
    const { authorityId } = await authorityNamed('No key');
    run('update authorities set key_label = ?, intent_id = ? where authority_id = ?', 'no such key', null, authorityId);
    const resolved = await issuing.world.client.authorities.resolveUnclear({ authorityId }, issuing.world.person);
    expect(value(resolved)).toEqual({});
    const { authorities } = value(await issuing.world.client.authorities.list({}));
    expect(authorities.map(({ name }) => name)).not.toContain('No key');
  });

  async function authorityNamed(name: string) {
    const { authorities } = value(await issuing.world.client.authorities.list({}));
    const found = authorities.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no authority ${name}`);
    return found;
  }
  function run(statement: string, ...values: unknown[]): void {
    const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
    try {
      file.prepare(statement).run(...values);
    } finally {
      file.close();
    }
  }
  /** What a core leaves that ends after it has written `signing`. */
  function setState(state: string, requestId: string, issuanceId: string): void {
    run('update issuances set state = ? where issuance_id = ?', state, issuanceId);
    run('update requests set state = ? where request_id = ?', state, requestId);
  }
});
