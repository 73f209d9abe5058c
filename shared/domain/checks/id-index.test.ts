import { describe, expect, test } from 'vitest';
import { type IdOwner, indexIds, likelyPartners, lookAlikesOf, ownersOf } from './id-index.ts';

const owner = (
  kind: IdOwner['kind'],
  id: string,
  partnerId: string,
  source: IdOwner['source'] = 'partner',
): IdOwner => ({
  kind,
  id,
  partnerId,
  owner: partnerId,
  source,
});
const index = indexIds([
  owner('party', 'DEABC', 'a'),
  owner('sub-cpo', 'DE*ABC', 'a'),
  owner('party', 'NLOI0', 'b'),
  owner('party', 'DEABC', 'c', 'request'),
  owner('party', 'no id', 'd'),
]);
const ids = (owners: readonly IdOwner[]): readonly string[] =>
  owners.map(({ id, partnerId }) => `${id} ${partnerId ?? ''}`);

describe('the index of ids', () => {
  test('finds all who have or claim an id', () => {
    expect(ids(ownersOf(index, 'party:DEABC'))).toEqual(['DEABC a', 'DEABC c']);
  });
  test.each(['NL010', 'nlOIO', 'NLO|0', 'NL-OI0', '\uff2eLOI0'])('finds what %s can be taken for', (text) => {
    expect(ids(lookAlikesOf(index, 'party', text))).toEqual(['NLOI0 b']);
  });
  test('keeps the kinds apart', () => {
    expect(ids(lookAlikesOf(index, 'sub-emsp', 'DE-ABC'))).toEqual([]);
  });
  test('leaves out what is no id', () => {
    expect(ids(lookAlikesOf(index, 'party', 'no id'))).toEqual([]);
  });
});

describe('to whom a request probably belongs', () => {
  test('is who has most of its ids', () => {
    const asked = [
      { kind: 'party', text: 'NLOI0' },
      { kind: 'party', text: 'deabc' },
      { kind: 'sub-cpo', text: 'DE*ABC' },
    ] as const;
    expect(likelyPartners(index, asked)).toEqual(['a', 'b']);
  });
  test('is nobody when its ids are known from requests alone', () => {
    const claimed = indexIds([owner('party', 'DEABC', 'c', 'request')]);
    expect(likelyPartners(claimed, [{ kind: 'party', text: 'DEABC' }])).toEqual([]);
  });
});
