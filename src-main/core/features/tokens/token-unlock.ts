import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import { logout } from '../../token-client/host-calls.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import type { TokenContext } from '../../token-client/prompts.ts';
import type { TokenAudit } from './token-audit.ts';
import type { TokenHandle, TokenPlaces } from './token-places.ts';
import type { SignIn } from './token-sign-in.ts';

export interface TokenUnlock {
  /**
   * Work with the key of an authority. A login that it had to ask for ends with it, however it ends; a token that was
   * signed in before stays so. `reason` is shown to the person who is asked for the PIN.
   */
  readonly withUnlocked: <T, F>(
    context: TokenContext,
    token: TokenHandle,
    reason: string,
    work: () => Promise<Result<T, F>>,
  ) => Promise<Result<T, F | TokenFault>>;
  /** Signs in for work of any other kind: a login that only a batch had asked for now stays after it. */
  readonly signIn: SignIn;
}

export interface TokenUnlockDeps {
  readonly places: TokenPlaces;
  readonly audit: TokenAudit;
  readonly signIn: SignIn;
  readonly isSignedIn: (token: TokenHandle) => boolean;
  readonly stale: (run: HostRun) => void;
}

/** Unlocking an authority's key lasts for one batch of signatures. */
export function createTokenUnlock({ places, audit, signIn, isSignedIn, stale }: TokenUnlockDeps): TokenUnlock {
  /** The batches that logins were asked for, by token. */
  const batches = new Map<string, Set<TokenContext>>();

  async function lock(context: TokenContext, token: TokenHandle): Promise<void> {
    const out = await places.use(token, async (run, slotId) => {
      const end = await logout(run, slotId);
      stale(run);
      await run.look();
      return end;
    });
    if (out.ok) await audit.done(context.caller, 'sign-out', token, { cause: 'batch' });
    // Signed out already, or gone together with its login: there is nothing left to end.
    else if (isSignedIn(token)) await audit.refused(context.caller, 'sign-out', token, out.error);
  }

  return {
    withUnlocked: async (context, token, reason, work) => {
      // Part of a batch that has the token unlocked: the whole ends it.
      if (batches.get(token.uri)?.has(context) === true) return work();
      const isOpen = isSignedIn(token) && !batches.has(token.uri);
      const signedIn = await signIn(context, token, reason);
      if (!signedIn.ok) return signedIn;
      if (isOpen) return work();
      const running = batches.get(token.uri) ?? new Set<TokenContext>();
      batches.set(token.uri, running.add(context));
      try {
        return await work();
      } finally {
        running.delete(context);
        if (running.size === 0 && batches.get(token.uri) === running) {
          batches.delete(token.uri);
          await lock(context, token);
        }
      }
    },
    signIn: async (context, token, reason) => {
      const isOthers = batches.get(token.uri)?.has(context) !== true;
      const signedIn = await signIn(context, token, reason);
      if (signedIn.ok && isOthers) batches.delete(token.uri);
      return signedIn.ok ? ok(undefined) : signedIn;
    },
  };
}
