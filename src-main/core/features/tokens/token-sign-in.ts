import type { SignRequest } from '../../../../shared/contract/host.ts';
import type { SigningPurpose, TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import {
  type CertificateOutcome,
  type CertificateWish,
  type GenerateWish,
  type KeyTarget,
  logout,
  type Signed,
} from '../../token-client/host-calls.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import type { Prompts, TokenContext } from '../../token-client/prompts.ts';
import type { Turns } from '../../token-client/turns.ts';
import type { TokenAudit } from './token-audit.ts';
import type { TokenHandle, TokenPlaces } from './token-places.ts';

/** What work that runs signed in may do with its token. */
export interface SignedInToken extends TokenHandle {
  listKeys(): Promise<Result<readonly TokenKey[], TokenFault>>;
  generateKey(wish: GenerateWish): Promise<Result<TokenKey, TokenFault>>;
  destroyKey(keyId: string, spkiSha256: string | undefined): Promise<Result<undefined, TokenFault>>;
  sign(
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
  ): Promise<Result<readonly Signed[], TokenFault>>;
  writeCertificate(key: KeyTarget, wish: CertificateWish): Promise<Result<CertificateOutcome, TokenFault>>;
}

export type SignIn = (
  context: TokenContext,
  token: TokenHandle,
  reason: string,
) => Promise<Result<undefined, TokenFault>>;

export interface SignInDeps {
  readonly places: TokenPlaces;
  readonly prompts: Prompts;
  readonly turns: Turns;
  readonly audit: TokenAudit;
  readonly stale: (run: HostRun) => void;
}

/** Asks for the PIN of a token that wants one and is not signed in. One prompt per token: who comes second finds it signed in. */
export function createSignIn({ places, prompts, turns, audit, stale }: SignInDeps): SignIn {
  return (context, token, reason) =>
    turns.take(token.uri, context.stop, () =>
      places.use(token, async (run, slotId, { loginRequired, signedIn }) => {
        if (!loginRequired || signedIn === 'user') return ok(undefined);
        const end = await prompts.run(context, run, slotId, { kind: 'sign-in', reason });
        stale(run);
        if (!end.ok) {
          await audit.refused(context.caller, 'sign-in', token, end.error);
          return end;
        }
        await run.look();
        try {
          await audit.done(context.caller, 'sign-in', token, { reason });
        } catch (error) {
          // A login that nobody could write down must not stay.
          await logout(run, slotId);
          await run.look();
          throw error;
        }
        return ok(undefined);
      }),
    );
}

/**
 * Runs work signed in. When the token turns out to be signed out (its host was started anew) the PIN is asked once more
 * and the work begins again, but only if it has neither signed nor made nor destroyed anything: nothing is done twice.
 */
export async function runSignedIn<T, F>(
  signIn: () => Promise<Result<undefined, TokenFault>>,
  token: SignedInToken,
  work: (token: SignedInToken) => Promise<Result<T, F | TokenFault>>,
): Promise<Result<T, F | TokenFault>> {
  for (let again = false; ; again = true) {
    const signedIn = await signIn();
    if (!signedIn.ok) return signedIn;
    const met = { change: false, signedOut: false };
    const watched = async <R>(call: Promise<Result<R, TokenFault>>): Promise<Result<R, TokenFault>> => {
      const end = await call;
      if (!end.ok && end.error.code === 'NOT_SIGNED_IN') met.signedOut = true;
      else met.change = true;
      return end;
    };
    const result = await work({
      ...token,
      listKeys: async () => {
        const keys = await token.listKeys();
        if (!keys.ok && keys.error.code === 'NOT_SIGNED_IN') met.signedOut = true;
        return keys;
      },
      generateKey: (wish) => watched(token.generateKey(wish)),
      destroyKey: (keyId, spkiSha256) => watched(token.destroyKey(keyId, spkiSha256)),
      sign: (key, purpose, requests) => watched(token.sign(key, purpose, requests)),
      writeCertificate: (key, wish) => watched(token.writeCertificate(key, wish)),
    });
    if (result.ok || again || met.change || !met.signedOut) return result;
  }
}
