import { CKF, type Cryptoki, type Handle, type TokenInfo } from './cryptoki.ts';
import { CKR, meansRemoved, quietly, returnCodeOf, TokenTrouble } from './faults.ts';
import type { KeyEntry } from './key-reader.ts';

/** What is known of the token in one slot while it stays there. */
export interface TokenState {
  readonly slotId: string;
  readonly slot: Handle;
  /** Serial, label and maker: another one in the same slot is another token. */
  identity: string;
  info: TokenInfo;
  /** Kept open: closing a token's last session logs out. */
  browse: Handle | undefined;
  signedIn: 'user' | 'so' | 'no';
  /** Keys by CKA_ID. Read once after login; finding one by id is a walk over all objects of the token. */
  readonly keys: Map<string, readonly KeyEntry[]>;
  keysComplete: boolean;
}

export interface TokenStates {
  /** The token in a slot; throws TOKEN_ABSENT for a slot that is unknown and TOKEN_REMOVED when the slot is empty. */
  present(slotId: string): TokenState;
  /** Takes what a look at the slots found; a token that changed or went loses its sessions, handles and login. */
  seen(slot: Handle, info: TokenInfo | undefined): TokenState | undefined;
  /** Forgets slots that the module no longer lists. */
  keepOnly(slotIds: ReadonlySet<string>): void;
  /** Runs in the read-only session. After any error the session is replaced: modules leave operations behind. */
  browse<T>(state: TokenState, run: (session: Handle) => T): T;
  /** Runs in a read-write session of its own. */
  change<T>(state: TokenState, run: (session: Handle) => T): T;
  /** Closes every session of the token, which also logs out. */
  drop(state: TokenState): void;
  all(): readonly TokenState[];
}

export function slotIdOf(slot: Handle): string {
  return slot.toString('hex');
}

export function createTokenStates(library: Cryptoki): TokenStates {
  const states = new Map<string, TokenState>();

  function drop(state: TokenState): void {
    if (state.browse !== undefined) quietly(() => library.C_CloseAllSessions(state.slot));
    state.browse = undefined;
    state.signedIn = 'no';
    state.keys.clear();
    state.keysComplete = false;
  }

  function present(slotId: string): TokenState {
    const state = states.get(slotId);
    if (state === undefined) throw new TokenTrouble('TOKEN_ABSENT');
    // After a pull some modules answer everything else out of their cache; only this flag tells the truth.
    let there = false;
    try {
      there = (library.C_GetSlotInfo(state.slot).flags & CKF.slot.tokenPresent) !== 0;
    } catch (error) {
      if (returnCodeOf(error) === undefined) throw error;
    }
    if (there) return state;
    drop(state);
    states.delete(slotId);
    throw new TokenTrouble('TOKEN_REMOVED');
  }

  function seen(slot: Handle, info: TokenInfo | undefined): TokenState | undefined {
    const slotId = slotIdOf(slot);
    const known = states.get(slotId);
    if (info === undefined) {
      if (known !== undefined) drop(known);
      states.delete(slotId);
      return undefined;
    }
    const identity = [info.serialNumber, info.label, info.manufacturerID, info.model].join('\n');
    if (known !== undefined) {
      if (known.identity !== identity) drop(known);
      known.identity = identity;
      known.info = info;
      return known;
    }
    const state: TokenState = {
      slotId,
      slot,
      identity,
      info,
      browse: undefined,
      signedIn: 'no',
      keys: new Map(),
      keysComplete: false,
    };
    states.set(slotId, state);
    return state;
  }

  function browse<T>(state: TokenState, run: (session: Handle) => T): T {
    const session = (state.browse ??= library.C_OpenSession(state.slot, CKF.session.serial));
    try {
      return run(session);
    } catch (error) {
      recover(state, session, returnCodeOf(error));
      throw error;
    }
  }

  function recover(state: TokenState, session: Handle, number: number | undefined): void {
    if (meansRemoved(number)) {
      drop(state);
      return;
    }
    if (number === CKR.userNotLoggedIn) forgetLogin(state);
    let fresh: Handle | undefined;
    // The new one first: between the two the token would have no session and log out.
    quietly(() => {
      fresh = library.C_OpenSession(state.slot, CKF.session.serial);
    });
    quietly(() => library.C_CloseSession(session));
    state.browse = fresh;
    if (fresh === undefined) drop(state);
  }

  function change<T>(state: TokenState, run: (session: Handle) => T): T {
    const session = library.C_OpenSession(state.slot, CKF.session.serial | CKF.session.readWrite);
    let removed = false;
    try {
      return run(session);
    } catch (error) {
      const number = returnCodeOf(error);
      removed = meansRemoved(number);
      if (number === CKR.userNotLoggedIn) forgetLogin(state);
      throw error;
    } finally {
      quietly(() => library.C_CloseSession(session));
      if (removed) drop(state);
    }
  }

  return {
    present,
    seen,
    keepOnly: (slotIds) => {
      for (const [slotId, state] of states) {
        if (slotIds.has(slotId)) continue;
        drop(state);
        states.delete(slotId);
      }
    },
    browse,
    change,
    drop,
    all: () => [...states.values()],
  };
}

function forgetLogin(state: TokenState): void {
  state.signedIn = 'no';
  state.keys.clear();
  state.keysComplete = false;
}
