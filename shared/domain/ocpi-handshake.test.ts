import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Handshake,
  handshakeAfter,
  type HandshakeEvent,
  handshakeNext,
  handshakeStates,
  handshakeSteps,
  settledState,
} from './ocpi-handshake.ts';

const given: Handshake = { state: 'token-given', current: { text: 'A', exchanged: false } };
const after = (at: Handshake, ...events: readonly HandshakeEvent[]): Handshake => events.reduce(handshakeAfter, at);

const step = fc.constantFrom('check', 'register', 'rotate', 'unregister');
const anyEvent: fc.Arbitrary<HandshakeEvent> = fc.oneof(
  fc.record({ kind: fc.constant('begun'), step }),
  fc.record({ kind: fc.constant('wrong-state'), step }),
  fc.record({ kind: fc.constant('answered'), token: fc.string({ minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('proved'), which: fc.constantFrom('current', 'previous') }),
  fc.constantFrom(
    ...(
      [
        'interrupted',
        'answered-without-token',
        'removed',
        'rejected',
        'no-answer',
        'undisclosed',
        'all-refused',
      ] as const
    ).map((kind) => ({ kind })),
  ),
);

const anyEvents = fc.array(anyEvent, { maxLength: 40 });

describe('the exchange of tokens as a machine', () => {
  it('never loses the token that worked last, whatever happens', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let at = given;
        let worked: string | undefined;
        for (const event of events) {
          // Whoever answers a POST or PUT has taken the token that it came with.
          if (event.kind === 'answered') worked = at.current?.text;
          if (event.kind === 'proved') worked = (event.which === 'previous' ? at.previous : at.current)?.text ?? worked;
          at = handshakeAfter(at, event);
          expect(at.current).toBeDefined();
          if (worked !== undefined) expect([at.current?.text, at.previous?.text]).toContain(worked);
        }
      }),
    );
  });

  it('has a next step from wherever it comes to stand', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const at = after(given, ...events);
        expect(handshakeNext(at.state).length).toBeGreaterThan(0);
        // Only where no token is held is there nothing that could be asked of the platform.
        expect(handshakeSteps(settledState(at.state)).length).toBeGreaterThan(0);
      }),
    );
  });

  it('comes to be registered again with a platform that answers as it should', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let at = after(given, ...events, { kind: 'interrupted' });
        // A new token by hand, where the platform has let us go.
        if (handshakeNext(at.state)[0] === 'enter-token') at = given;
        if (handshakeNext(at.state)[0] === 'check') {
          at = after(at, { kind: 'begun', step: 'check' }, { kind: 'proved', which: 'current' });
        }
        if (handshakeNext(at.state)[0] === 'register') {
          at = after(at, { kind: 'begun', step: 'register' }, { kind: 'answered', token: 'C' });
          at = after(at, { kind: 'proved', which: 'current' });
        }
        expect(at.state).toBe('registered');
        expect(at.previous).toBeUndefined();
      }),
    );
  });

  it('takes a step that was cut by the end of the program for one of which nobody knows', () => {
    for (const begun of ['register', 'rotate', 'unregister'] as const) {
      const at = after(given, { kind: 'begun', step: begun }, { kind: 'interrupted' });
      expect(at).toMatchObject({ state: 'unclear', current: { text: 'A' } });
    }
  });

  it('offers PUT where POST is not allowed because we are registered', () => {
    const at = after(given, { kind: 'begun', step: 'register' }, { kind: 'wrong-state', step: 'register' });
    expect(at.state).toBe('registered');
    expect(handshakeSteps(at.state)).toContain('rotate');
  });

  it('offers POST where PUT is not allowed because we are not', () => {
    const registered: Handshake = { state: 'registered', current: { text: 'C', exchanged: true } };
    const at = after(registered, { kind: 'begun', step: 'rotate' }, { kind: 'wrong-state', step: 'rotate' });
    expect(handshakeSteps(at.state)).toContain('register');
  });

  it('stands where it stood after a clear no', () => {
    for (const state of handshakeStates) {
      const at: Handshake = { state, current: { text: 'A', exchanged: false } };
      expect(after(at, { kind: 'begun', step: 'rotate' }, { kind: 'rejected' }).state).toBe(settledState(state));
    }
  });

  it('does not believe that it was let go while its token still works', () => {
    const at = after(given, { kind: 'begun', step: 'unregister' }, { kind: 'removed' });
    expect(at.state).toBe('unregistered');
    expect(after(at, { kind: 'all-refused' }).state).toBe('unregistered');
    expect(after(at, { kind: 'proved', which: 'current' }).state).toBe('unclear');
  });

  it('keeps both tokens while the platform does not say whether it knows the new one', () => {
    const at = after(given, { kind: 'answered', token: 'C' }, { kind: 'undisclosed' });
    expect(at).toMatchObject({ state: 'registered', current: { text: 'C' }, previous: { text: 'A' } });
  });
});
