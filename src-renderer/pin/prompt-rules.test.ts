import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import {
  canSubmit,
  countBytes,
  countCharacters,
  countedPins,
  fitsField,
  isBlocked,
  isLastTry,
  lengthRule,
} from './prompt-rules.ts';

const field = (name: SecretField['name'], change: Partial<SecretField> = {}): SecretField => ({
  name,
  minLength: 4,
  maxLength: 8,
  repeat: false,
  ...change,
});

const view = (change: Partial<PromptView> = {}): PromptView => ({
  promptId: 'p',
  action: 'sign-in',
  tokenLabel: 'T',
  tokenSerial: '1',
  software: false,
  reason: 'r',
  pinPad: false,
  fields: [field('pin')],
  pin: 'none-wrong',
  soPin: 'none-wrong',
  sealKey: new Uint8Array(32),
  ...change,
});

describe('which PIN a try counts against', () => {
  test('the one that is asked for', () => {
    expect(countedPins(view())).toEqual(['pin']);
    expect(countedPins(view({ action: 'unblock', fields: [field('soPin'), field('newPin')] }))).toEqual(['soPin']);
  });
  test('a security officer PIN that is set for the first time counts against none', () => {
    expect(countedPins(view({ action: 'init-token', fields: [field('soPin', { repeat: true })] }))).toEqual([]);
  });
  test('a new PIN counts against none', () => {
    expect(countedPins(view({ fields: [field('newPin')] }))).toEqual([]);
  });
  test.each([
    ['sign-in', ['pin']],
    ['sign', ['pin']],
    ['change-pin', ['pin']],
    ['init-token', ['soPin']],
    ['set-pin', ['soPin']],
    ['unblock', ['soPin']],
    ['export-pkcs12', []],
  ] as const)('with a PIN pad, where no field tells it, %s counts against %j', (action, counted) => {
    expect(countedPins(view({ action, pinPad: true, fields: [] }))).toEqual(counted);
  });
});

test('a blocked user PIN does not stop its own unblocking', () => {
  expect(isBlocked(view({ action: 'unblock', pin: 'blocked', fields: [field('soPin'), field('newPin')] }))).toBe(false);
});
test('a blocked PIN that is asked for leaves nothing to do', () => {
  expect(canSubmit(view({ pin: 'blocked' }), { pin: { bytes: 4 } }, true)).toBe(false);
});
test('the last try needs its tick', () => {
  const last = view({ pin: 'last-try' });
  expect(isLastTry(last)).toBe(true);
  expect(canSubmit(last, { pin: { bytes: 4 } }, false)).toBe(false);
  expect(canSubmit(last, { pin: { bytes: 4 } }, true)).toBe(true);
});
test.each([
  [3, false],
  [4, true],
  [8, true],
  [9, false],
])('%i bytes of 4 to 8 fit: %s', (bytes, fits) => {
  expect(fitsField(field('pin'), { bytes })).toBe(fits);
});
test('an empty secret never fits, whatever the token says is the least', () => {
  expect(fitsField(field('pin', { minLength: 0 }), { bytes: 0 })).toBe(false);
});
test('what is typed twice has to be the same', () => {
  const twice = field('newPin', { repeat: true });
  expect(fitsField(twice, { bytes: 6, sameTwice: false })).toBe(false);
  expect(fitsField(twice, { bytes: 6, sameTwice: true })).toBe(true);
});
test('every field has to fit', () => {
  const two = view({ fields: [field('soPin'), field('newPin')] });
  expect(canSubmit(two, { soPin: { bytes: 4 } }, false)).toBe(false);
  expect(canSubmit(two, { soPin: { bytes: 4 }, newPin: { bytes: 4 } }, false)).toBe(true);
});
test.each([
  [4, 4, 'exactly'],
  [4, 8, 'between'],
  [12, 1024, 'at-least'],
  [0, 8, 'at-most'],
  [1, 1024, 'any'],
] as const)('a length of %i to %i is told as “%s”', (minLength, maxLength, rule) => {
  expect(lengthRule(field('pin', { minLength, maxLength }))).toBe(rule);
});
test('characters are counted as people count them, never more than there are units', () => {
  expect(countCharacters('a😀ü')).toBe(3);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => countCharacters(text) <= text.length));
});
test('bytes are counted as UTF-8 has them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(countBytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
