import type { SecretBytes, TokenBackend } from '../backend.ts';
import { importSpki, verifySignature } from '../signature-forms.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { type KeyAlgorithm, signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import { toHex } from '../../../shared/util/hex.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { StoredCertificate } from './certificate-files.ts';
import type { TokenFile } from './envelope.ts';
import { tokenFault } from './fault.ts';
import { generateKey, readPrivateKey, sha256Hex, signMessage } from './key-engine.ts';
import { unlockMaster, wrapMaster } from './master-key.ts';
import { deriveWrapKey, type DeriveWrapKey, readPassphrase } from './passphrase.ts';
import { type Pkcs12Options, STRONG_ITERATIONS, writePkcs12 } from './pkcs12.ts';
import { createTokenFiles, type FileSystem } from './token-files.ts';
import { createSoftwareSlots, type SoftwareSlot, type SoftwareSlots } from './software-slots.ts';
import type { StoredKey } from './token-store.ts';
import {
  brokenKeyView,
  brokenSlotView,
  keyView,
  slotView,
  softwareAlgorithms,
  softwareMechanisms,
  softwareModule,
} from './views.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

export interface SoftwareBackendDeps {
  readonly fileSystem: FileSystem;
  readonly randomBytes: (length: number) => Uint8Array;
  /** How hard guessing is made. Tests alone take another than {@link strongWork}. */
  readonly work?: PassphraseWork;
}

export interface PassphraseWork {
  readonly deriveWrapKey: DeriveWrapKey;
  readonly pkcs12Iterations: Pkcs12Options['iterations'];
}

const strongWork: PassphraseWork = { deriveWrapKey, pkcs12Iterations: STRONG_ITERATIONS };

/**
 * Software tokens: keys in encrypted files (see envelope.ts) behind the same interface as a PKCS#11 module.
 * `open(path, parameters)`: their folder, which is made when the first token is initialised, and the workspace's id.
 *
 * As with SoftHSM every token has a slot (software-slots.ts) and one further slot waits for the next token. Each token is
 * on its own: one passphrase, one sign-in, its own files; a damaged one is told in its slot.
 *
 * A token has no security officer: `initToken` ignores its SO PIN, `setPin` is `NOT_SUPPORTED`, and an initialised token
 * is never initialised again, since that would lose its keys without asking who they belong to.
 *
 * While signed in this process holds the token's master key. A private key is opened for one call and dropped with it;
 * nothing of either is left when signed out, as far as JavaScript lets memory be wiped.
 *
 * File trouble: `TOKEN_FULL`, `TOKEN_READ_ONLY`, and `DEVICE_ERROR`, `KEY_UNUSABLE` or `NOT_SUPPORTED` with a
 * FileProblem as detail. No fault changes or removes a file.
 */
export function createSoftwareBackend({
  fileSystem,
  randomBytes,
  work = strongWork,
}: SoftwareBackendDeps): TokenBackend {
  const files = createTokenFiles({ fileSystem, randomBytes });
  const wrapping = { randomBytes, deriveWrapKey: work.deriveWrapKey };
  let slots: SoftwareSlots | undefined;

  /** A slot by its id, whatever is in it. */
  function atSlot(slotId: string): Result<SoftwareSlot, TokenFault> {
    const slot = slots?.at(slotId);
    return slot === undefined ? tokenFault('TOKEN_ABSENT') : ok(slot);
  }

  /** Whether this is the slot that is shown for the next token. */
  async function isFree(slotId: string): Answer<boolean> {
    const seen = await slots?.look();
    if (seen?.ok === false) return seen;
    return ok(seen?.value.some(({ slot, token }) => slot.slotId === slotId && token.ok && !token.value) === true);
  }

  /** The token's file, of an initialised token. */
  async function initialised(slotId: string): Answer<{ readonly at: SoftwareSlot; readonly token: TokenFile }> {
    const at = atSlot(slotId);
    if (!at.ok) return at;
    const token = await at.value.store.readToken();
    if (!token.ok) return token;
    if (token.value !== undefined) return ok({ at: at.value, token: token.value });
    const free = await isFree(slotId);
    if (!free.ok) return free;
    return tokenFault(free.value ? 'TOKEN_NOT_INITIALISED' : 'TOKEN_ABSENT');
  }

  /** The place of a token that is still to be made. */
  async function uninitialised(slotId: string): Answer<SoftwareSlot> {
    const found = await initialised(slotId);
    if (found.ok) return tokenFault('TOKEN_ALREADY_INITIALISED');
    return found.error.code === 'TOKEN_NOT_INITIALISED' ? atSlot(slotId) : found;
  }

  /** The token's file with its master key, while signed in. */
  async function unlocked(slotId: string) {
    const found = await initialised(slotId);
    if (!found.ok) return found;
    const { at, token } = found.value;
    // The folder may have been exchanged under us: the master key in hand is then another token's.
    if (at.signedIn !== undefined && at.signedIn.serial !== token.serial) slots?.forget(at);
    const open = at.signedIn;
    return open === undefined ? tokenFault('NOT_SIGNED_IN') : ok({ at, store: at.store, token, open });
  }

  /** Opens a key that is still the one meant. */
  async function keyAt(key: { slotId: string; keyId: string; spkiSha256: string | undefined }) {
    const found = await unlocked(key.slotId);
    if (!found.ok) return found;
    const stored = await found.value.store.readKey(key.keyId, found.value.open);
    if (!stored.ok) return stored;
    if (key.spkiSha256 !== undefined && sha256Hex(stored.value.spki) !== key.spkiSha256) {
      return tokenFault('KEY_NOT_FOUND');
    }
    return ok({ ...found.value, stored: stored.value });
  }

  /** The master key of an initialised token, by its passphrase, which is wiped whatever happens. */
  async function opening(slotId: string, given: SecretBytes) {
    try {
      const found = await initialised(slotId);
      if (!found.ok) return found;
      const master = await unlockMaster(found.value.token, given, work.deriveWrapKey);
      return master.ok ? ok({ ...found.value, master: master.value }) : master;
    } finally {
      given.fill(0);
    }
  }

  return {
    async open(path, parameters) {
      slots?.forget();
      slots = undefined;
      if (parameters === undefined || parameters === '' || parameters.length > 200) {
        return tokenFault('MODULE_UNLOADABLE', 'no workspace id');
      }
      const found = createSoftwareSlots(files, { folder: path, workspaceId: parameters });
      const prepared = await found.prepare();
      if (!prepared.ok) return prepared;
      slots = found;
      return ok(softwareModule);
    },

    async slots() {
      const seen = await slots?.look();
      if (seen?.ok !== true) return seen ?? ok([]);
      return ok(
        await Promise.all(
          seen.value.map(async ({ slot, token }) =>
            token.ok
              ? slotView(slot.slotId, token.value, {
                  writable: await slot.store.writable(),
                  signedIn: slot.signedIn !== undefined,
                })
              : brokenSlotView(slot.slotId, token.error),
          ),
        ),
      );
    },

    async mechanisms(slotId) {
      const found = await initialised(slotId);
      if (!found.ok && found.error.code !== 'TOKEN_NOT_INITIALISED') return found;
      return ok({ mechanisms: softwareMechanisms, algorithms: softwareAlgorithms });
    },

    async listKeys(slotId) {
      const found = await unlocked(slotId);
      // As on a PKCS#11 token: without a login there are no private keys to be seen.
      if (!found.ok) return found.error.code === 'NOT_SIGNED_IN' ? ok([]) : found;
      const { at, store, token, open } = found.value;
      const keys = await store.readKeys(open);
      if (!keys.ok) return keys;
      const certified = await at.certificates.keyIds();
      if (!certified.ok) return certified;
      return ok(
        keys.value.map((key) =>
          'fault' in key
            ? brokenKeyView(token, key)
            : { ...keyView(token, key), hasCertificate: certified.value.has(key.file.keyId) },
        ),
      );
    },

    async generate({ slotId, algorithm, label }) {
      const found = await unlocked(slotId);
      if (!found.ok) return found;
      const { store, token, open } = found.value;
      const { pkcs8, spki } = await generateKey(algorithm);
      try {
        if (!signsWell(pkcs8, spki, algorithm)) return tokenFault('KEY_UNUSABLE', 'test signature');
        const fresh = { algorithm, label: wellFormed(label), spki, pkcs8 };
        const stored = await store.writeKey(fresh, randomBytes(12), open);
        return stored.ok ? ok(keyView(token, stored.value)) : stored;
      } finally {
        pkcs8.fill(0);
      }
    },

    async destroy(slotId, keyId, spkiSha256) {
      const found = await unlocked(slotId);
      if (!found.ok) return found;
      const key = await keyAt({ slotId, keyId, spkiSha256 });
      // A file that no longer opens may go, but only if nobody claims to know which key it is.
      const broken = !key.ok && key.error.code === 'KEY_UNUSABLE' && spkiSha256 === undefined;
      if (!key.ok && !broken) return key;
      const removed = await found.value.store.removeKey(keyId);
      // What is left of a key that is gone is public and in nobody's way, so it alone fails nothing.
      if (removed.ok) await found.value.at.certificates.remove(keyId);
      return removed;
    },

    async sign(key, { padding }, messages) {
      const found = await keyAt(key);
      if (!found.ok) return found;
      const { file, privateKey } = found.value.stored;
      return ok(messages.map((message) => signMessage(privateKey, file.algorithm, padding, message)));
    },

    async writeCertificate(key, wish) {
      const found = await keyAt(key);
      return found.ok ? found.value.at.certificates.write(found.value.stored, found.value.open, wish) : found;
    },

    async privateKey(key) {
      const found = await keyAt(key);
      return found.ok ? ok(found.value.stored.privateKey) : found;
    },

    async find(key) {
      const found = await keyAt(key);
      return found.ok ? ok(keyView(found.value.token, found.value.stored)) : found;
    },

    async signIn(slotId, pin) {
      const opens = await opening(slotId, pin);
      if (!opens.ok) return opens;
      const { at, token, master } = opens.value;
      slots?.forget(at);
      at.signedIn = { serial: token.serial, master };
      return ok(undefined);
    },

    signOut(slotId) {
      const at = atSlot(slotId);
      if (at.ok) slots?.forget(at.value);
      return Promise.resolve(at.ok ? ok(undefined) : at);
    },

    async initToken(slotId, label, soPin, pin) {
      soPin.fill(0);
      const passphrase = readPassphrase(pin);
      if (!passphrase.ok) return passphrase;
      const master = randomBytes(32);
      try {
        const at = await uninitialised(slotId);
        if (!at.ok) return at;
        const { store, workspaceId } = at.value;
        const header = { workspaceId, serial: toHex(randomBytes(8)), label: wellFormed(label) };
        return await store.writeToken(await wrapMaster(header, passphrase.value, master, wrapping));
      } finally {
        master.fill(0);
        passphrase.value.fill(0);
      }
    },

    async changePin(slotId, pin, newPin) {
      const passphrase = readPassphrase(newPin);
      if (!passphrase.ok) {
        pin.fill(0);
        return passphrase;
      }
      try {
        const opens = await opening(slotId, pin);
        if (!opens.ok) return opens;
        const { at, token, master } = opens.value;
        const file = await wrapMaster(token, passphrase.value, master, wrapping);
        master.fill(0);
        return await at.store.writeToken(file);
      } finally {
        passphrase.value.fill(0);
      }
    },

    setPin(_slotId, soPin, newPin) {
      soPin.fill(0);
      newPin.fill(0);
      return Promise.resolve(tokenFault('NOT_SUPPORTED'));
    },

    async exportPkcs12(key, given) {
      const passphrase = readPassphrase(given);
      if (!passphrase.ok) return passphrase;
      try {
        const found = await keyAt(key);
        if (!found.ok) return found;
        const { at, stored, open } = found.value;
        const certificate = await at.certificates.read(stored, open);
        return certificate.ok ? ok(exported(stored, certificate.value, passphrase.value)) : certificate;
      } finally {
        passphrase.value.fill(0);
      }
    },

    async deriveVaultKey(given, salt) {
      const passphrase = readPassphrase(given);
      if (!passphrase.ok) return passphrase;
      const key = await work.deriveWrapKey(passphrase.value, salt);
      passphrase.value.fill(0);
      return ok(key);
    },

    close() {
      slots?.forget();
      slots = undefined;
      return Promise.resolve(ok(undefined));
    },
  };

  function exported(
    { file, privateKey }: StoredKey,
    stored: StoredCertificate | undefined,
    passphrase: SecretBytes,
  ): Uint8Array {
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    try {
      const certificates = stored === undefined ? [] : [stored.certificate, ...stored.chain];
      const input = { pkcs8, friendlyName: file.label, keyId: file.keyId, certificates, passphrase };
      return writePkcs12(input, { randomBytes, iterations: work.pkcs12Iterations });
    } finally {
      pkcs8.fill(0);
    }
  }
}

/** A signature by the fresh private half, checked with the public half, before the key is kept. */
function signsWell(pkcs8: Uint8Array, spki: Uint8Array, algorithm: KeyAlgorithm): boolean {
  const [privateKey, publicKey] = [readPrivateKey(pkcs8), importSpki(spki)];
  if (privateKey === undefined || publicKey === undefined) return false;
  const message = Uint8Array.of(1, 2, 3);
  const signature = signMessage(privateKey, algorithm, 'pkcs1', message);
  return verifySignature(publicKey, signatureAlgorithmFor(algorithm), message, signature);
}
