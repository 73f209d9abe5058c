import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreWorld, type CoreWorld, faultOf, value } from '../../core-for-tests.ts';
import { opensslMissing } from '../../pki/testing/openssl.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { writePkcs7 } from './pkcs7-write.ts';
import { day, issueLeaf, makeRoot, pemOf, sha256Of, source } from './issue-for-tests.ts';

const noHosts = () => Promise.reject(new Error('no hosts in this test'));
const clock = { now: () => day('2026-11-01'), monotonicMs: () => performance.now() };
const page = { offset: 0, limit: 100 };

const root = makeRoot('Inventory root');
const issuing = makeRoot('Inventory issuing', root);
const first = issueLeaf(issuing, {
  commonName: 'Grüne Säule',
  group: 'group-a',
  partyIds: ['DEGEF'],
  subCpoIds: ['DE*GEF'],
  dns: ['first.example.org'],
  notAfter: day('2026-11-20'),
});
const second = issueLeaf(issuing, {
  commonName: 'second',
  group: 'group-a',
  partyIds: ['degef'],
  notBefore: day('2026-07-01'),
});
const old = issueLeaf(issuing, { commonName: 'an old one', partyIds: ['NLABC'], notAfter: day('2026-10-01') });
const later = issueLeaf(issuing, { commonName: 'a later one', partyIds: ['FRXYZ'], notBefore: day('2027-01-01') });

let world: CoreWorld;
beforeAll(async () => {
  world = await coreWorld({ spawnHost: noHosts, clock });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const list = async (query: object = {}) => value(await world.client.certificates.list({ ...page, ...query }));
const names = async (query: object) => (await list(query)).rows.map(({ commonName }) => commonName);
const idOf = async (commonName: string): Promise<string> =>
  (await list()).rows.find((row) => row.commonName === commonName)?.certificateId ?? '';

test('an import keeps each certificate once, and tells what is none', async () => {
  const csr = makeCsr(sampleSpec, testKey('ec-p256')).der;
  const files = [
    source(pemOf(first, second, root.der, issuing.der), 'all.pem'),
    source(old, 'old.cer'),
    source(writePkcs7([later, first]), 'p7.p7b'),
    source(csr, 'request.der'),
    source('nothing', 'note.txt'),
  ];
  const done = value(await world.client.certificates.import({ sources: files }));
  expect([done.added, done.known]).toEqual([6, 1]);
  expect(done.unreadable).toEqual([
    {
      source: 'request.der',
      code: 'NOT_A_CERTIFICATE',
      message: 'This is a certificate signing request.',
      offset: null,
    },
    { source: 'note.txt', code: 'INPUT_NOTHING_FOUND', message: expect.any(String), offset: expect.anything() },
  ]);
  expect(await world.audit()).toContain('certificate.imported');
  expect(value(await world.client.certificates.import({ sources: files })).added).toBe(0);
});

test('the inventory tells whom each certificate speaks for, and where it stands in time', async () => {
  const { total, rows } = await list({ sort: 'commonName' });
  expect(total).toBe(6);
  expect(rows.map(({ commonName, time }) => `${commonName}: ${time}`)).toEqual([
    'a later one: not-yet',
    'an old one: expired',
    'Grüne Säule: ends-soon',
    'Inventory issuing: valid',
    'Inventory root: valid',
    'second: valid',
  ]);
  expect(rows[2]).toMatchObject({
    partyIds: ['DEGEF'],
    subCpoIds: ['DE*GEF'],
    keyGroupId: 'group-a',
    source: 'imported',
  });
});

test.each([
  ['a text in a name, whatever its case', { filter: 'GRÜNE s' }, ['Grüne Säule']],
  ['a text in an alternative name', { filter: 'first.example' }, ['Grüne Säule']],
  ['a text with quotes and stars is no query', { filter: '"first" OR *' }, []],
  ['two characters at the beginning of a name', { filter: 'se' }, ['second']],
  ['two characters at the beginning of an id', { filter: 'nl' }, ['an old one']],
  ['the beginning of a fingerprint with colons', { filter: colons(sha256Of(old)).slice(0, 20) }, ['an old one']],
  ['an id in any letter case', { claims: 'dEgEf' }, ['Grüne Säule', 'second']],
  ['a group', { keyGroupId: 'group-a' }, ['Grüne Säule', 'second']],
  ['a group of another case is another one', { keyGroupId: 'GROUP-A' }, []],
  ['what has expired', { time: 'expired' }, ['an old one']],
  ['what is not valid yet', { time: 'not-yet' }, ['a later one']],
  ['what ends soon', { time: 'ends-soon' }, ['Grüne Säule']],
  ['a source', { source: 'issued' }, []],
])('the list is filtered by %s', async (_what, query, expected) => {
  expect(await names({ ...query, sort: 'commonName' })).toEqual(expected);
});

test('every sort has a stable order both ways', async () => {
  for (const sort of ['addedAt', 'commonName', 'notAfter', 'notBefore', 'keyGroupId', 'issuer'] as const) {
    const up = await names({ sort });
    expect(await names({ sort, descending: true })).toEqual(up.toReversed());
  }
});

test('a page beyond the end is empty and knows the total', async () => {
  expect(await list({ offset: 50 })).toEqual({ total: 6, rows: [] });
});

test('a stored certificate has its chain, and its series has an order', async () => {
  const shown = value(await world.client.certificates.show({ certificateId: await idOf('second') }));
  expect(shown.chain.map(({ commonName }) => commonName)).toEqual(['second', 'Inventory issuing', 'Inventory root']);
  expect(shown.links).toEqual({ predecessor: await idOf('Grüne Säule') });
});

test('a dropped chain is put leaf first, and nothing is stored', async () => {
  const other = issueLeaf(issuing, { commonName: 'dropped' });
  const shown = value(
    await world.client.certificates.view({
      sources: [source(pemOf(root.der, issuing.der, other))],
      purpose: 'tls-client',
    }),
  );
  expect(shown.certificates.map(({ item }) => item.certificate?.subject)).toEqual([
    'CN=dropped',
    'CN=Inventory issuing',
    'CN=Inventory root',
  ]);
  expect(shown.certificates.map(({ stored }) => stored !== undefined)).toEqual([false, true, true]);
  expect(shown.certificates.map(({ item }) => item.certificate?.signature.valid)).toEqual([true, true, true]);
  expect(shown.path.verdict).not.toBe('valid');
  expect((await list()).total).toBe(6);
});

test('an anchor is trusted by its hash alone, for its purposes, and no longer than it is one', async () => {
  const trust = (sha256: string, content: Uint8Array | string = root.der) =>
    world.client.certificates.trust({ source: source(content), sha256, purposes: ['tls-client'], note: 'ours' });
  const verify = async (purpose: 'tls-client' | 'tls-server') => {
    const found = value(await world.client.certificates.verify({ certificateId: await idOf('second'), purpose }));
    return found.path;
  };
  expect((await verify('tls-client')).verdict).not.toBe('valid');
  expect(await trust('0'.repeat(64))).toMatchObject({ error: { data: { reason: 'other-hash' } } });
  expect(await trust(sha256Of(first), first)).toMatchObject({ error: { data: { reason: 'not-a-ca' } } });
  expect(await trust(sha256Of(root.der), pemOf(root.der, issuing.der))).toMatchObject({
    error: { data: { reason: 'several' } },
  });
  const { anchor } = value(await trust(sha256Of(root.der)));
  const path = await verify('tls-client');
  expect([path.verdict, path.path.map(({ anchor: note }) => note)]).toEqual(['valid', [null, null, 'ours']]);
  expect((await verify('tls-server')).verdict).not.toBe('valid');
  expect(value(await world.client.certificates.anchors({})).anchors).toEqual([anchor]);

  expect(faultOf(await world.client.certificates.remove({ certificateId: anchor.certificateId }))).toBe(
    'CERTIFICATE_IN_USE',
  );
  value(await world.client.certificates.distrust({ certificateId: anchor.certificateId }));
  expect((await verify('tls-client')).verdict).not.toBe('valid');
  expect(faultOf(await world.client.certificates.distrust({ certificateId: anchor.certificateId }))).toBe(
    'CERTIFICATE_NOT_FOUND',
  );
  expect(await world.audit()).toEqual(
    expect.arrayContaining(['anchor.added.refused ANCHOR_REFUSED', 'anchor.added', 'anchor.removed']),
  );
});

test('a path is verified with the anchors and at the time that are named', async () => {
  const verify = async (at: string) =>
    value(
      await world.client.certificates.verify({
        sources: [source(pemOf(first))],
        purpose: 'tls-client',
        at,
        trust: [source(root.der)],
      }),
    ).path.verdict;
  expect(await verify('2026-07-01T00:00:00Z')).toBe('valid');
  expect(await verify('2026-12-01T00:00:00Z')).toBe('invalid');
});

test('exports read back as what they were', async () => {
  const certificateId = await idOf('Grüne Säule');
  const get = async (format: 'pem' | 'der' | 'chain-pem' | 'pkcs7' | 'renewed-certificate' | 'json') =>
    value(await world.client.certificates.export({ certificateId, format }));
  const text = async (format: 'pem' | 'chain-pem' | 'renewed-certificate' | 'json') =>
    Buffer.from((await get(format)).content).toString('utf8');
  expect(Buffer.from((await get('der')).content).equals(first)).toBe(true);
  expect(await text('pem')).toBe(pemOf(first));
  expect(await text('chain-pem')).toBe(pemOf(first, issuing.der, root.der));
  expect(JSON.parse(await text('renewed-certificate'))).toEqual({
    certificateChain: pemOf(first, issuing.der, root.der),
  });
  expect(JSON.parse(await text('json'))).toMatchObject({ sha256: sha256Of(first), ocpi: { partyIds: ['DEGEF'] } });
  expect((await get('pkcs7')).suggestedName).toBe('Gr-ne-S-ule.p7b');
});

test.skipIf(opensslMissing !== false)(
  'OpenSSL reads the certificates out of the PKCS#7 file (needs openssl)',
  async () => {
    const { content } = value(
      await world.client.certificates.export({ certificateId: await idOf('second'), format: 'pkcs7' }),
    );
    const { stdout, status } = spawnSync('openssl', ['pkcs7', '-inform', 'DER', '-print_certs'], { input: content });
    const found = stdout.toString().match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
    const hashes = found.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase());
    expect([status, new Set(hashes)]).toEqual([0, new Set([second, issuing.der, root.der].map(sha256Of))]);
  },
);

test('who else claims an id is told with groups and CSRs of our own', async () => {
  const { total, rows } = value(await world.client.certificates.claims({ id: 'DEGEF', ...page }));
  expect([total, rows.map(({ id, where }) => `${where} ${id}`)]).toEqual([
    2,
    ['certificate degef', 'certificate DEGEF'],
  ]);
});

test('an imported certificate can be removed, and leaves nothing to be found', async () => {
  const certificateId = await idOf('an old one');
  value(await world.client.certificates.remove({ certificateId }));
  expect(await names({ filter: 'an old one' })).toEqual([]);
  expect(await names({ claims: 'NLABC' })).toEqual([]);
  expect(faultOf(await world.client.certificates.show({ certificateId }))).toBe('CERTIFICATE_NOT_FOUND');
});

test('a certificate of a known root’s key by somebody else does not take its place in chains', async () => {
  const stranger = makeRoot('Stranger');
  const { spki } = root.key;
  const cross = issueLeaf(stranger, { isCa: true, spki, subject: root.name, notAfter: day('2049-01-01') });
  value(await world.client.certificates.import({ sources: [source(pemOf(cross, stranger.der))] }));
  const { chain } = value(await world.client.certificates.show({ certificateId: await idOf('second') }));
  expect(chain.map(({ sha256 }) => sha256)).toEqual([second, issuing.der, root.der].map(sha256Of));
});

test('what stands above an authority of ours is not removed', async () => {
  const file = new Database(join(world.workspacePath, 'pki.db'));
  const setSource = file.prepare(`update certificates set source = ? where sha256 = ?`);
  try {
    setSource.run('authority', sha256Of(issuing.der));
    const certificateId = await idOf('Inventory root');
    expect(faultOf(await world.client.certificates.remove({ certificateId }))).toBe('CERTIFICATE_IN_USE');
  } finally {
    setSource.run('imported', sha256Of(issuing.der));
    file.close();
  }
});

test('what is no certificate is refused with the reason', async () => {
  const refused = await world.client.certificates.view({ sources: [source('-----BEGIN X-----\nAAAA')] });
  expect(faultOf(refused)).toBe('CERTIFICATE_UNREADABLE');
});

function colons(hex: string): string {
  return (hex.match(/../g) ?? []).join(':').toUpperCase();
}
