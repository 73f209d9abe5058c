import type { TokenFault, TokenFaultCode } from '../../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { findToken, type TokenNotFound } from '../../token-client/find-token.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import type { SeenToken, TokenHosts } from '../../token-client/token-hosts.ts';

/** A token by its URI. It outlives hosts and slots: every use looks up where the token is now. */
export interface TokenHandle {
  readonly uri: string;
  readonly label: string;
  readonly software: boolean;
}

/** Where tokens are now: the way from a URI to a slot of a running host. */
export interface TokenPlaces {
  /** The token that an RFC 7512 URI (of a token or of a key on it) names, among those seen now. */
  resolve(uri: string): Result<TokenHandle, TokenNotFound>;
  /** The same, but waits for hosts on their way up and looks once more before it gives up. */
  find(uri: string): Promise<Result<TokenHandle, TokenNotFound>>;
  /** What is seen of a token now. */
  seen(uri: string): Result<SeenToken, TokenNotFound>;
  /** Runs one operation where the token is. A host that is on its way up is waited for. */
  use<T>(token: TokenHandle, operation: Operation<T>): Promise<Result<T, TokenFault>>;
}

type Operation<T> = (run: HostRun, slotId: string, seen: SeenToken['token']) => Promise<Result<T, TokenFault>>;

export interface TokenPlacesDeps {
  readonly hosts: TokenHosts;
  /** A person uses tokens: puts the idle sign-out off. Returns what ends the use. */
  readonly inUse: () => () => void;
  /** What is remembered of this run's tokens may be wrong. */
  readonly stale: (run: HostRun) => void;
}

/** A network HSM takes its time to open; one that hangs at every start is not waited for. */
const START_PATIENCE_MS = 25_000;

/** Faults after which what is remembered of a token may be wrong. */
const LOOK_AGAIN: ReadonlySet<TokenFaultCode> = new Set([
  'NOT_SIGNED_IN',
  'TOKEN_ABSENT',
  'TOKEN_REMOVED',
  'DEVICE_ERROR',
  'PIN_LOCKED',
]);

export function createTokenPlaces({ hosts, inUse, stale }: TokenPlacesDeps): TokenPlaces {
  /** Where each token was seen last, so that a host that is down is waited for, and no other one. */
  const homes = new Map<string, string>();

  function seen(uri: string): Result<SeenToken, TokenNotFound> {
    const found = findToken(hosts.tokens(), uri);
    if (found.ok) homes.set(found.value.token.uri, found.value.moduleId);
    return found;
  }

  async function find(uri: string): Promise<Result<TokenHandle, TokenNotFound>> {
    if (!seen(uri).ok) await hosts.settled(START_PATIENCE_MS);
    if (!seen(uri).ok) await hosts.lookAll();
    return resolve(uri);
  }

  function resolve(uri: string): Result<TokenHandle, TokenNotFound> {
    const found = seen(uri);
    return found.ok ? ok(handleOf(found.value)) : found;
  }

  /** Where the token is now. A handle was resolved before, so a token that is not seen any more was taken away. */
  async function at(token: TokenHandle): Promise<Result<SeenToken, TokenFault>> {
    const now = seen(token.uri);
    if (now.ok) return now;
    const home = hosts.get(homes.get(token.uri) ?? '');
    const up = await home?.ready();
    if (up?.ok === false) return up;
    const found = seen(token.uri);
    return found.ok ? found : fail(tokenFault('TOKEN_ABSENT'));
  }

  async function use<T>(
    token: TokenHandle,
    operation: (run: HostRun, slotId: string, seen: SeenToken['token']) => Promise<Result<T, TokenFault>>,
  ): Promise<Result<T, TokenFault>> {
    const place = await at(token);
    if (!place.ok) return place;
    const { run, slot } = place.value;
    const done = inUse();
    try {
      const end = await operation(run, slot.slotId, place.value.token);
      if (!end.ok && LOOK_AGAIN.has(end.error.code)) {
        stale(run);
        await run.look();
      }
      return end;
    } finally {
      done();
    }
  }

  return { resolve, find, seen, use };
}

export function handleOf({ token }: SeenToken): TokenHandle {
  return { uri: token.uri, label: token.label, software: token.software };
}
