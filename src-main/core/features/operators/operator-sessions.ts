import type { Role } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { RosterOperator, RosterState } from '../../../../shared/domain/roster.ts';
import type { TokenAccess } from '../tokens/index.ts';

export interface OperatorSession {
  readonly operatorId: string;
  /** The certificate that signed in; a session ends when the roster names another one. */
  readonly certificate: string;
  readonly tokenUri: string;
  readonly since: string;
}

/** One call that an operator has signed; taken once. */
export interface SignedCall {
  readonly operatorId: string;
  readonly certificate: string;
  readonly call: string;
  /** SHA-256 of the input, lower-case hex. */
  readonly input: string;
}

export interface OperatorSessions {
  begin(caller: Caller, session: OperatorSession): void;
  end(caller: Caller): OperatorSession | undefined;
  /** The session of this caller, if its token is still there and signed in and the roster still names its operator. */
  of(
    caller: Caller,
    roster: RosterState,
  ): { readonly session: OperatorSession; readonly operator: RosterOperator } | undefined;
  /** All that hold. */
  all(roster: RosterState): readonly { readonly session: OperatorSession; readonly operator: RosterOperator }[];
  allow(caller: Caller, call: SignedCall): void;
  /** The signed call of this name, without taking it. */
  signed(caller: Caller, call: string, roster: RosterState): RosterOperator | undefined;
  /** Takes the signed call; false when it was signed for another input. */
  take(caller: Caller, call: string, input: string): boolean;
}

/**
 * Who is signed in where. Kept in memory only: the token of the identity key is what holds a session, so it ends when
 * that is pulled out, signed out after idle time, or when the computer is locked.
 */
export function createOperatorSessions(tokens: Pick<TokenAccess, 'resolve' | 'isSignedIn'>): OperatorSessions {
  const sessions = new WeakMap<Caller, OperatorSession>();
  const calls = new WeakMap<Caller, SignedCall>();
  /** Who has begun one; whoever has left may go from memory. */
  const begun = new Set<WeakRef<Caller>>();

  function isHeld({ tokenUri }: OperatorSession): boolean {
    const token = tokens.resolve(tokenUri);
    return token.ok && tokens.isSignedIn(token.value);
  }

  function holding(caller: Caller, roster: RosterState) {
    const session = sessions.get(caller);
    if (session === undefined) return undefined;
    const operator = named(roster, session);
    if (operator !== undefined && isHeld(session)) return { session, operator };
    sessions.delete(caller);
    return undefined;
  }

  return {
    begin: (caller, session) => {
      sessions.set(caller, session);
      begun.add(new WeakRef(caller));
    },
    all: (roster) => {
      const found = new Map<Caller, NonNullable<ReturnType<typeof holding>>>();
      for (const ref of begun) {
        const caller = ref.deref();
        const one = caller === undefined ? undefined : holding(caller, roster);
        if (caller === undefined || one === undefined) begun.delete(ref);
        else found.set(caller, one);
      }
      return [...found.values()];
    },
    end: (caller) => {
      const session = sessions.get(caller);
      sessions.delete(caller);
      return session;
    },
    of: holding,
    allow: (caller, call) => void calls.set(caller, call),
    signed: (caller, call, roster) => {
      const signed = calls.get(caller);
      return signed?.call === call ? named(roster, signed) : undefined;
    },
    take: (caller, call, input) => {
      const signed = calls.get(caller);
      calls.delete(caller);
      return signed?.call === call && signed.input === input;
    },
  };
}

function named(
  { operators }: RosterState,
  { operatorId, certificate }: Pick<OperatorSession, 'operatorId' | 'certificate'>,
): RosterOperator | undefined {
  return operators.find((one) => one.operatorId === operatorId && one.certificate === certificate);
}

/** What an operator's roles are to the wire. Everybody may read; the roles say what may be changed. */
export function rolesOfOperator({ roles }: RosterOperator): readonly Role[] {
  return ['viewer', ...roles];
}
