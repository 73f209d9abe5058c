import { expect, test } from 'vitest';
import type { FoundLibrary } from '../../../shared/contract/tokens.ts';
import { bestHome, librariesFor } from './key-homes.ts';

const library = (profile: string): FoundLibrary => ({
  path: `/usr/lib/${profile}.so`,
  profile,
  name: profile,
  state: 'new',
});

test('a token in files is no hardware, whoever made its library', () => {
  const found = ['nss', 'softhsm2', 'luna'].map(library);
  expect(librariesFor('hardware', found).map(({ profile }) => profile)).toEqual(['luna']);
  expect(librariesFor('softhsm', found).map(({ profile }) => profile)).toEqual(['softhsm2']);
});

test.each([
  [['softhsm2', 'nss'], 'software'],
  [['opensc', 'p11-kit'], 'software'],
  [['opensc', 'ykcs11'], 'hardware'],
] as const)('with %j on the computer, %s is proposed', (profiles, home) => {
  expect(bestHome(profiles.map(library), [])).toBe(home);
});
