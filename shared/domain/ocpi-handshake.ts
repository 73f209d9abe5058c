import { assertNever } from '../util/assert-never.ts';

/**
 * The exchange of credentials tokens as a state machine (OCPI 2.2.1 §7.1): where it stands, which tokens are held, and
 * what can be done next. It holds on to the token that worked last until another one has worked.
 */

export const handshakeStates = [
  'none',
  'token-given',
  'registering',
  'registered',
  'rotating',
  'unclear',
  'unregistering',
  'unregistered',
  'refused',
] as const;
export type HandshakeState = (typeof handshakeStates)[number];

/** GET, POST, PUT and DELETE of the credentials module. */
export type HandshakeStep = 'check' | 'register' | 'rotate' | 'unregister';

export interface HeldToken {
  readonly text: string;
  /** It came as an answer (token C); else the partner gave it by another way (token A). */
  readonly exchanged: boolean;
}

export interface Handshake {
  readonly state: HandshakeState;
  /** Where it stood before the step that is under way. */
  readonly before?: HandshakeState;
  /** The token that is sent. */
  readonly current?: HeldToken;
  /** The one before, kept while the current one has not been seen to work. */
  readonly previous?: HeldToken;
}

export type HandshakeEvent =
  | { readonly kind: 'begun'; readonly step: HandshakeStep }
  /** The program ended in the middle of a step. */
  | { readonly kind: 'interrupted' }
  /** POST or PUT was taken, and this is the token from now on. */
  | { readonly kind: 'answered'; readonly token: string }
  /** It was taken, and no usable token came with it. */
  | { readonly kind: 'answered-without-token' }
  /** DELETE was taken. */
  | { readonly kind: 'removed' }
  /** A clear no: nothing has changed at the platform. */
  | { readonly kind: 'rejected' }
  /** HTTP 405: POST although registered, PUT or DELETE although not (OCPI 2.2.1 §7.2). */
  | { readonly kind: 'wrong-state'; readonly step: HandshakeStep }
  /** A cut answer, an unreadable one or trouble at the platform: nobody knows whether it was done. */
  | { readonly kind: 'no-answer' }
  /** GET told the credentials that the platform has for us. */
  | { readonly kind: 'proved'; readonly which: 'current' | 'previous' }
  /** GET was answered, without saying whether the token is known. */
  | { readonly kind: 'undisclosed' }
  /** Every token that we hold is refused, or taken for a stranger's. */
  | { readonly kind: 'all-refused' };

const begun = { check: undefined, register: 'registering', rotate: 'rotating', unregister: 'unregistering' } as const;

/** Where a platform says that we stand when it answers 405 to a step. */
const contradicted = {
  check: 'unclear',
  register: 'registered',
  rotate: 'token-given',
  unregister: 'unregistered',
} as const;

/** What the exchange has become by an event. Pure; the tokens in it are secrets. */
export function handshakeAfter(at: Handshake, event: HandshakeEvent): Handshake {
  const { before, ...rest } = at;
  const settled: Handshake = { ...rest, state: settledState(at.state) };
  switch (event.kind) {
    case 'begun': {
      const state = begun[event.step];
      return state === undefined ? at : { ...rest, state, before: settledState(at.state) };
    }
    case 'interrupted':
      return settled;
    case 'answered': {
      const current = { text: event.token, exchanged: true };
      // That the current one was taken for this proves it, so that what was before it may go.
      const previous = at.current ?? at.previous;
      return { state: 'unclear', current, ...(previous === undefined ? {} : { previous }) };
    }
    case 'answered-without-token':
    case 'no-answer':
      return { ...rest, state: 'unclear' };
    case 'removed':
      return { ...rest, state: 'unregistered' };
    case 'rejected':
      return { ...rest, state: before ?? settled.state };
    case 'wrong-state':
      return { ...rest, state: contradicted[event.step] };
    case 'proved':
      return proved(settled, event.which);
    case 'undisclosed':
      return isOpen(settled.state) && at.current?.exchanged === true ? { ...rest, state: 'registered' } : settled;
    case 'all-refused':
      return settled.state === 'unregistered' ? settled : { ...rest, state: 'refused' };
    default:
      return assertNever(event);
  }
}

function proved(at: Handshake, which: 'current' | 'previous'): Handshake {
  const current = which === 'current' ? at.current : (at.previous ?? at.current);
  const held = current === undefined ? {} : { current };
  // A platform that has let us go and still takes the token has not let us go.
  if (at.state === 'unregistered') return { state: 'unclear', ...held };
  if (!isOpen(at.state)) return { state: at.state, ...held };
  return { state: current?.exchanged === false ? 'token-given' : 'registered', ...held };
}

const isOpen = (state: HandshakeState): boolean => state === 'unclear' || state === 'refused';

/** As it stands while nothing is under way: a step that was begun and has no end is one of which nobody knows. */
export function settledState(state: HandshakeState): HandshakeState {
  return state === 'registering' || state === 'rotating' || state === 'unregistering' ? 'unclear' : state;
}

/** Something has to be done by hand where no token helps any more. */
export type HandshakeNext = HandshakeStep | 'enter-token';

const next: Readonly<Record<HandshakeState, readonly [HandshakeNext, ...HandshakeNext[]]>> = {
  none: ['enter-token'],
  'token-given': ['register', 'check', 'rotate', 'unregister'],
  registered: ['check', 'rotate', 'unregister'],
  unclear: ['check', 'register', 'rotate', 'unregister', 'enter-token'],
  registering: ['check', 'register', 'rotate', 'unregister', 'enter-token'],
  rotating: ['check', 'register', 'rotate', 'unregister', 'enter-token'],
  unregistering: ['check', 'register', 'rotate', 'unregister', 'enter-token'],
  unregistered: ['enter-token', 'check', 'register'],
  refused: ['enter-token', 'check', 'register'],
};

/** What makes sense from a state, the likeliest first; never empty. */
export function handshakeNext(state: HandshakeState): readonly [HandshakeNext, ...HandshakeNext[]] {
  return next[state];
}

/** The steps among them that are asked of the platform, in the order in which they are offered. */
export function handshakeSteps(state: HandshakeState): readonly HandshakeStep[] {
  return (['check', 'register', 'rotate', 'unregister'] as const).filter((step) => next[state].includes(step));
}
