import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { makeCsr, sampleSpec, testKey } from '../pki/testing/make-csr.ts';
import { compareDocuments } from './compare-documents.ts';
import { decodeItem } from './decoded-item.ts';

test('the last of as many ids as a document may show is in the comparison', () => {
  const partyIds = Array.from({ length: 5000 }, (_, i) => `DE${i.toString(36).toUpperCase().padStart(3, '0')}`);
  const item = (ids: readonly string[]) =>
    decodeItem(
      'csr',
      makeCsr({ ...sampleSpec, ids: { ...sampleSpec.ids, partyIds: ids } }, testKey('ec-p256')).der,
      defaultOidProfile,
    );
  const rows = compareDocuments(item(partyIds), item([...partyIds.slice(0, -1), 'NLXYZ']));
  const line = rows.find(({ name }) => name === 'partyIds');
  expect(line?.left).toBe(partyIds.join('\n'));
  expect(line?.right?.endsWith('\nNLXYZ')).toBe(true);
  expect(line?.same).toBe(false);
});
