import type { SignRequest } from '../../../../shared/contract/host.ts';
import type { AlgorithmOffer, SigningPurpose, MechanismView, TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import {
  type CertificateOutcome,
  type CertificateWish,
  destroyKey,
  generateKey,
  type GenerateWish,
  type KeyTarget,
  listKeys,
  readMechanisms,
  signBatch,
  type Signed,
  writeCertificate,
} from '../../token-client/host-calls.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import type { HostRun } from '../../token-client/host-run.ts';
import type { Prompts, TokenContext } from '../../token-client/prompts.ts';
import type { SeenToken, TokenHosts } from '../../token-client/token-hosts.ts';
import type { Turns } from '../../token-client/turns.ts';
import type { TokenAudit } from './token-audit.ts';
import type { TokenHomes } from './token-homes.ts';
import { createTokenTls, type TokenTls, type TokenTlsDeps } from './token-tls.ts';
import { createTokenPlaces, type NoToken, type TokenHandle, type TokenPlaces } from './token-places.ts';
import { SOFTWARE_MODULE } from './modules.service.ts';
import { createSignIn, runSignedIn, type SignedInToken } from './token-sign-in.ts';
import { createTokenUnlock, type TokenUnlock } from './token-unlock.ts';

export interface TokenAccess extends TokenTls, Pick<TokenUnlock, 'withUnlocked'> {
  /** The token that an RFC 7512 URI (of a token or of a key on it) names, among those seen now. */
  resolve(tokenUri: string): Result<TokenHandle, NoToken>;
  /** The same, but waits for hosts on their way up and looks once more before it gives up. */
  find(tokenUri: string): Promise<Result<TokenHandle, NoToken>>;
  /** What is seen of a token now, through its own module. */
  seen(token: TokenHandle): Result<SeenToken, NoToken>;
  isSignedIn(token: TokenHandle): boolean;
  offers(token: TokenHandle): Promise<Result<readonly AlgorithmOffer[], TokenFault>>;
  mechanisms(
    token: TokenHandle,
  ): Promise<Result<{ readonly mechanisms: MechanismView[]; readonly algorithms: AlgorithmOffer[] }, TokenFault>>;
  /** Asks for the PIN unless the token is signed in or wants none; it stays so. `reason` is shown to who is asked. */
  signIn(context: TokenContext, token: TokenHandle, reason: string): Promise<Result<undefined, TokenFault>>;
  /**
   * Runs work signed in. When the token turns out to be signed out (its host was started anew) the PIN is asked once more
   * and the work begins again, but only if it has neither signed nor made nor destroyed anything: nothing is done twice.
   */
  withSignIn<T, F>(
    context: TokenContext,
    token: TokenHandle,
    reason: string,
    work: (token: SignedInToken) => Promise<Result<T, F | TokenFault>>,
  ): Promise<Result<T, F | TokenFault>>;
  /** Keys of a token, private ones while signed in. From memory until something changed; `fresh` asks the token. */
  listKeys(token: TokenHandle, fresh?: boolean): Promise<Result<readonly TokenKey[], TokenFault>>;
  /** Whether a key wants its PIN for each signature; undefined as long as its token does not show it. */
  wantsPinEach(token: TokenHandle, keyId: string): Promise<boolean | undefined>;
  /** Makes a key. OUTCOME_UNKNOWN: the token may have it, look for `intentId` and label before asking again. */
  generateKey(token: TokenHandle, wish: GenerateWish): Promise<Result<TokenKey, TokenFault>>;
  destroyKey(token: TokenHandle, keyId: string, spkiSha256: string | undefined): Promise<Result<undefined, TokenFault>>;
  /** Signs all or none, without asking anybody: NOT_SIGNED_IN and PIN_PER_SIGNATURE come back as faults. */
  sign(
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
  ): Promise<Result<readonly Signed[], TokenFault>>;
  /** Signs one request, signed in; keys that want their PIN for each signature are asked for it. */
  signOne(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    request: SignRequest,
    reason: string,
  ): Promise<Result<Signed, TokenFault>>;
  /**
   * Signs many requests in order, signed in once; all or none are answered. A key that wants its PIN for each signature is
   * asked for it as often as there are requests, and the first that is not given ends it all.
   */
  signMany(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
    reason: string,
  ): Promise<Result<readonly Signed[], TokenFault>>;
  /**
   * Puts a key's certificate beside it, signed in. CERTIFICATE_CLASH (detail: SHA-256 of the other) when another one lies
   * there than the wish replaces, CERTIFICATE_REFUSED when it is not of this key. `chain`: its issuers, which software keys keep for their export.
   */
  writeCertificate(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    wish: CertificateWish,
    reason: string,
  ): Promise<Result<CertificateOutcome, TokenFault>>;
  /** Software keys only: the encrypted PKCS#12 file, under a passphrase asked for it. */
  exportPkcs12(
    context: TokenContext,
    token: TokenHandle,
    keyId: string,
    spkiSha256: string,
  ): Promise<Result<Uint8Array, TokenFault>>;
}

export interface TokenAccessDeps {
  readonly hosts: TokenHosts;
  readonly homes: TokenHomes;
  readonly wake: (moduleId: string | undefined) => void;
  readonly prompts: Prompts;
  readonly turns: Turns;
  readonly audit: TokenAudit;
  /** A person uses tokens: puts the idle sign-out off. Returns what ends the use. */
  readonly inUse: () => () => void;
}

export function createTokenAccess({ hosts, homes, wake, prompts, turns, audit, inUse }: TokenAccessDeps): TokenAccess {
  /** Key lists live as long as nothing of ours changed the token; a run that ended takes its lists along. */
  const lists = new WeakMap<HostRun, Map<string, readonly TokenKey[]>>();
  const stale = (run: HostRun): void => void lists.delete(run);
  const places = createTokenPlaces({ hosts, homes, wake, inUse, stale });
  const use: TokenPlaces['use'] = (token, operation) => places.use(token, operation);
  const unlock = createTokenUnlock({
    places,
    audit,
    signIn: createSignIn({ places, prompts, turns, audit, stale }),
    isSignedIn,
    stale,
  });
  const { signIn } = unlock;
  const softwareHost: TokenTlsDeps['softwareHost'] = () => {
    wake(SOFTWARE_MODULE);
    const host = hosts.get(SOFTWARE_MODULE);
    return host === undefined ? Promise.resolve(fail(tokenFault('TOKEN_ABSENT'))) : host.ready();
  };
  const tls = createTokenTls({ places, signIn, softwareHost });

  function isSignedIn(token: TokenHandle): boolean {
    const found = places.seen(token);
    return found.ok && (found.value.token.signedIn === 'user' || !found.value.token.loginRequired);
  }

  function withSignIn<T, F>(
    context: TokenContext,
    token: TokenHandle,
    reason: string,
    work: (token: SignedInToken) => Promise<Result<T, F | TokenFault>>,
  ): Promise<Result<T, F | TokenFault>> {
    const operations: SignedInToken = {
      ...token,
      listKeys: () => list(token),
      generateKey: (wish) => generate(token, wish),
      destroyKey: (keyId, spkiSha256) => destroy(token, keyId, spkiSha256),
      sign: (key, purpose, requests) => sign(token, key, purpose, requests),
      writeCertificate: (key, wish) =>
        use(token, async (run, slotId) => {
          const written = await writeCertificate(run, slotId, key, wish);
          stale(run);
          return written;
        }),
    };
    return runSignedIn(() => signIn(context, token, reason), operations, work);
  }

  async function list(token: TokenHandle, fresh = false): Promise<Result<readonly TokenKey[], TokenFault>> {
    return use(token, async (run, slotId, { uri, signedIn }) => {
      // Signed out a token shows fewer keys, and another token in the slot shows others.
      const name = `${slotId} ${signedIn} ${uri}`;
      const known = fresh ? undefined : lists.get(run)?.get(name);
      if (known !== undefined) return ok(known);
      const keys = await listKeys(run, slotId);
      if (keys.ok) lists.set(run, new Map(lists.get(run)).set(name, keys.value));
      return keys;
    });
  }

  function generate(token: TokenHandle, wish: GenerateWish): Promise<Result<TokenKey, TokenFault>> {
    return use(token, async (run, slotId) => {
      const made = await generateKey(run, slotId, wish);
      stale(run);
      return made;
    });
  }

  function destroy(
    token: TokenHandle,
    keyId: string,
    spkiSha256: string | undefined,
  ): Promise<Result<undefined, TokenFault>> {
    return use(token, async (run, slotId) => {
      const gone = await destroyKey(run, slotId, keyId, spkiSha256);
      stale(run);
      return gone;
    });
  }

  function sign(
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
  ): Promise<Result<readonly Signed[], TokenFault>> {
    return use(token, (run, slotId) => signBatch(run, slotId, key, purpose, requests));
  }

  async function signOne(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    request: SignRequest,
    reason: string,
  ): Promise<Result<Signed, TokenFault>> {
    const signed = await signMany(context, token, key, purpose, [request], reason);
    if (!signed.ok) return signed;
    const [first] = signed.value;
    return first === undefined ? fail(tokenFault('DRIVER_FAILED', 'no signature')) : ok(first);
  }

  async function wantsPinEach(token: TokenHandle, keyId: string): Promise<boolean | undefined> {
    const known = await list(token);
    const key = known.ok ? known.value.find((one) => one.keyId === keyId) : undefined;
    return key === undefined || key.pinPerSignature === 'unknown' ? undefined : key.pinPerSignature === 'yes';
  }

  async function signMany(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
    reason: string,
  ): Promise<Result<readonly Signed[], TokenFault>> {
    return withSignIn<readonly Signed[], TokenFault>(context, token, reason, async (signedIn) => {
      if ((await wantsPinEach(token, key.keyId)) !== true) {
        const signed = await signedIn.sign(key, purpose, requests);
        // The host says so before it signs anything.
        if (signed.ok || signed.error.code !== 'PIN_PER_SIGNATURE') return signed;
      }
      const all: Signed[] = [];
      for (const request of requests) {
        const signed = await signWithPin(context, token, key, purpose, request, reason);
        if (!signed.ok) return signed;
        all.push(signed.value);
      }
      return ok(all);
    });
  }

  function putCertificate(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    wish: CertificateWish,
    reason: string,
  ): Promise<Result<CertificateOutcome, TokenFault>> {
    return withSignIn<CertificateOutcome, TokenFault>(context, token, reason, (signedIn) =>
      signedIn.writeCertificate(key, wish),
    );
  }

  function signWithPin(
    context: TokenContext,
    token: TokenHandle,
    { keyId, spkiSha256 }: KeyTarget,
    purpose: SigningPurpose,
    request: SignRequest,
    reason: string,
  ): Promise<Result<Signed, TokenFault>> {
    return use(token, async (run, slotId) => {
      const action = { kind: 'sign', reason, keyId, spkiSha256, purpose, request } as const;
      const end = await prompts.run(context, run, slotId, action);
      if (!end.ok) {
        await audit.refused(context.caller, 'sign', token, end.error);
        return end;
      }
      const { signature, signingInput } = end.value;
      if (signature === undefined || signingInput === undefined)
        return fail(tokenFault('DRIVER_FAILED', 'no signature'));
      return ok({ signature, signingInput });
    });
  }

  async function exportPkcs12(
    context: TokenContext,
    token: TokenHandle,
    keyId: string,
    spkiSha256: string,
  ): Promise<Result<Uint8Array, TokenFault>> {
    return use(token, async (run, slotId) => {
      const end = await prompts.run(context, run, slotId, { kind: 'export-pkcs12', keyId, spkiSha256 });
      if (!end.ok) return end;
      return end.value.file === undefined ? fail(tokenFault('DRIVER_FAILED', 'no file')) : ok(end.value.file);
    });
  }

  const mechanisms: TokenAccess['mechanisms'] = (token) => use(token, (run, slotId) => readMechanisms(run, slotId));

  return {
    resolve: (uri) => places.resolve(uri),
    find: (uri) => places.find(uri),
    seen: (token) => places.seen(token),
    isSignedIn,
    offers: async (token) => {
      const offered = await mechanisms(token);
      return offered.ok ? ok(offered.value.algorithms) : offered;
    },
    mechanisms,
    signIn,
    withSignIn,
    withUnlocked: unlock.withUnlocked,
    listKeys: list,
    wantsPinEach,
    generateKey: generate,
    destroyKey: destroy,
    sign,
    signOne,
    signMany,
    writeCertificate: putCertificate,
    ...tls,
    exportPkcs12,
  };
}
