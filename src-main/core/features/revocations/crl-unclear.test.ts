import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { addModule, faultOf, value } from '../../core-for-tests.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('a revocation list that is cut off (needs SoftHSM)', () => {
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
    value(await client().tokens.restartHost({ moduleId: issuing.moduleId }));
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  const client = () => issuing.world.client;
  const issue = () => client().crl.issue({ authorityId }, issuing.world.person);
  const lists = async () =>
    value(await client().crl.list({ authorityId, offset: 0, limit: 100 })).rows.map(
      ({ number, state }) => `${number} ${state}`,
    );
  const serials = async () =>
    value(await client().crl.show({ authorityId, offset: 0, limit: 100 })).entries.map((one) => one.serialNumber);
  const revoke = async (serialNumber: string) =>
    value(
      await client().revocations.revoke({
        targets: [{ authorityId, serialNumber }],
        reason: 'superseded',
        note: '',
        confirm: serialNumber,
      }),
    );

  test('in the token, with the signature made: it is unclear and its number is never used again', async () => {
    value(await issue());
    lost.add('sign.sign');
    expect(faultOf(await issue())).toBe('HOST_CRASHED');
    lost.clear();
    expect(await lists()).toEqual(['2 unclear', '1 issued']);
    value(await issue());
    expect(await lists()).toEqual(['3 issued', '2 unclear', '1 issued']);
  });

  test('between signature and storage: found at the next start, told, and its number stays used', async () => {
    const { number } = value(await issue()).crl;
    run("update crls set state = 'signing' where number like ?", `%${BigInt(number).toString(16)}`);
    await issuing.world.again();
    expect(await lists()).toContain(`${number} unclear`);
    expect((await issuing.world.audit()).filter((event) => event === 'crl.unclear').length).toBeGreaterThan(0);
    expect(BigInt(value(await issue()).crl.number)).toBe(BigInt(number) + 1n);
  });

  test('refused by the person who is asked: nothing was claimed', async () => {
    const before = await lists();
    value(await client().tokens.signOut({ tokenUri: issuing.tokenUri }));
    const end = await client().crl.issue(
      { authorityId },
      {
        onItem: async (item) => {
          if (item.kind === 'prompt') await client().tokens.cancelPrompt({ promptId: item.prompt.promptId });
        },
      },
    );
    expect(faultOf(end)).toBe('PIN_CANCELLED');
    expect(await lists()).toEqual(before);
  });

  test('a certificate of which nobody knows whether it was signed stands on every list', async () => {
    value(await client().tokens.signIn({ tokenUri: issuing.tokenUri }, issuing.world.person));
    const { requestId } = await issuing.importRequest({ keyGroupId: 'lost' });
    const { issuance } = await issuing.prepare(requestId, authorityId);
    lost.add('sign.sign');
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('HOST_CRASHED');
    lost.clear();
    expect(value(await client().crl.status({})).authorities[0]).toMatchObject({ unclear: 1, pending: 1 });
    value(await issue());
    expect(await serials()).toContain(issuance.serialNumber);
    value(await issue());
    expect(await serials()).toContain(issuance.serialNumber);
  });

  test('the database itself refuses a number that goes back, and a revocation that is taken back', async () => {
    await revoke('0a0b');
    expect(() => run("update revocations set state = 'released' where serial = '0a0b'")).toThrow(/for good/);
    expect(() => run("delete from revocations where serial = '0a0b'")).toThrow(/never removed/);
    expect(() => run('delete from crls')).toThrow(/never removed/);
    const copy = `insert into crls select 'x', authority_id, number, 'issued', null, null, null, null, this_update,
      next_update, 0, created_at, created_by, null from crls limit 1`;
    expect(() => run(copy)).toThrow(/never goes back/);
  });

  test('a workspace that was set back issues and revokes nothing until it has read the newest list', async () => {
    const file = join(issuing.world.workspacePath, 'pki.db');
    const older = join(issuing.world.folder, 'older.db');
    run(`vacuum into '${older}'`);
    await revoke('0c0d');
    const newest = value(await issue()).crl;
    const exported = value(await client().crl.export({ authorityId, format: 'der' })).content;
    const first = value(await client().crl.list({ authorityId, offset: 0, limit: 100 })).rows.at(-1);
    const stale = value(await client().crl.export({ authorityId, crlId: first?.crlId ?? '', format: 'der' })).content;

    await issuing.world.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    copyFileSync(older, file);
    await issuing.world.again();
    value(await client().workspace.acknowledge({}));
    await addModule(issuing.world, issuing.module.modulePath);
    value(await client().tokens.signIn({ tokenUri: issuing.tokenUri }, issuing.world.person));

    expect(value(await client().crl.status({})).authorities[0]).toMatchObject({ catchUp: true });
    expect(faultOf(await issue())).toBe('CATCH_UP_NEEDED');
    const targets = [{ authorityId, serialNumber: '0e0f' }];
    const wish = { targets, reason: 'superseded' as const, note: '', confirm: '0e0f' };
    expect(faultOf(await client().revocations.revoke(wish))).toBe('CATCH_UP_NEEDED');
    const { requestId } = await issuing.importRequest({ keyGroupId: 'after-restore' });
    const prepare = { requestId, authorityId, purpose: 'tls-client' as const, strike: nothingStruck, services: [] };
    expect(faultOf(await client().requests.prepare(prepare))).toBe('CATCH_UP_NEEDED');

    const readUp = (content: Uint8Array) =>
      client().crl.catchUp({ authorityId, source: { name: 'newest.crl', content } });
    expect(await readUp(stale)).toMatchObject({ error: { code: 'CRL_REFUSED', data: { reason: 'older' } } });
    expect(faultOf(await client().crl.catchUp({ authorityId, confirm: 'Root' }))).toBe('CRL_REFUSED');
    const broken = exported.map((octet, i) => (i === exported.length - 3 ? octet ^ 1 : octet));
    expect(faultOf(await readUp(broken))).toBe('CRL_REFUSED');
    expect(value(await readUp(exported))).toMatchObject({ added: 1, status: { catchUp: false } });
    expect(BigInt(value(await issue()).crl.number)).toBe(BigInt(newest.number) + 1n);
    expect(await serials()).toContain('0c0d');
    await issuing.prepare(requestId, authorityId);
  });

  function run(statement: string, ...values: unknown[]): void {
    const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
    try {
      file.prepare(statement).run(...values);
    } finally {
      file.close();
    }
  }
});
