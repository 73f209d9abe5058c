import type { SlotView, TokenView } from '../../../shared/contract/key-facts.ts';
import { buildPkcs11Uri } from '../../../shared/domain/pkcs11-uri.ts';
import { CKF, type Cryptoki, type Handle, known, type TokenInfo, unpadded } from './cryptoki.ts';
import { CKR, returnCodeOf, TokenTrouble } from './faults.ts';
import { slotIdOf, type TokenState, type TokenStates } from './token-state.ts';

/** More slots than any module has; a module that says so lies. */
const MAX_SLOTS = 1000;

/** Every slot with its token, and the states brought up to date (C_GetSlotList, C_GetSlotInfo, C_GetTokenInfo). */
export function readSlots(library: Cryptoki, states: TokenStates): readonly SlotView[] {
  const handles = library.C_GetSlotList(false);
  if (handles.length > MAX_SLOTS) throw new TokenTrouble('DRIVER_FAILED', `the module lists ${handles.length} slots`);
  states.keepOnly(new Set(handles.map(slotIdOf)));
  return handles.map((slot) => readSlot(library, states, slot));
}

function readSlot(library: Cryptoki, states: TokenStates, slot: Handle): SlotView {
  const { slotDescription, manufacturerID, flags } = library.C_GetSlotInfo(slot);
  const info = (flags & CKF.slot.tokenPresent) === 0 ? undefined : tokenInfo(library, slot);
  const state = states.seen(slot, info);
  const view = {
    slotId: slotIdOf(slot),
    description: unpadded(slotDescription),
    manufacturer: unpadded(manufacturerID),
    removable: (flags & CKF.slot.removable) !== 0,
    hardware: (flags & CKF.slot.hardware) !== 0,
  };
  return state === undefined ? view : { ...view, token: viewOf(state) };
}

/** Undefined for a token that was pulled between two calls, or that the module does not know. */
function tokenInfo(library: Cryptoki, slot: Handle): TokenInfo | undefined {
  try {
    return library.C_GetTokenInfo(slot);
  } catch (error) {
    const number = returnCodeOf(error);
    if (number === CKR.tokenNotPresent || number === CKR.tokenNotRecognized || number === CKR.deviceRemoved) {
      return undefined;
    }
    throw error;
  }
}

function viewOf({ info, signedIn }: TokenState): TokenView {
  const has = (flag: number): boolean => (info.flags & flag) !== 0;
  const { token: flags } = CKF;
  return {
    uri: tokenUri(info),
    label: unpadded(info.label),
    serial: unpadded(info.serialNumber),
    manufacturer: unpadded(info.manufacturerID),
    model: unpadded(info.model),
    firmware: `${info.firmwareVersion.major}.${info.firmwareVersion.minor}`,
    initialised: has(flags.tokenInitialized),
    userPinSet: has(flags.userPinInitialized),
    loginRequired: has(flags.loginRequired),
    writeProtected: has(flags.writeProtected),
    pinPad: has(flags.protectedAuthenticationPath),
    minPinLength: known(info.minPinLen) ?? 0,
    maxPinLength: known(info.maxPinLen) ?? 0,
    pin: pinState(info.flags, flags.userPin),
    soPin: pinState(info.flags, flags.soPin),
    ...free('freePublicBytes', info.freePublicMemory),
    ...free('freePrivateBytes', info.freePrivateMemory),
    signedIn,
    software: false,
  };
}

function tokenUri(info: TokenInfo): string {
  return buildPkcs11Uri({
    token: unpadded(info.label),
    manufacturer: unpadded(info.manufacturerID),
    serial: unpadded(info.serialNumber),
    model: unpadded(info.model),
  });
}

type PinFlags = (typeof CKF.token)['userPin'] | (typeof CKF.token)['soPin'];

function pinState(flags: number, of: PinFlags): TokenView['pin'] {
  if ((flags & of.locked) !== 0) return 'blocked';
  if ((flags & of.finalTry) !== 0) return 'last-try';
  if ((flags & of.countLow) !== 0) return 'tries-low';
  return (flags & of.toBeChanged) !== 0 ? 'to-be-changed' : 'none-wrong';
}

function free<N extends string>(name: N, value: number | bigint): { readonly [K in N]?: number } {
  const bytes = known(value);
  return bytes === undefined ? {} : ({ [name]: bytes } as { [K in N]?: number }); // a computed name loses its literal type
}
