import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { openssl, opensslMissing } from '../../pki/testing/openssl.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from './issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('issuing under an authority in a token', () => {
  let issuing: IssuingWorld;
  let rootId: string;
  let authorityId: string;

  beforeAll(async () => {
    issuing = await issuingWorld();
    rootId = (await issuing.createAuthority()).authorityId;
    const child = await issuing.createAuthority({
      name: 'Issuing',
      parentId: rootId,
      validityDays: 365,
      pathLength: 0,
      kinds: ['tls-client', 'identity'],
    });
    authorityId = child.authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  test('the tree shows both authorities with their certificates and what they issued', async () => {
    const { authorities } = value(await issuing.world.client.authorities.list({}));
    expect(authorities.map(({ name, state, time, isRoot, issued }) => [name, state, time, isRoot, issued])).toEqual([
      ['Root', 'active', 'valid', true, 1],
      ['Issuing', 'active', 'valid', false, 0],
    ]);
    const shown = value(await issuing.world.client.authorities.show({ authorityId }));
    // Its token is locked again, and tells of no private key.
    expect(shown).toMatchObject({ pathLength: 0, keyThere: 'unknown' });
    expect(shown.chainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  test('a request is issued with its ids, and OpenSSL accepts the chain in its strict mode', async () => {
    const { world } = issuing;
    const request = await issuing.importRequest({ keyGroupId: 'group-a' });
    expect(request).toMatchObject({ state: 'received', signatureValid: true, keyGroupId: 'group-a' });
    const { issuance, againstRequest } = await issuing.prepare(request.requestId, authorityId);
    expect(issuance).toMatchObject({ state: 'prepared', clips: [] });
    expect(againstRequest.find(({ name }) => name === 'partyIds')?.same).toBe(true);
    const { issued } = value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    expect(issued).toHaveLength(1);
    const shown = value(await world.client.requests.show({ requestId: request.requestId }));
    expect(shown.request).toMatchObject({ state: 'issued', certificateId: issued[0]?.certificateId });
    expect(shown.issuances.map(({ state }) => state)).toEqual(['issued']);
    const certificate = value(await world.client.certificates.show({ certificateId: issued[0]?.certificateId ?? '' }));
    expect(certificate.certificate).toMatchObject({
      source: 'issued',
      partyIds: ['DEGEF', 'DEGE2'],
      subCpoIds: ['DE*GEF', 'DE*GE2'],
      keyGroupId: 'group-a',
    });
    expect(certificate.links).toMatchObject({ requestId: request.requestId, issuedBy: { authorityId } });
    expect(certificate.chain).toHaveLength(3);
    if (opensslMissing) return;
    const answer = async (format: 'chain-pem' | 'pkcs7' | 'der' | 'renewed-certificate' | 'message') =>
      value(await world.client.requests.answer({ requestId: request.requestId, format }));
    const pem = Buffer.from((await answer('chain-pem')).content).toString('ascii');
    const parts = pem.split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(strictVerify(parts)).toContain(': OK');
    const pkcs7 = openssl(['pkcs7', '-inform', 'DER', '-print_certs', '-noout'], (await answer('pkcs7')).content);
    expect(pkcs7.output.match(/subject=/g)).toHaveLength(3);
    const json = JSON.parse(Buffer.from((await answer('renewed-certificate')).content).toString('utf8'));
    expect(json).toEqual({ certificateChain: pem });
    expect(Buffer.from((await answer('message')).content).toString('utf8')).toContain('DEGEF, DEGE2, DE*GEF');
  });

  test('a request of a key group that was certified before is shown as a replacement', async () => {
    const first = await issuing.importRequest({ keyGroupId: 'group-b' });
    const { issuance } = await issuing.prepare(first.requestId, authorityId);
    const { issued } = value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    const second = await issuing.importRequest({ keyGroupId: 'group-b', subject: [{ type: 'CN', value: 'next' }] });
    expect(second.replaces).toBe(issued[0]?.certificateId);
    const prepared = await issuing.prepare(second.requestId, authorityId);
    expect(prepared.againstPredecessor.find(({ name }) => name === 'subject')?.same).toBe(false);
  });

  test('the same bytes are one request, and what is no CSR is told', async () => {
    const { der } = makeCsr(sampleSpec, testKey('ec-p256'));
    const sources = [
      { name: 'a.der', content: der },
      { name: 'b.der', content: der },
      { name: 'c.txt', content: Uint8Array.of(0x30, 0x80, 0, 0) },
    ];
    const first = value(await issuing.world.client.requests.import({ sources }));
    expect(first).toMatchObject({ added: 1, known: 1 });
    expect(first.refused).toHaveLength(1);
    expect(first.requests).toHaveLength(1);
    expect(value(await issuing.world.client.requests.import({ sources }))).toMatchObject({ added: 0, known: 2 });
  });

  test('ids and names are struck and never added', async () => {
    const request = await issuing.importRequest({ keyGroupId: 'group-c' });
    const ids = { partyIds: ['degef'], subCpoIds: [], subEmspIds: ['DE-GDF'] };
    const { issuance } = await issuing.prepare(request.requestId, authorityId, {
      ids,
      names: [{ kind: 'dns', value: 'cpo.example.org' }],
    });
    const { issued } = value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    const { certificate } = value(
      await issuing.world.client.certificates.show({ certificateId: issued[0]?.certificateId ?? '' }),
    );
    expect(certificate).toMatchObject({ partyIds: ['DEGE2'], subCpoIds: ['DE*GEF', 'DE*GE2'], subEmspIds: [] });
    const other = await issuing.importRequest({ keyGroupId: 'group-d' });
    const wish = { requestId: other.requestId, authorityId, purpose: 'tls-client' as const, services: [] };
    const strike = { ...nothingStruck, ids: { ...nothingStruck.ids, partyIds: ['FRXYZ'] } };
    expect(faultOf(await issuing.world.client.requests.prepare({ ...wish, strike }))).toBe('STRIKE_UNKNOWN');
  });

  test('a purpose that the authority does not have is refused', async () => {
    const request = await issuing.importRequest({ keyGroupId: 'group-e' });
    const wish = { requestId: request.requestId, authorityId, strike: nothingStruck, services: [] };
    expect(await issuing.world.client.requests.prepare({ ...wish, purpose: 'tls-server' })).toMatchObject({
      error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'PURPOSE_NOT_OF_AUTHORITY' }] } },
    });
  });

  test('a long wish is clipped to the policy and told, or refused where the policy says so', async () => {
    const now = new Date();
    const request = await issuing.importRequest({
      keyGroupId: 'group-f',
      notBefore: now,
      notAfter: new Date(now.getTime() + 100 * 86_400_000),
    });
    const { issuance } = await issuing.prepare(request.requestId, authorityId);
    expect(issuance.clips.map(({ code }) => code)).toContain('NOT_AFTER_POLICY');
    const policy = { maxLifetimeDays: 30, beyond: 'refuse', backdateMinutes: 5, crlUrl: '' } as const;
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy }));
    const wish = { requestId: request.requestId, authorityId, purpose: 'tls-client' as const, strike: nothingStruck };
    expect(await issuing.world.client.requests.prepare({ ...wish, services: [] })).toMatchObject({
      error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'WINDOW_BEYOND_POLICY' }] } },
    });
    value(await issuing.world.client.authorities.setPolicy({ authorityId, policy: { ...policy, beyond: 'clip' } }));
  });

  test('a request without proof of possession, or for an authority, is unsignable and says why', async () => {
    const { der } = makeCsr({ ...sampleSpec, keyGroupId: 'bad' }, testKey('ec-p256'));
    const broken = der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1);
    const { requests } = value(
      await issuing.world.client.requests.import({ sources: [{ name: 'broken.der', content: broken }] }),
    );
    const wish = { authorityId, purpose: 'tls-client' as const, strike: nothingStruck, services: [] };
    expect(
      await issuing.world.client.requests.prepare({ ...wish, requestId: requests[0]?.requestId ?? '' }),
    ).toMatchObject({ error: { code: 'REQUEST_UNSIGNABLE', data: { findings: [{ code: 'POSSESSION_INVALID' }] } } });
  });

  test('a rejected request is answered with its reason and can be taken up again', async () => {
    const request = await issuing.importRequest({ keyGroupId: 'group-g' });
    const { requestId } = request;
    const { issuance } = await issuing.prepare(requestId, authorityId);
    value(await issuing.world.client.requests.reject({ requestId, reason: 'wrong-ids', note: 'ask\nagain' }));
    expect(faultOf(await issuing.approve(issuance.issuanceId, issuance.tbsSha256))).toBe('ISSUANCE_STATE');
    const answer = value(await issuing.world.client.requests.answer({ requestId, format: 'message', language: 'de' }));
    expect(Buffer.from(answer.content).toString('utf8')).toContain('Grund: falsche Kennungen\nAnmerkung: ask again');
    expect((await issuing.prepare(requestId, authorityId)).issuance.state).toBe('prepared');
  });

  test('a batch is signed in its order', async () => {
    const prepared = [];
    for (const name of ['one', 'two', 'three']) {
      const request = await issuing.importRequest({ keyGroupId: `batch-${name}` });
      prepared.push((await issuing.prepare(request.requestId, authorityId)).issuance);
    }
    const approvals = prepared.map(({ issuanceId, tbsSha256 }) => ({ issuanceId, tbsSha256 }));
    const { issued } = value(await issuing.world.client.requests.approve({ approvals }, issuing.world.person));
    expect(issued.map(({ issuanceId }) => issuanceId)).toEqual(prepared.map(({ issuanceId }) => issuanceId));
  });

  test('a service certificate names its modules and sides, and only an identity certificate does', async () => {
    const request = await issuing.importRequest({ keyGroupId: 'service', purpose: 'identity' });
    const wish = { requestId: request.requestId, authorityId, strike: nothingStruck, services: ['cdrs:SENDER'] };
    expect(faultOf(await issuing.world.client.requests.prepare({ ...wish, purpose: 'tls-client' }))).toBe(
      'ISSUANCE_REFUSED',
    );
    const { issuance } = value(await issuing.world.client.requests.prepare({ ...wish, purpose: 'identity' }));
    const { issued } = value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    const { certificate } = value(
      await issuing.world.client.certificates.show({ certificateId: issued[0]?.certificateId ?? '' }),
    );
    expect(certificate.services).toEqual(['cdrs:SENDER']);
  });
});

/** The chain as files, leaf first and root last, for `openssl verify`. */
function strictVerify(parts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-chain-'));
  try {
    const files = parts
      .filter((part) => part !== '')
      .map((part, i) => {
        const path = join(folder, `${i}.pem`);
        writeFileSync(path, part);
        return path;
      });
    const [leaf = '', middle = '', root = ''] = files;
    const args = ['verify', '-x509_strict', '-purpose', 'sslclient', '-trusted', root, '-untrusted', middle, leaf];
    const { stdout, stderr } = spawnSync('openssl', args, { timeout: 30_000 });
    return `${stdout.toString('utf8')}${stderr.toString('utf8')}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
