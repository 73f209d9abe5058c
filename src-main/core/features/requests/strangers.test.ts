import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { value } from '../../core-for-tests.ts';
import { sampleSpec } from '../../pki/testing/make-csr.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from './issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const ids = (...partyIds: string[]) => ({ ids: { partyIds, subCpoIds: [], subEmspIds: [] } });

describe.runIf(why === undefined)('whose key and whose key group', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  beforeAll(async () => {
    issuing = await issuingWorld();
    authorityId = (await issuing.createAuthority()).authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  type Wish = Parameters<IssuingWorld['importRequest']>[0];
  const certify = async (wish: Wish): Promise<string> => {
    const { requestId } = await issuing.importRequest(wish);
    const { issuance } = await issuing.prepare(requestId, authorityId);
    const { issued } = value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    return issued[0]?.certificateId ?? '';
  };
  /** Changes the database behind core's back. */
  function tamper(statement: string, ...values: unknown[]): void {
    const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
    try {
      expect(file.prepare(statement).run(...values).changes).toBe(1);
    } finally {
      file.close();
    }
  }
  const shown = async (requestId: string) => value(await issuing.world.client.requests.show({ requestId }));
  const codes = (findings: readonly { readonly code: string }[]): readonly string[] =>
    findings.map(({ code }) => code).filter((code) => code.startsWith('KEY_'));

  test('somebody else’s group id makes no replacement, and is told with whose it is', async () => {
    await certify({ keyGroupId: 'squatted', ...ids('DEGEF') });
    const request = await issuing.importRequest({ keyGroupId: 'squatted', ...ids('NLEVL') });
    expect(request.replaces).toBeUndefined();
    const { item, predecessor } = await shown(request.requestId);
    expect(predecessor).toBeUndefined();
    expect(item.findings[0]).toMatchObject({
      code: 'KEY_GROUP_OF_OTHERS',
      severity: 'warning',
      values: { keyGroupId: 'squatted', ids: 'DEGEF' },
    });
    const { issuance, againstPredecessor } = await issuing.prepare(request.requestId, authorityId);
    expect(againstPredecessor).toEqual([]);
    expect(codes(issuance.findings)).toContain('KEY_GROUP_OF_OTHERS');
  });

  test('one party id in common, in whatever case, makes the newest certificate the predecessor', async () => {
    await certify({ keyGroupId: 'renewed', ...ids('DEGEF', 'DEGE2') });
    const newest = await certify({ keyGroupId: 'renewed', ...ids('DEGEF') });
    const request = await issuing.importRequest({ keyGroupId: 'renewed', ...ids('degef', 'FRXYZ') });
    expect(request.replaces).toBe(newest);
    expect(codes((await shown(request.requestId)).item.findings)).not.toContain('KEY_GROUP_OF_OTHERS');
  });

  test('a certificate of another purpose is no predecessor', async () => {
    await certify({ keyGroupId: 'purposes', ...ids('DEGEF') });
    const { requestId } = await issuing.importRequest({ keyGroupId: 'purposes', ...ids('DEGEF', 'DEGE2') });
    const wish = { requestId, authorityId, strike: nothingStruck, services: [] };
    value(await issuing.world.client.requests.prepare({ ...wish, purpose: 'tls-server' }));
    expect((await shown(requestId)).request.replaces).toBeUndefined();
  });

  test('in the series of a certificate only those with a party id in common follow each other', async () => {
    const first = await certify({ keyGroupId: 'series', ...ids('DEGEF') });
    const stranger = await certify({ keyGroupId: 'series', ...ids('NLEVL') });
    const { links } = value(await issuing.world.client.certificates.show({ certificateId: stranger }));
    expect(links).not.toHaveProperty('predecessor');
    const own = value(await issuing.world.client.certificates.show({ certificateId: first }));
    expect(own.links).not.toHaveProperty('successor');
  });

  test('a key that was certified or requested for somebody else is told', async () => {
    await certify({ keyGroupId: 'first-owner', ...ids('ATABC') });
    const { requestId } = await issuing.importRequest({ keyGroupId: 'second-owner', ...ids('CHXYZ') });
    const { findings } = (await shown(requestId)).item;
    expect(codes(findings)).toEqual(['KEY_CERTIFIED_BEFORE', 'KEY_IN_OTHER_REQUEST']);
  });

  test('a server certificate without a name is not prepared', async () => {
    const { requestId } = await issuing.importRequest({ keyGroupId: 'nameless', san: sampleSpec.san.slice(3) });
    const wish = { requestId, authorityId, strike: nothingStruck, services: [] };
    expect(await issuing.world.client.requests.prepare({ ...wish, purpose: 'tls-server' })).toMatchObject({
      error: { code: 'REQUEST_UNSIGNABLE', data: { findings: [{ code: 'SERVER_WITHOUT_NAME' }] } },
    });
    value(await issuing.world.client.requests.prepare({ ...wish, purpose: 'tls-client' }));
  });

  test('the key of an authority is never certified for a partner, whatever became of the authority', async () => {
    const { authorityId: retired, name } = await issuing.createAuthority({ name: 'Leaver' });
    const { requestId } = await issuing.importRequest({ keyGroupId: 'of-authority', ...ids('DEGEF') });
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.world.client.authorities.retire({ authorityId: retired, confirm: name }));
    const { request } = await shown(requestId);
    tamper('update authorities set spki_sha256 = ? where authority_id = ?', request.spkiSha256, retired);
    const findings = [{ code: 'KEY_OF_AUTHORITY' }];
    const refusal = { error: { code: 'REQUEST_UNSIGNABLE', data: { findings } } };
    expect(await issuing.approve(issuance.issuanceId, issuance.tbsSha256)).toMatchObject(refusal);
    const wish = { requestId, authorityId, purpose: 'tls-client' as const, strike: nothingStruck, services: [] };
    expect(await issuing.world.client.requests.prepare(wish)).toMatchObject(refusal);
    expect((await shown(requestId)).item.findings[0]).toMatchObject({ code: 'KEY_OF_AUTHORITY', severity: 'error' });
  });
});
