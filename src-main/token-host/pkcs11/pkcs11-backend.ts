import type { AlgorithmOffer, MechanismView, TokenKey } from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type {
  CertificateWish,
  CertificateWritten,
  KeyHandle,
  ModuleInfo,
  SecretBytes,
  SigningScheme,
  TokenBackend,
} from '../backend.ts';
import { certificatesThere, createCertificate, destroyCertificates } from './certificates.ts';
import { CKF, type Cryptoki, initialize, loadCryptoki, unpadded } from './cryptoki.ts';
import { CKR, faultOf, quietly, returnCodeOf, TokenTrouble } from './faults.ts';
import { generateKey } from './generation.ts';
import { type KeyEntry, readKeys } from './key-reader.ts';
import { offersOf, readMechanisms } from './offers.ts';
import { changePin, initToken, setPin, signIn, signOut } from './pins.ts';
import { methodFor, signOnce, StaleHandle } from './signatures.ts';
import { readSlots } from './slots.ts';
import { createTokenStates, type TokenState, type TokenStates } from './token-state.ts';

interface Loaded {
  readonly path: string;
  readonly library: Cryptoki;
  readonly states: TokenStates;
  readonly info: ModuleInfo;
}

/** One PKCS#11 module behind the host's interface. Every call blocks its process: that process is the thread. */
export function createPkcs11Backend(): TokenBackend {
  let loaded: Loaded | undefined;

  /** Runs a sequence of module calls; how it ends is a value, and secrets are wiped on every way out. */
  async function sequence<T>(work: (module: Loaded) => T, ...secrets: readonly SecretBytes[]) {
    try {
      if (loaded === undefined)
        return fail({ code: 'MODULE_UNLOADABLE', data: { detail: 'no module is open' } } as const);
      return await Promise.resolve(ok(work(loaded)));
    } catch (error) {
      return fail(faultOf(error));
    } finally {
      for (const secret of secrets) secret.fill(0);
    }
  }

  function withToken<T>(
    slotId: string,
    work: (library: Cryptoki, states: TokenStates, state: TokenState) => T,
    ...secrets: readonly SecretBytes[]
  ) {
    return sequence(({ library, states }) => work(library, states, states.present(slotId)), ...secrets);
  }

  async function withTokenChanged(...args: Parameters<typeof withToken<void>>): Promise<Result<undefined, TokenFault>> {
    const done = await withToken(...args);
    return done.ok ? ok(undefined) : done;
  }

  return {
    open: (path, parameters) => Promise.resolve(openModule(path, parameters)),
    slots: () => sequence(({ library, states }) => readSlots(library, states)),
    mechanisms: (slotId) =>
      withToken(
        slotId,
        (library, _states, state): { mechanisms: readonly MechanismView[]; algorithms: AlgorithmOffer[] } => {
          const mechanisms = readMechanisms(library, state.slot);
          return { mechanisms, algorithms: offersOf(mechanisms) };
        },
      ),
    listKeys: (slotId, alive) =>
      withToken(slotId, (library, states, state) => {
        const entries = readAllKeys(library, states, state, alive);
        return entries.map(({ key }) => key);
      }),
    find: (handle) => withToken(handle.slotId, (library, states, state) => findKey(library, states, state, handle).key),
    generate: (wish) =>
      withToken(wish.slotId, (library, states, state): TokenKey => {
        const offer = offersOf(readMechanisms(library, state.slot)).find(
          ({ algorithm }) => algorithm === wish.algorithm,
        );
        if (offer?.canGenerate !== true)
          throw new TokenTrouble('MECHANISM_MISSING', `no generation of ${wish.algorithm}`);
        if (needsLogin(state)) throw new TokenTrouble('NOT_SIGNED_IN');
        // A session of its own, but never the token's only one: closing that would log out.
        const { key } = states.browse(state, () =>
          states.change(state, (session) => generateKey(library, session, state, wish)),
        );
        state.keys.delete(key.keyId);
        state.keysComplete = false;
        return key;
      }),
    destroy: (slotId, keyId, spkiSha256) =>
      withToken(slotId, (library, states, state) => destroyKey(library, states, state, keyId, spkiSha256)),
    writeCertificate: (key, wish) =>
      withToken(key.slotId, (library, states, state) => putCertificate(library, states, state, key, wish)),
    sign: (key, scheme, messages, pin) =>
      withToken(
        key.slotId,
        (library, states, state) => signAll(library, states, state, key, scheme, messages, pin),
        ...(pin === undefined ? [] : [pin]),
      ),
    signIn: (slotId, pin) =>
      withTokenChanged(slotId, (library, states, state) => signIn(library, states, state, pin), pin),
    signOut: (slotId) => withTokenChanged(slotId, (library, states, state) => signOut(library, states, state)),
    initToken: (slotId, label, soPin, pin) =>
      withTokenChanged(
        slotId,
        (library, states, state) => initToken(library, states, state, label, soPin, pin),
        soPin,
        pin,
      ),
    changePin: (slotId, pin, newPin) =>
      withTokenChanged(slotId, (library, states, state) => changePin(library, states, state, pin, newPin), pin, newPin),
    setPin: (slotId, soPin, newPin) =>
      withTokenChanged(
        slotId,
        (library, states, state) => setPin(library, states, state, soPin, newPin),
        soPin,
        newPin,
      ),
    exportPkcs12: (_key, passphrase) => {
      passphrase.fill(0);
      return Promise.resolve(fail({ code: 'NOT_SUPPORTED', data: { detail: 'keys of a token never leave it' } }));
    },
    close: () => Promise.resolve(closeModule()),
  };

  function openModule(path: string, parameters: string | undefined): Result<ModuleInfo, TokenFault> {
    if (loaded !== undefined) {
      if (loaded.path === path) return ok(loaded.info);
      return fail({ code: 'MODULE_UNLOADABLE', data: { detail: 'this host serves another module' } });
    }
    let library: Cryptoki;
    try {
      library = loadCryptoki(path);
    } catch (error) {
      // The loader's own words say what is missing: a wrong architecture, a dependency, an entry point.
      const detail = error instanceof Error ? error.message.slice(0, 300) : undefined;
      return fail({ code: 'MODULE_UNLOADABLE', data: detail === undefined ? {} : { detail } });
    }
    try {
      start(library, parameters);
      const info = moduleInfo(library);
      loaded = { path, library, states: createTokenStates(library), info };
      return ok(info);
    } catch (error) {
      return fail({ ...faultOf(error), code: 'MODULE_UNLOADABLE' });
    }
  }

  function closeModule(): Result<undefined, TokenFault> {
    if (loaded === undefined) return ok(undefined);
    const { library, states } = loaded;
    loaded = undefined;
    for (const state of states.all()) quietly(() => signOut(library, states, state));
    quietly(() => library.C_Finalize());
    return ok(undefined);
  }
}

function start(library: Cryptoki, parameters: string | undefined): void {
  try {
    initialize(library, parameters);
  } catch (error) {
    const number = returnCodeOf(error);
    if (number === CKR.cryptokiAlreadyInitialized) return;
    if (number !== CKR.cantLock && number !== CKR.needToCreateThreads) throw error;
    // A module without locks: fine here, where one thread makes every call.
    library.C_Initialize({ flags: 0 });
  }
}

function moduleInfo(library: Cryptoki): ModuleInfo {
  const info = library.C_GetInfo();
  const dotted = ({ major, minor }: { readonly major: number; readonly minor: number }): string => `${major}.${minor}`;
  return {
    manufacturer: unpadded(info.manufacturerID),
    description: unpadded(info.libraryDescription),
    version: dotted(info.libraryVersion),
    cryptoki: dotted(info.cryptokiVersion),
  };
}

/** Some tokens want no login at all. */
function needsLogin(state: TokenState): boolean {
  return state.signedIn !== 'user' && (state.info.flags & CKF.token.loginRequired) !== 0;
}

function readAllKeys(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  alive?: () => void,
): readonly KeyEntry[] {
  const withPublicOnly = needsLogin(state);
  const entries = states.browse(state, (session) => readKeys(library, session, state.info, { withPublicOnly, alive }));
  remember(state, entries);
  state.keysComplete = true;
  return entries;
}

function remember(state: TokenState, entries: readonly KeyEntry[]): void {
  state.keys.clear();
  for (const entry of entries) {
    state.keys.set(entry.key.keyId, [...(state.keys.get(entry.key.keyId) ?? []), entry]);
  }
}

/** The private key with this id and this public half; any doubt which one is meant ends here. */
function findKey(library: Cryptoki, states: TokenStates, state: TokenState, handle: KeyHandle): KeyEntry {
  // Our own word counts: a module may have kept a login over a removal that we took for its end.
  if (needsLogin(state)) throw new TokenTrouble('NOT_SIGNED_IN');
  let entries = state.keys.get(handle.keyId) ?? [];
  if (entries.length === 0 && !state.keysComplete) {
    const id = Buffer.from(handle.keyId, 'hex');
    entries = states.browse(state, (session) => readKeys(library, session, state.info, { id, withPublicOnly: false }));
    if (entries.length > 0) state.keys.set(handle.keyId, entries);
  }
  const usable = entries.filter(({ privateKey }) => privateKey !== undefined);
  const matching = usable.filter(({ key }) => key.spkiSha256 === handle.spkiSha256);
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  if (others.length > 0 || usable.some(({ key }) => key.spkiSha256 === undefined))
    throw new TokenTrouble('KEY_AMBIGUOUS');
  throw new TokenTrouble('KEY_NOT_FOUND');
}

function signAll(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  handle: KeyHandle,
  scheme: SigningScheme,
  messages: readonly Uint8Array[],
  pin: SecretBytes | undefined,
): readonly Uint8Array[] {
  if (pin !== undefined && messages.length !== 1) throw new TokenTrouble('PIN_PER_SIGNATURE');
  let entry = findKey(library, states, state, handle);
  const { algorithm } = entry.key;
  if (algorithm === undefined) throw new TokenTrouble('KEY_NOT_ALLOWED', entry.key.algorithmText);
  const method = methodFor(algorithm, scheme.padding);
  const signOne = (message: Uint8Array): Uint8Array =>
    states.browse(state, (session) => {
      if (entry.privateKey === undefined) throw new TokenTrouble('KEY_NOT_FOUND');
      return signOnce(library, session, entry.privateKey, method, message, pin);
    });
  return messages.map((message) => {
    try {
      return signOne(message);
    } catch (error) {
      if (!(error instanceof StaleHandle)) throw error;
      // The handle was void, so nothing was signed: find the key once more by its id, and try with that.
      state.keys.delete(handle.keyId);
      state.keysComplete = false;
      entry = findKey(library, states, state, handle);
      try {
        return signOne(message);
      } catch (again) {
        throw again instanceof StaleHandle ? new TokenTrouble('KEY_NOT_FOUND') : again;
      }
    }
  });
}

/**
 * Beside the key that it belongs to, in a session of its own; nothing is written while another one lies there, unless it
 * is the one to replace. That one goes last: at no moment does the key lack a certificate.
 */
function putCertificate(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  handle: KeyHandle,
  wish: CertificateWish,
): CertificateWritten {
  const { key } = findKey(library, states, state, handle);
  const keyId = Buffer.from(key.keyId, 'hex');
  return states.browse(state, (session) => {
    const { isThere, replaced } = certificatesThere(library, session, keyId, wish);
    if (isThere && replaced.length === 0) return 'there-already';
    state.keys.delete(key.keyId);
    state.keysComplete = false;
    return states.change(state, (writing) => {
      if (!isThere) createCertificate(library, writing, { keyId, label: key.label }, wish);
      for (const object of replaced) library.C_DestroyObject(writing, object);
      return replaced.length === 0 ? 'written' : 'replaced';
    });
  });
}

/** C_DestroyObject for both halves and for the key's certificates. Without a fingerprint only an id that names one key, or an unfinished one, will do. */
function destroyKey(
  library: Cryptoki,
  states: TokenStates,
  state: TokenState,
  keyId: string,
  spkiSha256: string | undefined,
): undefined {
  if (needsLogin(state)) throw new TokenTrouble('NOT_SIGNED_IN');
  const id = Buffer.from(keyId, 'hex');
  const entries = states.browse(state, (session) =>
    readKeys(library, session, state.info, { id, withPublicOnly: true }),
  );
  const wanted = entries.filter(({ key }) => spkiSha256 === undefined || key.spkiSha256 === spkiSha256);
  const [entry, ...others] = wanted;
  if (entry === undefined) throw new TokenTrouble(entries.length > 0 ? 'KEY_AMBIGUOUS' : 'KEY_NOT_FOUND');
  if (others.length > 0) throw new TokenTrouble('KEY_AMBIGUOUS');
  state.keys.delete(keyId);
  state.keysComplete = false;
  states.browse(state, () =>
    states.change(state, (session) => {
      // The private half first: if the second call fails, what is left cannot sign.
      if (entry.privateKey !== undefined) library.C_DestroyObject(session, entry.privateKey);
      for (const publicKey of entry.publicKeys) library.C_DestroyObject(session, publicKey);
      if (entry.key.spki !== undefined) destroyCertificates(library, session, id, entry.key.spki);
    }),
  );
  return undefined;
}
