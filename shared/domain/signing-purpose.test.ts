import { expect, test } from 'vitest';
import { keyPurposes } from './key-algorithm';
import { createPurposeBinding, maySign, signKinds } from './signing-purpose';

test.each(keyPurposes)('a %s key asks for its certificate, proves its renewal and shows that it works', (purpose) => {
  expect(signKinds.filter((kind) => maySign(purpose, kind))).toEqual(['csr', 'renewal-proof', 'test']);
});

test.each(keyPurposes)('a %s key signs nothing of a kind that is not listed', (purpose) => {
  expect(maySign(purpose, 'certificate' as never)).toBe(false);
});

test('the first purpose of a key is its only one', () => {
  const purposes = createPurposeBinding();
  expect(purposes.bind('a', 'identity')).toBe(true);
  expect(purposes.bind('a', 'tls-client')).toBe(false);
  expect(purposes.bind('a', 'identity')).toBe(true);
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
