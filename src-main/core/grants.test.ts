import { expect, test } from 'vitest';
import { GrantUse } from '../../shared/contract/owner.ts';
import { createGrants } from './grants.ts';

const granted = (use: GrantUse) => {
  const grants = createGrants();
  grants.add({ grantId: 'g1', use, path: '/p' });
  return grants;
};

test('a place is given once', () => {
  const grants = granted('module');
  expect([grants.take('g1', 'module'), grants.take('g1', 'module')]).toEqual(['/p', undefined]);
});

test.each(
  GrantUse.options.flatMap((given) => GrantUse.options.filter((use) => use !== given).map((use) => [given, use])),
)('a place chosen as %s is none for %s, and is used up by the attempt', (given, use) => {
  const grants = granted(GrantUse.parse(given));
  expect(grants.take('g1', GrantUse.parse(use))).toBeUndefined();
  expect(grants.take('g1', GrantUse.parse(given))).toBeUndefined();
});
