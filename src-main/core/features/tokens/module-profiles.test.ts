import { expect, test } from 'vitest';
import { knownPlaces, moduleProfiles, profileById, profileOf } from './module-profiles.ts';

/** Where packages of these libraries put them. */
const installed: readonly (readonly [system: string, profile: string, path: string])[] = [
  ['linux', 'softhsm2', '/usr/lib/softhsm/libsofthsm2.so'],
  ['linux', 'softhsm2', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'],
  ['linux', 'softhsm2', '/usr/lib64/pkcs11/libsofthsm2.so'],
  ['linux', 'opensc', '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so'],
  ['linux', 'opensc', '/usr/lib64/pkcs11/opensc-pkcs11.so'],
  ['linux', 'ykcs11', '/usr/lib/x86_64-linux-gnu/libykcs11.so.2'],
  ['linux', 'p11-kit', '/usr/lib/x86_64-linux-gnu/p11-kit-proxy.so'],
  ['linux', 'luna', '/usr/safenet/lunaclient/lib/libCryptoki2_64.so'],
  ['linux', 'nshield', '/opt/nfast/toolkits/pkcs11/libcknfast.so'],
  ['linux', 'cloudhsm', '/opt/cloudhsm/lib/libcloudhsm_pkcs11.so'],
  ['linux', 'tpm2', '/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so'],
  ['linux', 'nitrokey', '/usr/lib/libnethsm_pkcs11.so'],
  ['linux', 'nss', '/usr/lib/x86_64-linux-gnu/libsoftokn3.so'],
  ['darwin', 'softhsm2', '/opt/homebrew/lib/softhsm/libsofthsm2.so'],
  ['darwin', 'opensc', '/Library/OpenSC/lib/opensc-pkcs11.so'],
  ['darwin', 'ykcs11', '/usr/local/lib/libykcs11.dylib'],
  ['darwin', 'p11-kit', '/opt/homebrew/lib/p11-kit-proxy.dylib'],
  ['win32', 'softhsm2', 'C:\\SoftHSM2\\lib\\softhsm2-x64.dll'],
  ['win32', 'opensc', 'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll'],
  ['win32', 'ykcs11', 'C:\\Program Files\\Yubico\\Yubico PIV Tool\\bin\\libykcs11.dll'],
  ['win32', 'luna', 'C:\\Program Files\\SafeNet\\LunaClient\\cryptoki.dll'],
  ['win32', 'nshield', 'C:\\Program Files\\nCipher\\nfast\\toolkits\\pkcs11\\cknfast.dll'],
  ['win32', 'cloudhsm', 'C:\\Program Files\\Amazon\\CloudHSM\\lib\\cloudhsm_pkcs11.dll'],
];

test.each(installed)('%s: %s is looked for at %s and recognised by its name', (system, profile, path) => {
  expect(knownPlaces(system).find((place) => place.path === path)?.profile.id).toBe(profile);
  expect(profileOf(path).id).toBe(profile);
});

test('every known place is recognised as its own profile, so that no name fits two', () => {
  for (const system of ['linux', 'darwin', 'win32']) {
    for (const { profile, path } of knownPlaces(system)) expect([path, profileOf(path).id]).toEqual([path, profile.id]);
  }
});

test('a library that nobody knows has a name and no limits', () => {
  expect(profileOf('/opt/acme/libacme.so')).toMatchObject({ id: 'other', limits: [] });
  expect(profileById('was-known-once').id).toBe('other');
});

test('profiles that need parameters say so', () => {
  expect(moduleProfiles.filter((known) => known.needsParameters).map((known) => known.id)).toEqual(['nss']);
});

test('on an unknown system nothing is looked for', () => {
  expect(knownPlaces('sunos')).toEqual([]);
});
