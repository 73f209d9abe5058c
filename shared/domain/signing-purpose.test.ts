import { expect, test } from 'vitest';
import { keyPurposes } from './key-algorithm';
import { createPurposeBinding, maySign, type SigningPurpose, signKinds } from './signing-purpose';

const kindsOf = (purpose: SigningPurpose) => signKinds.filter((kind) => maySign(purpose, kind));
const own = ['csr', 'renewal-proof', 'test'];

test.each([
  ['tls-client', [...own, 'client-handshake']],
  ['tls-server', [...own, 'server-handshake']],
  ['object-signing', own],
  ['identity', [...own, 'statement']],
  ['authority', ['csr', 'test', 'certificate', 'crl']],
] as const)('a key for %s signs %j', (purpose, kinds) => {
  expect(kindsOf(purpose)).toEqual(kinds);
});

test.each(keyPurposes)('a key of a group, here for %s, signs no certificate and no CRL', (purpose) => {
  expect(maySign(purpose, 'certificate')).toBe(false);
  expect(maySign(purpose, 'crl')).toBe(false);
});

test.each([...keyPurposes, 'authority'] as const)('a %s key signs nothing of a kind that is not listed', (purpose) => {
  expect(maySign(purpose, 'ocsp' as never)).toBe(false);
});

test('the first purpose of a key is its only one', () => {
  const purposes = createPurposeBinding();
  expect(purposes.bind('a', 'authority')).toBe(true);
  expect(purposes.bind('a', 'tls-client')).toBe(false);
  expect(purposes.bind('a', 'authority')).toBe(true);
});

test('asking whether a purpose fits binds nothing', () => {
  const purposes = createPurposeBinding();
  expect(purposes.fits('a', 'identity')).toBe(true);
  expect(purposes.bind('a', 'tls-server')).toBe(true);
  expect(purposes.fits('a', 'identity')).toBe(false);
});

test('keys are bound one by one', () => {
  const purposes = createPurposeBinding();
  purposes.bind('a', 'identity');
  expect(purposes.bind('b', 'tls-client')).toBe(true);
});
