import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import type { SecretBytes } from '../backend.ts';
import { CKF, CKU, type Cryptoki, type Handle } from './cryptoki.ts';
import { CKR, quietly, returnCodeOf, TokenTrouble } from './faults.ts';
import type { TokenState, TokenStates } from './token-state.ts';

/**
 * A PIN as pkcs11js wants it: a string, never null and never a Buffer. An empty one stands for "ask at the reader" in
 * nobody's book but is counted as a wrong try by many cards, so it is refused here whatever came before. The string
 * itself cannot be wiped; the engine drops it.
 */
export function pinText(pin: SecretBytes): string {
  if (pin.length === 0) throw new TokenTrouble('PIN_LENGTH', 'empty');
  const text = decodeUtf8(pin);
  if (text === undefined) throw new TokenTrouble('PIN_INVALID', 'not UTF-8');
  return text;
}

/**
 * C_Login as the user. A token that is logged in already has nothing against it; but a login that we do not know of (the
 * module kept it over a removal) is ended first, so that no PIN passes unread.
 */
export function signIn(library: Cryptoki, states: TokenStates, state: TokenState, pin: SecretBytes): void {
  const text = pinText(pin);
  states.browse(state, (session) => {
    try {
      library.C_Login(session, CKU.user, text);
    } catch (error) {
      if (returnCodeOf(error) !== CKR.userAlreadyLoggedIn) throw error;
      if (state.signedIn === 'user') return;
      library.C_Logout(session);
      library.C_Login(session, CKU.user, text);
    }
  });
  state.signedIn = 'user';
  // Private objects have appeared.
  state.keys.clear();
  state.keysComplete = false;
}

/** C_Logout. Handles of private objects are void after it, so everything of the token is dropped. */
export function signOut(library: Cryptoki, states: TokenStates, state: TokenState): void {
  const session = state.browse;
  if (session !== undefined) quietly(() => library.C_Logout(session));
  states.drop(state);
}

/** C_InitToken, then the first user PIN. A later initialisation has to know the security officer's PIN. */
export function initToken(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  label: string,
  soPin: SecretBytes,
  pin: SecretBytes,
): void {
  const [so, user] = [pinText(soPin), pinText(pin)];
  // C_InitToken wants no session on the token at all.
  signOut(library, states, state);
  library.C_InitToken(state.slot, so, paddedLabel(label));
  asOfficer(library, state, so, (session) => library.C_InitPIN(session, user));
}

/**
 * C_SetPIN, for the user whether logged in or not (PKCS#11 v2.40 §5.5). Some modules (NSS) want the login first; they
 * refuse before they look at the PIN, so that no try is spent twice.
 */
export function changePin(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  pin: SecretBytes,
  newPin: SecretBytes,
): void {
  const [before, after] = [pinText(pin), pinText(newPin)];
  states.change(state, (session) => {
    try {
      library.C_SetPIN(session, before, after);
    } catch (error) {
      if (returnCodeOf(error) !== CKR.userNotLoggedIn || state.signedIn === 'user') throw error;
      library.C_Login(session, CKU.user, before);
      library.C_SetPIN(session, before, after);
    }
  });
}

/** C_InitPIN by the security officer: the first user PIN, or a new one for a blocked token. Ends the user's login. */
export function setPin(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  soPin: SecretBytes,
  newPin: SecretBytes,
): void {
  const [so, user] = [pinText(soPin), pinText(newPin)];
  // The officer cannot log in beside a user or a read-only session (CKR_SESSION_READ_ONLY_EXISTS).
  signOut(library, states, state);
  asOfficer(library, state, so, (session) => library.C_InitPIN(session, user));
}

function asOfficer(library: Cryptoki, state: TokenState, soPin: string, work: (session: Handle) => void): void {
  const session = library.C_OpenSession(state.slot, CKF.session.serial | CKF.session.readWrite);
  try {
    library.C_Login(session, CKU.so, soPin);
    try {
      work(session);
    } finally {
      quietly(() => library.C_Logout(session));
    }
  } finally {
    quietly(() => library.C_CloseSession(session));
  }
}

const LABEL_BYTES = 32;

/** CK_TOKEN_INFO's label: 32 bytes filled with blanks. A shorter one would be read past its end by the module. */
function paddedLabel(label: string): string {
  const length = Buffer.byteLength(label);
  if (length > LABEL_BYTES) throw new TokenTrouble('NOT_SUPPORTED', 'a token label has at most 32 bytes');
  return label + ' '.repeat(LABEL_BYTES - length);
}
