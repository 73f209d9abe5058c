import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { ok } from '../../../../shared/util/result.ts';
import { value } from '../../core-for-tests.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { ada, testStore } from '../../store/store-for-tests.ts';
import { addCertificates } from './add-certificates.ts';
import { bundle, type BundleFormat } from './certificate-bundle.ts';
import { day, issueLeaf, makeRoot, pemOf, sha256Of } from './issue-for-tests.ts';

const now = day('2026-11-01');
const root = makeRoot('Bundle root');
const other = makeRoot('Another root');
const plain = issueLeaf(root, { commonName: 'plain', partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], group: 'g:1' });
const hostile = issueLeaf(root, { commonName: 'hostile', partyIds: ['DE"; }', '$host', 'NLABC'], group: '";}\n' });
const expired = issueLeaf(root, { commonName: 'expired', notAfter: day('2026-10-01') });
const foreign = issueLeaf(other, { commonName: 'foreign' });

const world = testStore();
beforeAll(async () => {
  const fresh = (der: Uint8Array, source: 'authority' | 'issued' | 'imported', links: object = {}) => ({
    der,
    view: value(readCertificate(der, defaultOidProfile)),
    profile: defaultOidProfile,
    source,
    links,
  });
  let made = 0;
  await world.unit.run({ event: 'certificate.imported', actor: ada }, async (trx) => {
    const all = [
      fresh(root.der, 'authority', { authorityId: 'a1' }),
      fresh(other.der, 'authority', { authorityId: 'a2' }),
      ...[plain, hostile, expired].map((der) => fresh(der, 'issued', { issuedBy: 'a1' })),
      fresh(foreign, 'imported'),
    ];
    await addCertificates(trx, all, { newId: () => `c${made++}`, at: now, by: 'ada' });
    return ok(undefined);
  });
});
afterAll(() => world[Symbol.dispose]());

const text = async (format: BundleFormat, authorityId?: string): Promise<string> => {
  const file = await bundle(world.database.db, { format, authorityId }, now, () => Promise.resolve());
  return Buffer.from(file.content).toString('utf8');
};

test('the CA bundle has the authorities, or the one that is asked for', async () => {
  expect(await text('ca-bundle')).toBe(pemOf(root.der, other.der));
  expect(await text('ca-bundle', 'a2')).toBe(pemOf(other.der));
});

test('the JSON map has what was issued here and has not ended, whatever its ids look like', async () => {
  const map: unknown = JSON.parse(await text('party-map-json'));
  expect(map).toEqual({
    sha256: {
      [sha256Of(plain)]: expect.objectContaining({ partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], keyGroupId: 'g:1' }),
      [sha256Of(hostile)]: expect.objectContaining({ partyIds: ['DE"; }', '$host', 'NLABC'] }),
    },
  });
  expect(JSON.parse(await text('party-map-json', 'a2'))).toEqual({ sha256: {} });
});

test('the nginx map holds plain ids alone, and says that it left some out', async () => {
  const map = await text('party-map-nginx');
  const entries = map.split('\n').filter((line) => /^ {4}[0-9a-f]{40} /.test(line));
  expect(entries.map((line) => line.slice(45))).toEqual(['"DEGEF,DE*GEF";', '"NLABC";', '"g:1";']);
  expect(map).toContain('# 3 values of unusual form are left out');
  expect(map.split('"').length % 2).toBe(1);
});
