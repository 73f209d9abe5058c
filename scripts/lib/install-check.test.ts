import { expect, test } from 'vitest';
import { installIsCurrent } from './install-check.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/other-system': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  },
};
const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

test('an install without the packages for other systems is current', () => {
  expect(installIsCurrent(lock, installed)).toBe(true);
});

test('no record of an install is not current', () => {
  expect(installIsCurrent(lock, undefined)).toBe(false);
});

test('a missing package is not current', () => {
  expect(installIsCurrent(lock, { packages: {} })).toBe(false);
});

test('another version is not current', () => {
  expect(installIsCurrent(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
});

test('the same version with another content is not current', () => {
  const other = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } };
  expect(installIsCurrent(lock, other)).toBe(false);
});

test('an optional package that is there in another version is not current', () => {
  const packages = { ...installed.packages, 'node_modules/other-system': { version: '1.9.0' } };
  expect(installIsCurrent(lock, { packages })).toBe(false);
});
