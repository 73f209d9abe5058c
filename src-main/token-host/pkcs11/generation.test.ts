import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FakeCryptoki, fakeCryptoki } from '../testing/fake-cryptoki';
import { CKA, CKO, type TokenInfo } from './cryptoki';
import { faultOf } from './faults';
import { generateKey } from './generation';
import { keyIdentifier } from './public-key';
import type { TokenState } from './token-state';

const session = Buffer.alloc(8);
const state = { info: { label: 'A', serialNumber: '1' } as TokenInfo } as TokenState; // what the maker looks at
const intentId = '00ff';

const generate = (fake: FakeCryptoki) =>
  generateKey(fake.library, session, state, { slotId: 's', algorithm: 'ed25519', label: 'new', intentId });

/** The code that it fails with, and how many objects are left. */
function failure(fake: FakeCryptoki): readonly [string, number] {
  try {
    generate(fake);
  } catch (error) {
    return [faultOf(error).code, fake.objects.size];
  }
  return ['made', fake.objects.size];
}

test('a key gets the identifier of its public half as id, on both halves', () => {
  const fake = fakeCryptoki();
  const { key } = generate(fake);
  const id = keyIdentifier(key.spki!);
  expect(key).toMatchObject({ keyId: id.toString('hex'), algorithm: 'ed25519', label: 'new', canSign: 'yes' });
  expect([...fake.objects.values()].map((object) => object.get(CKA.id))).toEqual([id, id]);
  expect(createPublicKey({ key: Buffer.from(key.spki!), format: 'der', type: 'spki' }).asymmetricKeyType).toBe(
    'ed25519',
  );
});

test('however many objects there are, a key takes three searches', () => {
  const fake = fakeCryptoki();
  for (let i = 0; i < 20; i++) fake.add(CKO.certificate, { [CKA.id]: Buffer.of(i) });
  generate(fake);
  expect(fake.searches).toBe(3);
});

test.each([
  ['the intent id', CKO.certificate, { [CKA.id]: Buffer.from(intentId, 'hex') }],
  ['the label', CKO.privateKey, { [CKA.label]: Buffer.from('new') }],
])('%s on an object that is there already is a clash, and nothing is made', (_what, objectClass, attributes) => {
  const fake = fakeCryptoki();
  fake.add(objectClass, attributes);
  expect(failure(fake)).toEqual(['KEY_CLASH', 1]);
});

test.each([CKO.certificate, CKO.publicKey, CKO.privateKey, 4])(
  'an object of class %i that has the final id is a clash, and the new key is destroyed',
  (objectClass) => {
    const fake = fakeCryptoki();
    fake.onIdSet = (id) => {
      fake.onIdSet = () => undefined;
      fake.add(objectClass, { [CKA.id]: id });
    };
    expect(failure(fake)).toEqual(['KEY_CLASH', 1]);
  },
);

test('a key that keeps its first id is found by that one', () => {
  const fake = fakeCryptoki();
  fake.library.C_SetAttributeValue = () => {
    throw Object.assign(new Error('CKR_ATTRIBUTE_READ_ONLY'), { name: 'Pkcs11Error', code: 16 });
  };
  expect(generate(fake).key.keyId).toBe(intentId);
});

test('a key that the token does not find again is destroyed', () => {
  const fake = fakeCryptoki();
  const search = fake.library.C_FindObjects.bind(fake.library);
  fake.library.C_FindObjects = ((...args: Parameters<typeof search>) =>
    fake.searches === 3 ? [] : search(...args)) as typeof search;
  expect(failure(fake)).toEqual(['KEY_UNUSABLE', 0]);
});
