import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { addModule, coreWorld, type CoreWorld, faultOf, realHosts, value } from '../../core-for-tests.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { writePem } from '../../pki/pem.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { issueLeaf, makeRoot, pemOf, source } from '../certificates/issue-for-tests.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;

describe.runIf(why === undefined)('the certificates above a linked authority', () => {
  let home: IssuingWorld;
  let world: CoreWorld;
  let rootPem: Uint8Array;
  let authorityId: string;
  let requestId: string;
  let withoutIssuer: unknown;
  let forServers: unknown;

  beforeAll(async () => {
    home = await issuingWorld();
    const root = await home.createAuthority();
    const child = await home.createAuthority({
      name: 'Issuing',
      parentId: root.authorityId,
      validityDays: 365,
      pathLength: 0,
      kinds: ['tls-client'],
    });
    const exported = async (id: string, format: 'pem' | 'chain-pem') =>
      value(await home.world.client.authorities.export({ authorityId: id, format })).content;
    rootPem = await exported(root.authorityId, 'pem');
    const issuingPem = await exported(child.authorityId, 'pem');
    world = await coreWorld({ spawnHost: realHosts(home.module.env), secrets: { pin: home.module.pin } });
    await addModule(world, home.module.modulePath);
    withoutIssuer = await link(issuingPem);
    const both = new Uint8Array(Buffer.concat([issuingPem, rootPem]));
    forServers = await link(both, { kinds: ['tls-client', 'tls-server'] });
    const linked = value(await link(both)).authority;
    expect(linked).toMatchObject({ isRoot: false, foreignParent: true });
    authorityId = linked.authorityId;
    const { der } = makeCsr({ ...sampleSpec, notBefore: undefined, notAfter: undefined }, testKey('ec-p256'));
    const content = new Uint8Array(Buffer.from(writePem('CERTIFICATE REQUEST', der)));
    const { requests } = value(await world.client.requests.import({ sources: [{ name: 'cpo.pem', content }] }));
    requestId = requests[0]?.requestId ?? '';
    value(await prepare());
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  const link = (content: Uint8Array, more: { readonly kinds?: ('tls-client' | 'tls-server')[] } = {}) =>
    world.client.authorities.link(
      {
        name: 'Linked',
        kinds: more.kinds ?? ['tls-client'],
        tokenUri: home.tokenUri,
        padding: 'pkcs1',
        policy,
        certificate: { name: 'ca.pem', content },
      },
      world.person,
    );
  const prepare = () =>
    world.client.requests.prepare({
      requestId,
      authorityId,
      purpose: 'tls-client',
      strike: nothingStruck,
      services: [],
    });
  function tamper(work: (file: Database.Database) => void): void {
    const file = new Database(join(world.workspacePath, 'pki.db'));
    try {
      work(file);
    } finally {
      file.close();
    }
  }
  const rootRow = `(select row from certificates where subject = 'CN=Root,C=DE' and issuer = 'CN=Root,C=DE')`;

  test('must be at hand when it is linked', () => {
    expect(withoutIssuer).toMatchObject({ error: { code: 'LINK_REFUSED', data: { reason: 'no-issuer' } } });
  });

  test('allow it what they say, whoever links it', () => {
    expect(forServers).toMatchObject({ error: { code: 'LINK_REFUSED', data: { reason: 'kinds' } } });
  });

  test('are not removed while it is there', async () => {
    const { rows } = value(await world.client.certificates.list({ offset: 0, limit: 10 }));
    const root = rows.find(({ commonName }) => commonName === 'Root');
    const removed = await world.client.certificates.remove({ certificateId: root?.certificateId ?? '' });
    expect(faultOf(removed)).toBe('CERTIFICATE_IN_USE');
  });

  test('are told when one is missing, and another of the same name and key does not take its place', async () => {
    // What the inventory alone would follow: a certificate of the root's name and key by a stranger, who limits nothing.
    const [spki, subject] = nameAndKeyOf(rootPem);
    const stranger = makeRoot('Stranger');
    const other = issueLeaf(stranger, { isCa: true, spki, subject });
    value(await world.client.certificates.import({ sources: [source(pemOf(other, stranger.der))] }));
    value(await prepare());
    let kept: { row: number; der: Buffer } | undefined;
    tamper((file) => {
      kept = file.prepare(`select row, der from certificate_ders where row = ${rootRow}`).get() as typeof kept;
      file.prepare(`update certificates set sha256 = 'gone' where row = ${rootRow}`).run();
    });
    expect(await prepare()).toMatchObject({
      error: { code: 'AUTHORITY_CHAIN_ALTERED', data: { sha256: sha256Of(kept?.der) } },
    });
    tamper((file) => file.prepare(`update certificates set sha256 = ? where sha256 = 'gone'`).run(sha256Of(kept?.der)));
    const { chainPem } = value(await world.client.authorities.show({ authorityId }));
    expect(chainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    value(await prepare());
  });

  test('are told when one was changed', async () => {
    let kept: { row: number; der: Buffer } | undefined;
    const setDer = 'update certificate_ders set der = ? where row = ?';
    tamper((file) => {
      kept = file.prepare(`select row, der from certificate_ders where row = ${rootRow}`).get() as typeof kept;
      const bytes = Uint8Array.from(kept?.der ?? []);
      file.prepare(setDer).run(bytes.with(60, (bytes[60] ?? 0) ^ 1), kept?.row);
    });
    expect(faultOf(await prepare())).toBe('AUTHORITY_CHAIN_ALTERED');
    tamper((file) => void file.prepare(setDer).run(kept?.der, kept?.row));
  });

  test('another certificate of its own in the record is noticed', async () => {
    const stored = () => {
      let chain = '';
      tamper((file) => {
        const row = file.prepare('select chain from authorities').get() as { chain: string };
        chain = row.chain;
      });
      return chain;
    };
    const before = stored();
    tamper((file) => void file.prepare('update authorities set chain = ?').run('[]'));
    expect(faultOf(await prepare())).toBe('AUTHORITY_ALTERED');
    tamper((file) => void file.prepare('update authorities set chain = ?').run(before));
    value(await prepare());
  });
});

function sha256Of(der: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(der ?? '')
    .digest('hex');
}

function nameAndKeyOf(pem: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const der = new Uint8Array(new X509Certificate(pem).raw);
  const read = readCertificate(der, defaultOidProfile, 'verdicts');
  if (!read.ok) throw new Error(read.error.code);
  const { publicKey, subject } = read.value;
  return [der.slice(publicKey.start, publicKey.end), der.slice(subject.start, subject.end)];
}
