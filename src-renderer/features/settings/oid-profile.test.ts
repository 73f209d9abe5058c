import { expect, test } from 'vitest';
import { defaultSettings } from '../../testing/fake-world.ts';
import { DEFAULT_OIDS, profileOf, textsOf, troublesOf } from './oid-profile.ts';

test('texts and profile are the same table', () => {
  expect(profileOf(textsOf(DEFAULT_OIDS))).toEqual(DEFAULT_OIDS);
  expect(DEFAULT_OIDS).toEqual(defaultSettings.oidProfile);
});

test.each(['', '3.1', '1.40.1', '1.2.03', '1', '1.2.', 'a.b', '1..2'])('“%s” is no object identifier', (text) => {
  expect(troublesOf({ ...textsOf(DEFAULT_OIDS), partyIds: text }, DEFAULT_OIDS).get('partyIds')).toBe('form');
});

test('two members with one identifier are both marked', () => {
  const texts = { ...textsOf(DEFAULT_OIDS), partyIds: DEFAULT_OIDS.subCpoIds };
  const troubles = troublesOf(texts, DEFAULT_OIDS);
  expect([troubles.get('partyIds'), troubles.get('subCpoIds')]).toEqual(['double', 'double']);
});

test('a usage may be left out, the others may not', () => {
  const troubles = troublesOf({ ...textsOf(DEFAULT_OIDS), identityUsage: '', notAfter: '' }, DEFAULT_OIDS);
  expect([...troubles.keys()]).toEqual(['notAfter', 'version']);
});
