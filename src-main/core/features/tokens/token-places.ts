import type { TokenFault, TokenFaultCode } from '../../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { findToken, type TokenNotFound } from '../../token-client/find-token.ts';
import type { HostConnection } from '../../token-client/host-connection.ts';
import { readFault, tokenFault } from '../../token-client/host-fault.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import type { SeenToken, TokenHosts } from '../../token-client/token-hosts.ts';
import type { TokenHomes } from './token-homes.ts';

/** A token by its URI. It outlives hosts and slots: every use looks up where the token is now. */
export interface TokenHandle {
  readonly uri: string;
  readonly label: string;
  readonly software: boolean;
  /** Through which it was found; no other module's token is taken for it. */
  readonly moduleId?: string;
}

/**
 * TOKEN_ABSENT: the module through which the token is known is down for the moment, or does not show it while another module
 * does. HOST_STOPPED: that module crashed too often. TOKEN_AMBIGUOUS: several tokens fit.
 */
export type NoToken = TokenNotFound | TokenFault;

/** Where tokens are now: the way from a URI to a slot of a running host. */
export interface TokenPlaces {
  /** The token that an RFC 7512 URI (of a token or of a key on it) names, among those seen now. */
  resolve(uri: string): Result<TokenHandle, NoToken>;
  /** The same, but waits for hosts on their way up and looks once more before it gives up. */
  find(uri: string): Promise<Result<TokenHandle, NoToken>>;
  /** What is seen of a token now. */
  seen(token: Pick<TokenHandle, 'uri' | 'moduleId'>): Result<SeenToken, NoToken>;
  /** Runs one operation where the token is. A host that is on its way up is waited for. */
  use<T>(token: TokenHandle, operation: Operation<T>): Promise<Result<T, TokenFault>>;
}

type Operation<T> = (run: HostRun, slotId: string, seen: SeenToken['token']) => Promise<Result<T, TokenFault>>;

export interface TokenPlacesDeps {
  readonly hosts: TokenHosts;
  readonly homes: TokenHomes;
  /** Starts the host of this module, or of all where it is not known which one is meant. */
  readonly wake: (moduleId: string | undefined) => void;
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

export function createTokenPlaces({ hosts, homes, wake, inUse, stale }: TokenPlacesDeps): TokenPlaces {
  /** The module through which a token is known; one that was removed from the workspace is none any more. */
  function homeOf(uri: string): string | undefined {
    const home = homes.of(uri);
    return home === undefined || hosts.get(home) === undefined ? undefined : home;
  }

  function seen({ uri, moduleId }: Pick<TokenHandle, 'uri' | 'moduleId'>): Result<SeenToken, NoToken> {
    const home = moduleId ?? homeOf(uri);
    const found = findToken(hosts.tokens(), uri, home);
    if (!found.ok)
      return isAmbiguous(uri, home) ? ambiguous : home === undefined ? found : missing(uri, home, found.error);
    const { token, moduleId: at } = found.value;
    const known = homeOf(token.uri);
    // An URI that says less than the token's own one may have found a clone.
    if (home === undefined && known !== undefined && known !== at) return missing(uri, known, notFound);
    if (known === undefined) homes.forget(homes.of(token.uri) ?? '');
    homes.remember(token.uri, at);
    return found;
  }

  /** Its own module does not show it: said as such where that module is down or another one shows a token of its name. */
  function missing(uri: string, home: string, fault: NoToken): Result<never, NoToken> {
    const connection = hosts.get(home);
    if (connection?.current() === undefined) return fail(downFault(connection));
    const twin = hosts.tokens().some((other) => findToken([other], uri).ok);
    return fail(twin ? tokenFault('TOKEN_ABSENT', 'only another module shows a token of this name') : fault);
  }

  function isAmbiguous(uri: string, home: string | undefined): boolean {
    return hosts.tokens().filter((one) => findToken([one], uri, home).ok).length > 1;
  }

  async function find(uri: string): Promise<Result<TokenHandle, NoToken>> {
    wake(homes.of(uri));
    // Who is up first must not be taken for a token whose own module is still on its way.
    if (homeOf(uri) === undefined || !seen({ uri }).ok) await hosts.settled(START_PATIENCE_MS);
    if (!seen({ uri }).ok) await hosts.lookAll();
    return resolve(uri);
  }

  function resolve(uri: string): Result<TokenHandle, NoToken> {
    const found = seen({ uri });
    return found.ok ? ok(handleOf(found.value)) : found;
  }

  /** Where the token is now. A handle was resolved before, so a token that is not seen any more was taken away. */
  async function at(token: TokenHandle): Promise<Result<SeenToken, TokenFault>> {
    const now = seen(token);
    if (now.ok) return now;
    const home = hosts.get(token.moduleId ?? homes.of(token.uri) ?? '');
    const up = await home?.ready();
    if (up?.ok === false) return home?.state().state === 'failed' ? fail(downFault(home)) : up;
    const found = seen(token);
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

export function handleOf({ token, moduleId }: SeenToken): TokenHandle {
  return { uri: token.uri, label: token.label, software: token.software, moduleId };
}

const notFound: TokenNotFound = { code: 'TOKEN_NOT_FOUND', data: {} };
const ambiguous = fail(tokenFault('TOKEN_AMBIGUOUS', 'say the serial, or remove the module that is not meant'));

/** Ends after which a host is started again by itself, until there were too many of them. */
const CRASHES: ReadonlySet<TokenFaultCode> = new Set(['HOST_CRASHED', 'TOKEN_NOT_ANSWERING', 'DRIVER_FAILED']);

/** Why a module that is down shows no token: it has given up, its library refuses, or it is about to come back. */
function downFault(connection: HostConnection | undefined): TokenFault {
  const now = connection?.state();
  if (now?.state !== 'failed' || now.lastFault === undefined)
    return tokenFault('TOKEN_ABSENT', 'the module of this token is not running');
  const last = readFault(now.lastFault);
  return CRASHES.has(last.code) ? tokenFault('HOST_STOPPED', last.code) : last;
}
