import { expect, test } from 'vitest';
import { MechanismView, SlotView } from '../../../shared/contract/key-facts.ts';
import { CKF, type Cryptoki, known } from './cryptoki.ts';
import { readMechanisms } from './offers.ts';
import { readSlots } from './slots.ts';
import { createTokenStates } from './token-state.ts';

/** CK_UNAVAILABLE_INFORMATION and other numbers that no count can be, as the binding hands them over. */
const odd = [2 ** 64, 0xffffffff, 18446744073709551615n, -1, Number.NaN];

test.each(odd)('%s is not known', (value) => {
  expect(known(value)).toBeUndefined();
});

/** A module with one token, all of whose counts are `count`. Nothing else of it is asked. */
function moduleOf(count: number | bigint): Cryptoki {
  const texts = { label: 'A', serialNumber: '1', manufacturerID: 'm', model: 'm' };
  const counts = { minPinLen: count, maxPinLen: count, freePublicMemory: count, freePrivateMemory: count };
  const library = {
    C_GetSlotList: () => [Buffer.from([1])],
    C_GetSlotInfo: () => ({ slotDescription: 's', manufacturerID: 'm', flags: CKF.slot.tokenPresent }),
    C_GetTokenInfo: () => ({ ...texts, ...counts, flags: 0, firmwareVersion: { major: 1, minor: 0 } }),
    C_GetMechanismList: () => [1, 2 ** 64],
    C_GetMechanismInfo: () => ({ minKeySize: count, maxKeySize: count, flags: 0 }),
  };
  return library as unknown as Cryptoki; // the few functions that the readers call
}

test.each(odd)('a token that says %s of its PIN lengths is shown, as one that says nothing', (count) => {
  const library = moduleOf(count);
  const [slot] = readSlots(library, createTokenStates(library));
  expect(SlotView.parse(slot).token).toMatchObject({ minPinLength: 0, maxPinLength: 0 });
});

test.each(odd)('a mechanism that says %s of its key sizes is shown, and one without a number is left out', (count) => {
  const shown = readMechanisms(moduleOf(count), Buffer.from([1]));
  expect(MechanismView.array().parse(shown)).toMatchObject([{ number: 1, minKeySize: 0, maxKeySize: 0 }]);
});
