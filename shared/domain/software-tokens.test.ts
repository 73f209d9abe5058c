import { expect, test } from 'vitest';
import {
  MOST_SOFTWARE_TOKENS,
  softwareSlotId,
  softwareTokenFolder,
  softwareTokenFolders,
  softwareTokenNumber,
} from './software-tokens.ts';

test('the first software token keeps the place and the slot that it had when it was the only one', () => {
  expect([softwareTokenFolder(1), softwareSlotId(1)]).toEqual([undefined, 'software']);
});

test('every further token has a folder of its own', () => {
  expect(new Set(softwareTokenFolders).size).toBe(MOST_SOFTWARE_TOKENS - 1);
  expect(softwareTokenFolder(2)).toBe('token-2');
  expect(softwareTokenFolders).toContain(`token-${MOST_SOFTWARE_TOKENS}`);
});

test('a slot leads back to its number', () => {
  for (let number = 1; number <= MOST_SOFTWARE_TOKENS; number += 1)
    expect(softwareTokenNumber(softwareSlotId(number))).toBe(number);
});

test.each(['', 'software-1', 'software-0', 'software-02', 'software-17', 'SOFTWARE', 'software-2 ', '2'])(
  '%j is no slot of a software token',
  (slotId) => {
    expect(softwareTokenNumber(slotId)).toBeUndefined();
  },
);
