import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../testing/fake-world.ts';
import { profileOf, textsOf, troublesOf } from './oid-profile.ts';

test('texts and profile are the same table', () => {
  expect(profileOf(textsOf(defaultOidProfile))).toEqual(defaultOidProfile);
  expect(defaultOidProfile).toEqual(defaultSettings.oidProfile);
});

test.each(['', '3.1', '1.40.1', '1.2.03', '1', '1.2.', 'a.b', '1..2'])('“%s” is no object identifier', (text) => {
  expect(troublesOf({ ...textsOf(defaultOidProfile), partyIds: text }, defaultOidProfile).get('partyIds')).toBe('form');
});

test('two members with one identifier are both marked', () => {
  const texts = { ...textsOf(defaultOidProfile), partyIds: defaultOidProfile.subCpoIds };
  const troubles = troublesOf(texts, defaultOidProfile);
  expect([troubles.get('partyIds'), troubles.get('subCpoIds')]).toEqual(['double', 'double']);
});

test('a usage may be left out, the others may not', () => {
  const troubles = troublesOf({ ...textsOf(defaultOidProfile), identityUsage: '', notAfter: '' }, defaultOidProfile);
  expect([...troubles.keys()]).toEqual(['notAfter', 'version']);
});
