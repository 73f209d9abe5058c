import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { opensslMissing } from '../../pki/testing/openssl.ts';
import { opensslFolder } from '../../pki/testing/openssl-files.ts';
import { type IssuingWorld, issuingWorld } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('revocation (needs SoftHSM)', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  beforeAll(async () => {
    issuing = await issuingWorld();
    authorityId = (await issuing.createAuthority()).authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  const client = () => issuing.world.client;
  async function issued(group: string): Promise<string> {
    const { requestId } = await issuing.importRequest({ keyGroupId: group });
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    const shown = value(await client().requests.show({ requestId }));
    return shown.issuances[0]?.certificateId ?? '';
  }
  const crl = async () => value(await client().crl.issue({ authorityId }, issuing.world.person)).crl;
  const entries = async () =>
    value(await client().crl.show({ authorityId, offset: 0, limit: 100 })).entries.map(
      ({ certificateId, serialNumber, reason }) => `${certificateId ?? serialNumber} ${reason ?? 'none'}`,
    );
  const one = (certificateId: string) => ({ targets: [{ certificateId }], note: '', confirm: 'cpo.example.org' });
  const standing = async (certificateId: string) =>
    value(await client().certificates.show({ certificateId })).certificate.revocation;
  const status = async () => value(await client().crl.status({})).authorities[0];

  test('an authority without a list says so', async () => {
    expect(await status()).toMatchObject({ standing: 'none', pending: 0, canSign: true, catchUp: false });
    expect(faultOf(await client().crl.show({ authorityId, offset: 0, limit: 1 }))).toBe('CRL_NOT_FOUND');
  });

  test('a revoked certificate stands on the next list, with its reason, and no path over it holds', async () => {
    const certificateId = await issued('revoked');
    const preview = value(await client().revocations.preview({ targets: [{ certificateId }] }));
    expect(preview.confirm).toBe('cpo.example.org');
    value(await client().revocations.revoke({ ...one(certificateId), reason: 'keyCompromise', note: 'card lost' }));
    expect(await standing(certificateId)).toMatchObject({
      state: 'revoked',
      reason: 'keyCompromise',
      note: 'card lost',
    });
    expect(await status()).toMatchObject({ pending: 1, revoked: 1 });
    const before = value(await client().certificates.view({ certificateId })).path;
    expect([before.verdict, before.path[0]?.verdict]).toEqual(['invalid', 'invalid']);
    expect(before.checks.filter(({ code }) => code === 'REVOKED')).toHaveLength(1);
    const { number, entries: count } = await crl();
    expect({ number, count }).toEqual({ number: '1', count: 1 });
    expect(await entries()).toEqual([`${certificateId} keyCompromise`]);
    expect(await status()).toMatchObject({ standing: 'current', pending: 0 });
    const { path } = value(await client().certificates.view({ certificateId }));
    expect(path.verdict).toBe('invalid');
    expect(path.checks.filter(({ code }) => code === 'REVOKED')).toHaveLength(1);
  });

  test('of a choice of many what cannot be meant is told beside what can, and nothing is hidden', async () => {
    const certificateId = await issued('many');
    const targets = [{ certificateId }, { certificateId: 'nowhere' }, { certificateId }];
    expect(faultOf(await client().revocations.preview({ targets }))).toBe('REVOCATION_TARGET');
    const preview = value(await client().revocations.preview({ targets, each: true }));
    expect(preview.targets).toMatchObject([{ certificateId, commonName: 'cpo.example.org' }]);
    expect(preview.targets[0]?.partyIds.length).toBeGreaterThan(0);
    expect(preview.unfit).toEqual([
      { index: 1, reason: 'no-certificate' },
      { index: 2, reason: 'twice', name: 'cpo.example.org' },
    ]);
    // Revoking itself stays all or none.
    const wish = { targets, note: '', confirm: preview.confirm, reason: 'superseded' as const };
    expect(faultOf(await client().revocations.revoke(wish))).toBe('REVOCATION_TARGET');
  });

  test('a hold can be released; the next list drops it', async () => {
    const certificateId = await issued('held');
    value(await client().revocations.hold(one(certificateId)));
    expect(await standing(certificateId)).toMatchObject({ state: 'held', reason: 'certificateHold' });
    await crl();
    expect(await entries()).toContain(`${certificateId} certificateHold`);
    value(await client().revocations.release(one(certificateId)));
    expect(await standing(certificateId)).toBeUndefined();
    await crl();
    expect((await entries()).join()).not.toContain(certificateId);
  });

  test('a hold that becomes a revocation counts from the hold', async () => {
    const certificateId = await issued('held-then-revoked');
    const held = value(await client().revocations.hold(one(certificateId))).revocations[0];
    const revoked = value(await client().revocations.revoke({ ...one(certificateId), reason: 'superseded' }));
    expect(revoked.revocations[0]).toMatchObject({
      state: 'revoked',
      reason: 'superseded',
      revokedAt: held?.revokedAt,
    });
  });

  test('what is revoked stays revoked', async () => {
    const certificateId = await issued('final');
    value(await client().revocations.revoke({ ...one(certificateId), reason: 'unspecified' }));
    expect(faultOf(await client().revocations.release(one(certificateId)))).toBe('REVOCATION_STATE');
    expect(faultOf(await client().revocations.hold(one(certificateId)))).toBe('REVOCATION_STATE');
    const again = { ...one(certificateId), reason: 'superseded' as const };
    expect(faultOf(await client().revocations.revoke(again))).toBe('REVOCATION_STATE');
  });

  test('another name typed revokes nothing, and the refusal is on record', async () => {
    const certificateId = await issued('mistyped');
    const wish = { ...one(certificateId), reason: 'superseded' as const, confirm: 'cpo.example.com' };
    expect(faultOf(await client().revocations.revoke(wish))).toBe('CONFIRMATION_WRONG');
    expect(await standing(certificateId)).toBeUndefined();
    expect((await issuing.world.audit()).at(-1)).toBe('certificate.revoked.refused CONFIRMATION_WRONG');
  });

  test('a certificate that was never seen is revoked by its serial number', async () => {
    const targets = [{ authorityId, serialNumber: '0x0A:BC' }];
    const wish = { targets, note: '', reason: 'superseded' as const, confirm: '0abc' };
    value(await client().revocations.revoke(wish));
    await crl();
    expect(await entries()).toContain('0abc superseded');
  });

  test('several are revoked together, all or none, with one entry', async () => {
    const ids = [await issued('bulk-1'), await issued('bulk-2')];
    const targets = ids.map((certificateId) => ({ certificateId }));
    const wish = { note: '', reason: 'cessationOfOperation' as const };
    const broken = [...targets, { authorityId, serialNumber: 'xyz' }];
    expect(faultOf(await client().revocations.revoke({ ...wish, targets: broken, confirm: '3' }))).toBe(
      'REVOCATION_TARGET',
    );
    expect(await standing(ids[0] ?? '')).toBeUndefined();
    const before = (await issuing.world.audit()).filter((event) => event === 'certificate.revoked').length;
    value(await client().revocations.revoke({ ...wish, targets, confirm: '2' }));
    const after = (await issuing.world.audit()).filter((event) => event === 'certificate.revoked').length;
    expect(after).toBe(before + 1);
    const { rows } = value(await client().certificates.list({ offset: 0, limit: 100 }));
    const states = ids.map((id) => rows.find(({ certificateId }) => certificateId === id)?.revocation?.state);
    expect(states).toEqual(['revoked', 'revoked']);
  });

  test('a root is on no list of its own', async () => {
    const { certificateId = '' } = value(await client().authorities.show({ authorityId })).authority;
    const wish = { targets: [{ certificateId }], note: '', confirm: 'Root', reason: 'keyCompromise' as const };
    expect(await client().revocations.revoke(wish)).toMatchObject({
      error: { code: 'REVOCATION_TARGET', data: { reason: 'root' } },
    });
  });

  test('a suspicion that begins in the future is refused', async () => {
    const certificateId = await issued('future');
    const wish = { ...one(certificateId), reason: 'keyCompromise' as const, invalidSince: '2999-01-01T00:00:00.000Z' };
    expect(faultOf(await client().revocations.revoke(wish))).toBe('REVOCATION_DATE');
  });

  test('a compromised authority key shows what it signed', async () => {
    const { certificateId = '' } = value(await client().authorities.show({ authorityId })).authority;
    const touched = value(await client().revocations.compromised({ certificateId, offset: 0, limit: 100 }));
    expect(touched.authority).toMatchObject({ authorityId });
    expect(touched.sameKey.map((row) => row.certificateId)).toEqual([certificateId]);
    expect(touched.issued.length).toBe(touched.total);
    expect(touched.total).toBeGreaterThan(5);
  });

  test.skipIf(opensslMissing)('OpenSSL takes the list and refuses the revoked certificate with it', async () => {
    const good = await issued('openssl-good');
    const bad = await issued('openssl-bad');
    value(await client().revocations.revoke({ ...one(bad), reason: 'keyCompromise' }));
    await crl();
    using folder = opensslFolder();
    const list = value(await client().crl.export({ authorityId, format: 'pem' }));
    expect(list.suggestedName).toMatch(/^Root-\d+\.crl\.pem$/);
    folder.write('crl', list.content);
    folder.write('ca', value(await client().authorities.export({ authorityId, format: 'pem' })).content);
    const file = async (certificateId: string) =>
      value(await client().certificates.export({ certificateId, format: 'pem' })).content;
    folder.write('good', await file(good));
    folder.write('bad', await file(bad));
    folder.run('crl', '-in', '@crl', '-CAfile', '@ca', '-verify', '-noout');
    const verify = ['verify', '-crl_check', '-CAfile', '@ca', '-CRLfile', '@crl'];
    folder.run(...verify, '@good');
    expect(() => folder.run(...verify, '@bad')).toThrow(/certificate revoked/);
  });

  test('a retired authority still issues its lists', async () => {
    value(await client().authorities.retire({ authorityId, confirm: 'Root' }));
    const before = BigInt((await status())?.current?.number ?? '0');
    expect(BigInt((await crl()).number)).toBe(before + 1n);
  });
});
