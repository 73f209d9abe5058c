import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';

test.each([
  ['PIN_INCORRECT', 6],
  ['PIN_LOCKED', 7],
  ['DEVICE_ERROR', 5],
  ['TOKEN_REMOVED', 5],
  ['TOKEN_NOT_FOUND', 4],
  ['CSR_SPEC_REFUSED', 3],
  ['GROUP_EXISTS', 3],
  ['KEY_PURPOSE', 3],
  ['ROLE_REQUIRED', 3],
  ['BAD_INPUT', 2],
  ['INTERNAL', 1],
  ['STORE_FULL', 1],
])('%s ends with %i', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});
