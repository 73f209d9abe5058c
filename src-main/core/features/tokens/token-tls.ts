import type { SigningPurpose } from '../../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { KeyTarget } from '../../token-client/host-calls.ts';
import { dialInHost, type HostDialled, type HostDialWish } from '../../token-client/host-dial.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import {
  type HostListenEnd,
  type HostListenItem,
  type HostProbe,
  listenTls,
  type ListenWish,
  probeTls,
  type ProbeWish,
} from '../../token-client/host-tls.ts';
import type { TokenContext } from '../../token-client/prompts.ts';
import type { TokenHandle, TokenPlaces } from './token-places.ts';
import type { SignIn } from './token-sign-in.ts';

/** A key of the software token and the chain that it shows, leaf first. */
export interface TlsParty {
  readonly token: TokenHandle;
  readonly key: KeyTarget;
  readonly purpose: SigningPurpose;
  readonly chain: readonly Uint8Array[];
  /** Shown to the person who is asked for the passphrase. */
  readonly reason: string;
}

/** Handshakes happen in the host of the software keys, with or without one of them; core has no part in the connection. */
export interface TokenTls {
  tlsProbe(context: TokenContext, wish: ProbeWish, party: TlsParty | undefined): Promise<Result<HostProbe, TokenFault>>;
  /** A connection that stays, carried by the host of the software keys; with or without one of them. */
  tlsDial(
    context: TokenContext,
    wish: HostDialWish,
    party: TlsParty | undefined,
  ): Promise<Result<HostDialled, TokenFault>>;
  /** Until the caller stops it or the token is signed out, be it because nobody does anything. */
  tlsListen(
    context: TokenContext,
    wish: ListenWish,
    party: TlsParty,
    onItem: (item: HostListenItem) => Promise<void>,
  ): Promise<Result<HostListenEnd, TokenFault>>;
}

export interface TokenTlsDeps {
  readonly places: Pick<TokenPlaces, 'use'>;
  readonly signIn: SignIn;
  /** The run of the software host, which is started when it is needed. */
  readonly softwareHost: () => Promise<Result<HostRun, TokenFault>>;
}

export function createTokenTls({ places, signIn, softwareHost }: TokenTlsDeps): TokenTls {
  /** Signed in, and where the key is. The use ends here: a listener does not keep its token signed in. */
  async function at(context: TokenContext, party: TlsParty) {
    if (!party.token.software) return fail(tokenFault('NOT_SUPPORTED', 'TLS is for software keys'));
    const signedIn = await signIn(context, party.token, party.reason);
    if (!signedIn.ok) return signedIn;
    return places.use(party.token, (run, slotId) => {
      const { key, purpose, chain } = party;
      const { keyId, spkiSha256 } = key;
      return Promise.resolve(ok({ run, identity: { slotId, keyId, spkiSha256, purpose, chain: [...chain] } }));
    });
  }

  return {
    tlsProbe: async (context, wish, party) => {
      if (party === undefined) {
        const host = await softwareHost();
        return host.ok ? probeTls(host.value, wish, undefined, context.stop) : host;
      }
      const place = await at(context, party);
      return place.ok ? probeTls(place.value.run, wish, place.value.identity, context.stop) : place;
    },
    tlsDial: async (context, wish, party) => {
      if (party === undefined) {
        const host = await softwareHost();
        return host.ok ? dialInHost(host.value, wish, undefined, context.stop) : host;
      }
      const place = await at(context, party);
      return place.ok ? dialInHost(place.value.run, wish, place.value.identity, context.stop) : place;
    },
    tlsListen: async (context, wish, party, onItem) => {
      const place = await at(context, party);
      return place.ok ? listenTls(place.value.run, wish, place.value.identity, context.stop, onItem) : place;
    },
  };
}
