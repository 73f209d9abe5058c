import { expect, test } from 'vitest';
import { type GenerationState, mayBecome, maySignCsr } from './generation-state.ts';

const all: readonly GenerationState[] = [
  'planned',
  'key-made',
  'unclear',
  'requested',
  'certified',
  'retired',
  'destroyed',
  'rejected',
  'compromised',
  'key-missing',
];

test('a destroyed generation stays destroyed', () => {
  expect(all.filter((state) => mayBecome('destroyed', state))).toEqual([]);
});

test('no state leads back to planned, so a number is never used twice', () => {
  expect(all.filter((state) => mayBecome(state, 'planned'))).toEqual([]);
});

test('a compromised key signs no CSR', () => {
  expect(maySignCsr('compromised')).toBe(false);
});

test('a key whose making is unclear signs no CSR before somebody looked', () => {
  expect(maySignCsr('unclear')).toBe(false);
});

test('a certified generation may be requested again: a resubmission, or another partner', () => {
  expect(maySignCsr('certified')).toBe(true);
});
