import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IssuanceView } from '../../../../shared/contract/authorities.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { faultOf, typist, value } from '../../core-for-tests.ts';
import { readTbsCertificate } from '../../pki/certificate-read.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from './issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;

describe.runIf(why === undefined)('between showing, approving and signing', () => {
  let issuing: IssuingWorld;
  let authorityId: string;
  let requestId: string;
  let issuance: IssuanceView;
  let count = 0;

  beforeAll(async () => {
    issuing = await issuingWorld();
    authorityId = (await issuing.createAuthority()).authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());
  beforeEach(async () => {
    count += 1;
    requestId = (await issuing.importRequest({ keyGroupId: `group-${count}` })).requestId;
    issuance = (await issuing.prepare(requestId, authorityId)).issuance;
  });

  /** Changes the database behind core's back, as whoever can write the file. */
  function tamper(statement: string, ...values: unknown[]): void {
    const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
    try {
      expect(file.prepare(statement).run(...values).changes).toBeGreaterThan(0);
    } finally {
      file.close();
    }
  }
  function look(statement: string, ...values: unknown[]): unknown {
    const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
    try {
      return file.prepare(statement).get(...values);
    } finally {
      file.close();
    }
  }
  const issuedCount = (): number =>
    (look(`select count(*) as n from certificates where source = 'issued'`) as { n: number }).n;

  /** The approval fails with this code, nothing reached the token, and the refusal is on record. */
  async function neverSigned(code: string, tbsSha256 = issuance.tbsSha256): Promise<void> {
    const before = issuedCount();
    expect(faultOf(await issuing.approve(issuance.issuanceId, tbsSha256))).toBe(code);
    expect(issuedCount()).toBe(before);
    // The token was unlocked for this batch alone.
    const audit = await issuing.world.audit();
    expect(audit.filter((event) => event !== 'token.sign-out').at(-1)).toBe(`issuance.signing.refused ${code}`);
  }
  const tryToPrepare = (of: string) =>
    issuing.world.client.requests.prepare({
      requestId: of,
      authorityId,
      purpose: 'tls-client',
      strike: nothingStruck,
      services: [],
    });
  const changedTbs = (): Uint8Array => {
    // A letter of the last id: the shape stays, the meaning does not.
    const at = Buffer.from(issuance.tbs).lastIndexOf('DE-GDF');
    return Uint8Array.from(Buffer.from(issuance.tbs)).with(at + 5, 'X'.charCodeAt(0));
  };

  test('unchanged bytes are signed once and not again', async () => {
    const before = issuedCount();
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    expect(issuedCount()).toBe(before + 1);
    await neverSigned('ISSUANCE_STATE');
  });

  test('changed bytes are never signed', async () => {
    tamper('update issuances set tbs = ? where issuance_id = ?', changedTbs(), issuance.issuanceId);
    await neverSigned('ISSUANCE_CHANGED');
  });

  test('changed bytes with their hash are not those that were shown', async () => {
    const tbs = changedTbs();
    const statement = 'update issuances set tbs = ?, tbs_sha256 = ? where issuance_id = ?';
    tamper(statement, tbs, sha256(tbs), issuance.issuanceId);
    await neverSigned('ISSUANCE_CHANGED');
  });

  test('bytes that claim more than the request are refused even when they were shown', async () => {
    const tbs = changedTbs();
    const statement = 'update issuances set tbs = ?, tbs_sha256 = ? where issuance_id = ?';
    tamper(statement, tbs, sha256(tbs), issuance.issuanceId);
    await neverSigned('ISSUANCE_REFUSED', sha256(tbs));
  });

  test('bytes with anything else than request, policy and authority give are refused even when they were shown', async () => {
    const read = readTbsCertificate(issuance.tbs, defaultOidProfile);
    const usage = read.ok ? read.value.extensions.find(({ oid }) => oid === '2.5.29.15') : undefined;
    // keyCertSign instead of digitalSignature.
    const tbs = Uint8Array.from(issuance.tbs).with((usage?.end ?? 0) - 1, 0x80 ^ 0xff);
    const statement = 'update issuances set tbs = ?, tbs_sha256 = ? where issuance_id = ?';
    tamper(statement, tbs, sha256(tbs), issuance.issuanceId);
    await neverSigned('ISSUANCE_REFUSED', sha256(tbs));
  });

  test('a changed hash is noticed', async () => {
    tamper('update issuances set tbs_sha256 = ? where issuance_id = ?', '0'.repeat(64), issuance.issuanceId);
    await neverSigned('ISSUANCE_CHANGED');
  });

  test('a changed serial number is noticed', async () => {
    tamper('update issuances set serial = ? where issuance_id = ?', '0102', issuance.issuanceId);
    await neverSigned('ISSUANCE_CHANGED');
  });

  test('changed times are noticed', async () => {
    tamper(`update issuances set not_after = '2099-01-01T00:00:00.000Z' where issuance_id = ?`, issuance.issuanceId);
    await neverSigned('ISSUANCE_CHANGED');
  });

  test('a changed purpose is noticed', async () => {
    tamper(`update issuances set purpose = 'tls-server' where issuance_id = ?`, issuance.issuanceId);
    await neverSigned('ISSUANCE_REFUSED');
  });

  test('a changed request is noticed', async () => {
    const { der } = look('select der from requests where request_id = ?', requestId) as { der: Buffer };
    tamper('update requests set der = ? where request_id = ?', Uint8Array.from(der).with(60, 0x41), requestId);
    await neverSigned('REQUEST_UNSIGNABLE');
  });

  test('another sound request in its place is noticed', async () => {
    const other = await issuing.importRequest({ keyGroupId: `other-${count}` });
    const { der } = look('select der from requests where request_id = ?', other.requestId) as { der: Buffer };
    tamper(`update requests set sha256 = 'moved' where request_id = ?`, other.requestId);
    tamper('update requests set der = ?, sha256 = ? where request_id = ?', der, sha256(der), requestId);
    await neverSigned('ISSUANCE_REFUSED');
  });

  test('an approval of other bytes is refused', async () => {
    const other = await issuing.importRequest({ keyGroupId: `another-${count}` });
    const { issuance: second } = await issuing.prepare(other.requestId, authorityId);
    await neverSigned('ISSUANCE_CHANGED', second.tbsSha256);
  });

  test('a policy that has become narrower counts', async () => {
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy: { ...policy, maxLifetimeDays: 1 } }));
    await neverSigned('ISSUANCE_REFUSED');
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy }));
  });

  test('a policy that refuses what an earlier one has clipped counts', async () => {
    const { client } = issuing.world;
    const narrow = { ...policy, maxLifetimeDays: 5 };
    value(await client.authorities.setPolicy({ authorityId, policy: narrow }));
    issuance = (await issuing.prepare(requestId, authorityId)).issuance;
    expect(issuance.clips.map(({ code }) => code)).toContain('NOT_AFTER_POLICY');
    value(await client.authorities.setPolicy({ authorityId, policy: { ...narrow, beyond: 'refuse' } }));
    try {
      await neverSigned('ISSUANCE_REFUSED');
    } finally {
      value(await client.authorities.setPolicy({ authorityId, policy }));
    }
  });

  test('while a certificate is being signed no other one is prepared for the request', async () => {
    tamper(`update requests set state = 'signing' where request_id = ?`, requestId);
    expect(faultOf(await tryToPrepare(requestId))).toBe('REQUEST_STATE');
  });

  test('the name of the authority in another spelling is still its name', async () => {
    const subject = [
      { type: 'CN', value: 'ROOT' },
      { type: 'C', value: 'DE' },
    ] as const;
    const request = await issuing.importRequest({ keyGroupId: `named-${count}`, subject });
    expect(await tryToPrepare(request.requestId)).toMatchObject({
      error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'SUBJECT_OF_AUTHORITY' }] } },
    });
  });

  test('another place of the CRL needs other bytes', async () => {
    const crlUrl = 'http://crl.example.org/root.crl';
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy: { ...policy, crlUrl } }));
    await neverSigned('ISSUANCE_REFUSED');
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy }));
  });

  test('another certificate of the authority is noticed, in its row and in the inventory', async () => {
    const statement = 'select certificate_sha256 as sha from authorities where authority_id = ?';
    const { sha } = look(statement, authorityId) as { sha: string };
    tamper('update authorities set certificate_sha256 = ? where authority_id = ?', '0'.repeat(64), authorityId);
    await neverSigned('AUTHORITY_ALTERED');
    tamper('update authorities set certificate_sha256 = ? where authority_id = ?', sha, authorityId);
    const own = look(
      'select d.row, d.der from certificate_ders d join certificates c on c.row = d.row where c.sha256 = ?',
      sha,
    ) as { row: number; der: Buffer };
    const bytes = Uint8Array.from(own.der);
    tamper('update certificate_ders set der = ? where row = ?', bytes.with(60, (bytes[60] ?? 0) ^ 1), own.row);
    await neverSigned('AUTHORITY_ALTERED');
    tamper('update certificate_ders set der = ? where row = ?', own.der, own.row);
  });

  test('another key of the authority is noticed', async () => {
    const statement = 'select spki from authorities where authority_id = ?';
    const { spki } = look(statement, authorityId) as { spki: Buffer };
    const other = Uint8Array.from(spki).with(40, (spki[40] ?? 0) ^ 1);
    tamper('update authorities set spki = ? where authority_id = ?', other, authorityId);
    await neverSigned('AUTHORITY_ALTERED');
    tamper('update authorities set spki = ? where authority_id = ?', spki, authorityId);
  });

  test('what was issued and set back is not issued again', async () => {
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    tamper(`update issuances set state = 'prepared' where issuance_id = ?`, issuance.issuanceId);
    tamper(`update requests set state = 'prepared' where request_id = ?`, requestId);
    await neverSigned('ISSUANCE_STATE');
  });

  test('two approvals at once give one certificate', async () => {
    const before = issuedCount();
    const ends = await Promise.all([
      issuing.approve(issuance.issuanceId, issuance.tbsSha256),
      issuing.approve(issuance.issuanceId, issuance.tbsSha256),
    ]);
    expect(ends.map((end) => faultOf(end)).toSorted()).toEqual(['ISSUANCE_STATE', 'succeeded']);
    expect(issuedCount()).toBe(before + 1);
  });

  test('the same issuance twice in one batch signs nothing', async () => {
    const before = issuedCount();
    const approval = { issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 };
    const end = await issuing.world.client.requests.approve({ approvals: [approval, approval] }, issuing.world.person);
    expect(faultOf(end)).toBe('ISSUANCE_STATE');
    expect(issuedCount()).toBe(before);
  });

  test('bytes that change while the PIN is asked are not signed', async () => {
    const { tokenUri, world } = issuing;
    value(await world.client.tokens.signOut({ tokenUri }));
    const person = typist(() => world.client, { pin: '12ä456' });
    const before = issuedCount();
    const end = await world.client.requests.approve(
      { approvals: [{ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 }] },
      {
        onItem: async (item) => {
          if (item.kind === 'prompt')
            tamper('update issuances set tbs = ? where issuance_id = ?', changedTbs(), issuance.issuanceId);
          await person.onItem(item);
        },
      },
    );
    expect(person.asked).toHaveLength(1);
    expect(faultOf(end)).toBe('ISSUANCE_CHANGED');
    expect(issuedCount()).toBe(before);
  });

  test('an issuance that was dropped is not signed', async () => {
    value(await issuing.world.client.requests.drop({ issuanceId: issuance.issuanceId }));
    await neverSigned('ISSUANCE_STATE');
  });

  test('a retired authority signs nothing', async () => {
    const { authorityId: other, name } = await issuing.createAuthority({ name: `Old ${count}` });
    const request = await issuing.importRequest({ keyGroupId: `retired-${count}` });
    issuance = (await issuing.prepare(request.requestId, other)).issuance;
    expect(faultOf(await issuing.world.client.authorities.retire({ authorityId: other, confirm: 'x' }))).toBe(
      'CONFIRMATION_WRONG',
    );
    value(await issuing.world.client.authorities.retire({ authorityId: other, confirm: name }));
    await neverSigned('AUTHORITY_STATE');
  });
});
