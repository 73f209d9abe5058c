import { expect, test } from 'vitest';
import { missingPackages } from './system-packages.mjs';

test('an installed package is not missing', () => {
  expect(missingPackages(['xvfb'], new Set(['xvfb']))).toEqual([]);
});

test('a renamed package counts under either name', () => {
  expect(missingPackages(['libasound2|libasound2t64'], new Set(['libasound2t64']))).toEqual([]);
});

test('what two groups ask for is named once', () => {
  expect(missingPackages(['libnss3', 'libnss3'], new Set())).toEqual(['libnss3']);
});
