import { expect, test } from 'vitest';
import { faultOf, meansRemoved, returnCodeOf, TokenTrouble } from './faults';

const pkcs11Error = (message: string, code: number) => Object.assign(new Error(message), { name: 'Pkcs11Error', code });

test('both shapes of a failed call give the same number', () => {
  expect(returnCodeOf(pkcs11Error('CKR_PIN_INCORRECT', 160))).toBe(160);
  expect(returnCodeOf(new Error('CKR_PIN_INCORRECT:160'))).toBe(160);
});

test('the number decides where the name says nothing', () => {
  expect(faultOf(pkcs11Error('CKR_VENDOR_DEFINED', 320))).toEqual({
    code: 'KEY_SIZE_UNSUPPORTED',
    data: { cryptoki: 'CKR_CURVE_NOT_SUPPORTED (320)' },
  });
  expect(faultOf(new Error('CKR_VENDOR_DEFINED:2147483649'))).toEqual({
    code: 'DRIVER_FAILED',
    data: { cryptoki: 'CKR_VENDOR_DEFINED (2147483649)' },
  });
});

test.each([
  [160, 'PIN_INCORRECT'],
  [164, 'PIN_LOCKED'],
  [162, 'PIN_LENGTH'],
  [163, 'PIN_EXPIRED'],
  [258, 'PIN_NOT_SET'],
  [257, 'NOT_SIGNED_IN'],
  [50, 'TOKEN_REMOVED'],
  [48, 'DEVICE_ERROR'],
  [49, 'TOKEN_FULL'],
  [177, 'TOKEN_BUSY'],
  [226, 'TOKEN_READ_ONLY'],
  [80, 'CANCELLED_AT_TOKEN'],
])('return code %d is %s', (number, code) => {
  expect(faultOf(pkcs11Error('CKR_X', number)).code).toBe(code);
});

test('a refusal of our own keeps its words', () => {
  expect(faultOf(new TokenTrouble('KEY_CLASH', 'why'))).toEqual({ code: 'KEY_CLASH', data: { detail: 'why' } });
});

test('an error that is no return code is a bug and thrown on', () => {
  const bug = new TypeError('Argument 2 has wrong type');
  expect(() => faultOf(bug)).toThrow(bug);
  expect(returnCodeOf('CKR_OK:0')).toBeUndefined();
});

test('a lost session means a lost token, a wrong PIN does not', () => {
  expect([50, 224, 179, 176, 48].every(meansRemoved)).toBe(true);
  expect([160, 257, undefined].some(meansRemoved)).toBe(false);
});
