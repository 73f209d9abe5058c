import { expect, test } from 'vitest';
import { partyClaim } from './party-claim.ts';

test.each([
  ['object', ['NLABC', 'degef'], 'among-roles'],
  ['object', ['NLABC'], 'not-among-roles'],
  ['object', [], 'claimed'],
  ['connection', ['DEGEF'], 'claimed'],
] as const)('a party of the %s beside the roles %s is %s', (source, roles, standing) => {
  expect(partyClaim('DEGEF', source, roles)).toEqual({ source, standing });
});
