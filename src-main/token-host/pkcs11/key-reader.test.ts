import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { ellipticAttributes, fakeCryptoki, privateAttributes, rsaAttributes } from '../testing/fake-cryptoki';
import { CKA, CKO, type TokenInfo } from './cryptoki';
import { readKeys } from './key-reader';

const session = Buffer.alloc(8);
const info = { label: 'A token  ', serialNumber: '12' } as TokenInfo; // what the reader looks at
const elliptic = ellipticAttributes(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
const rsa = rsaAttributes(generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey);
const odd = { [CKA.keyType]: Buffer.from('2b00000000000000', 'hex') };

const named = (id: string) => ({ [CKA.id]: Buffer.from(id, 'hex'), [CKA.label]: Buffer.from(`key ${id}`) });

/** Pairs of several kinds, a bare public key, a certificate, a key of a kind that nobody knows, and other things. */
function mixedToken() {
  const fake = fakeCryptoki();
  const pair = (id: string, half: Record<number, Buffer>) => {
    fake.add(CKO.publicKey, { ...named(id), ...half });
    fake.add(CKO.privateKey, { ...named(id), ...privateAttributes, [CKA.keyType]: half[CKA.keyType]! });
  };
  pair('01', odd);
  pair('02', elliptic);
  fake.add(0, { [CKA.label]: Buffer.from('data') });
  fake.add(CKO.certificate, { [CKA.id]: Buffer.from('02', 'hex'), [CKA.value]: Buffer.from('none') });
  pair('03', rsa);
  fake.add(4, named('04'));
  fake.add(CKO.publicKey, { ...named('05'), ...elliptic });
  pair('06', elliptic);
  return fake;
}

const facts = (fake: ReturnType<typeof fakeCryptoki>, withPublicOnly = true) =>
  readKeys(fake.library, session, info, { withPublicOnly })
    .map(({ key }) => [
      key.keyId,
      key.label,
      key.algorithmText,
      key.canSign,
      key.spki !== undefined,
      key.hasCertificate,
    ])
    .sort();

const expected = [
  ['01', 'key 01', 'unknown (CKK 0x2b)', 'yes', false, false],
  ['02', 'key 02', 'EC P-256', 'yes', true, true],
  ['03', 'key 03', 'RSA 3072', 'yes', true, false],
  ['05', 'key 05', 'EC P-256', 'unknown', true, false],
  ['06', 'key 06', 'EC P-256', 'yes', true, false],
];

test('a whole list of objects of all kinds takes two searches', () => {
  const fake = mixedToken();
  expect([facts(fake), fake.searches]).toEqual([expected, 2]);
});

test('keys whose private half is not there are left out where they are not wanted', () => {
  expect(facts(mixedToken(), false)).toEqual(expected.filter(([id]) => id !== '05'));
});

test('a module that searches by class only shows the same keys', () => {
  const fake = mixedToken();
  fake.needsTemplate = true;
  expect(facts(fake)).toEqual(expected);
});

test('a module whose handles are never the same shows every key once', () => {
  const fake = mixedToken();
  fake.changingHandles = true;
  expect(facts(fake)).toEqual(expected);
});

test('a token that is pulled out during the search is told, not taken for an empty one', () => {
  const fake = mixedToken();
  const removed = Object.assign(new Error('CKR_DEVICE_REMOVED'), { name: 'Pkcs11Error', code: 50 });
  const search = fake.library.C_FindObjectsInit.bind(fake.library);
  fake.library.C_FindObjectsInit = (handle, template) => {
    if (fake.searches > 0) throw removed;
    search(handle, template);
  };
  expect(() => facts(fake)).toThrow(removed);
});

test('the keys of one id take one search, and nothing else of the token is read', () => {
  const fake = mixedToken();
  const keys = readKeys(fake.library, session, info, { id: Buffer.from('02', 'hex'), withPublicOnly: false });
  expect(keys.map(({ key, publicKeys }) => [key.keyId, key.hasCertificate, publicKeys.length])).toEqual([
    ['02', true, 1],
  ]);
  expect(fake.searches).toBe(1);
});

test('the address of a key names token, serial, id and label', () => {
  const [key] = readKeys(mixedToken().library, session, info, { id: Buffer.from('02', 'hex'), withPublicOnly: false });
  expect(key?.key.uri).toBe('pkcs11:token=A%20token;serial=12;id=%02;object=key%2002;type=private');
});
