import { expect, test } from 'vitest';
import { fromHex } from '../../../shared/util/hex.ts';
import { writeOid } from './der/der-writer.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { parseOidProfile } from './oid-profile.ts';

test('the default profile is a profile', () => {
  expect(parseOidProfile(JSON.parse(JSON.stringify(defaultOidProfile)))).toEqual({
    ok: true,
    value: defaultOidProfile,
  });
});

test.each([
  [defaultOidProfile.keyGroupId, '06082a03040506070601'],
  [defaultOidProfile.notBefore, '06082a03040506070701'],
  [defaultOidProfile.notAfter, '06082a03040506070702'],
  [defaultOidProfile.partyIds, '06082a03040506070801'],
  [defaultOidProfile.subCpoIds, '06082a03040506070802'],
  [defaultOidProfile.subEmspIds, '06082a03040506070803'],
  [defaultOidProfile.keySerialNumber, '0603550405'],
])('%s is written as the draft has it', (oid, hex) => {
  expect(writeOid(oid)).toEqual(fromHex(hex));
});

test.each([
  ['a member missing', { partyIds: undefined }, 'OID_PROFILE_FORM', ['partyIds']],
  ['a member too many', { more: '1.2.3' }, 'OID_PROFILE_FORM', ['']],
  ['an OID of one number', { partyIds: '1' }, 'OID_PROFILE_FORM', ['partyIds']],
  ['an OID with a leading zero', { partyIds: '1.02.3' }, 'OID_PROFILE_FORM', ['partyIds']],
  ['a second number over 39', { partyIds: '1.40.3' }, 'OID_PROFILE_FORM', ['partyIds']],
  ['a version with a blank', { version: 'a b' }, 'OID_PROFILE_FORM', ['version']],
  [
    'two members with one OID',
    { partyIds: '1.2.9', subCpoIds: '1.2.9' },
    'OID_PROFILE_DUPLICATE',
    ['partyIds', 'subCpoIds'],
  ],
  ['the OID of extensionRequest', { partyIds: '1.2.840.113549.1.9.14' }, 'OID_PROFILE_TAKEN', ['partyIds']],
  ['the OID of an X.509 extension', { partyIds: '2.5.29.17' }, 'OID_PROFILE_TAKEN', ['partyIds']],
])('a profile with %s is refused', (_, change, code, members) => {
  expect(parseOidProfile({ ...defaultOidProfile, ...change })).toEqual({ ok: false, error: { code, members } });
});

test.each([null, 'x', [], 1])('%j is no profile', (value) => {
  expect(parseOidProfile(value)).toMatchObject({ ok: false, error: { code: 'OID_PROFILE_FORM' } });
});

test('a profile of before there were service roles is read with the default for them', () => {
  const { serviceRoles, ...older } = defaultOidProfile;
  expect(parseOidProfile({ ...older, version: 'ocpi-3.0-draft/1' })).toEqual({
    ok: true,
    value: { ...older, version: 'ocpi-3.0-draft/1', serviceRoles },
  });
});
