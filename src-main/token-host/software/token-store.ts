import { timingSafeEqual, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fromBase64, toBase64 } from '../../../shared/util/base64.ts';
import { equalBytes } from '../../../shared/util/bytes.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { KeyFile, openKey, parseFile, sealKey, sumFits, TokenFile, writeFileBytes } from './envelope.ts';
import { asKeyFault, fileProblem, tokenFault } from './fault.ts';
import { keyIdOf, readPrivateKey, spkiOf } from './key-engine.ts';
import type { TokenFiles } from './token-files.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/** Who opens the files: one folder, bound to one workspace. */
export interface TokenPlace {
  readonly folder: string;
  readonly workspaceId: string;
}

/** A key whose file was opened and found whole; its public half is the private key's own. */
export interface StoredKey {
  readonly file: KeyFile;
  readonly spki: Uint8Array;
  readonly privateKey: KeyObject;
}

/** A key file that is there but cannot be used, and why. */
export interface BrokenKey {
  readonly keyId: string;
  readonly fault: TokenFault;
}

/** The master key of a token and the serial of the token it belongs to. */
export interface OpenToken {
  readonly serial: string;
  readonly master: Uint8Array;
}

const KEY_NAME = /^([0-9a-f]{40})\.json$/;

export type TokenStore = ReturnType<typeof createTokenStore>;

/**
 * The folder of a software token: `token.json`, and `keys/` with one file per key, named by its id. A key is one file, so
 * it is there whole or not at all; token.json is written last, so a token without it was never made.
 */
export function createTokenStore(files: TokenFiles, { folder, workspaceId }: TokenPlace) {
  const tokenPath = join(folder, 'token.json');
  const keysFolder = join(folder, 'keys');
  const keyPath = (keyId: string) => join(keysFolder, `${keyId}.json`);

  /** Removes leftovers of a crash and refuses a folder that is a link. */
  async function prepare(): Answer<undefined> {
    for (const each of [folder, keysFolder]) {
      const there = await files.folderExists(each);
      if (!there.ok) return there;
      if (there.value) await files.sweep(each);
    }
    return ok(undefined);
  }

  /** The token's file, or undefined before it is initialised. */
  async function readToken(): Answer<TokenFile | undefined> {
    for (const each of [folder, keysFolder]) {
      const there = await files.folderExists(each);
      if (!there.ok) return there;
    }
    const bytes = await files.read(tokenPath);
    if (!bytes.ok) return bytes;
    if (bytes.value === undefined) {
      const ids = await keyIds();
      if (!ids.ok) return ids;
      return ids.value.length === 0 ? ok(undefined) : fileProblem('DEVICE_ERROR', 'token-file-missing');
    }
    const read = parseFile(TokenFile, bytes.value);
    if (!read.ok) return read;
    if (!sumFits(read.value)) return fileProblem('DEVICE_ERROR', 'file-damaged');
    return read.value.workspaceId === workspaceId ? read : fileProblem('DEVICE_ERROR', 'file-foreign');
  }

  /** Makes the folders if need be and puts the token's file into its place, the old one replaced at once. */
  async function writeToken(file: TokenFile): Answer<undefined> {
    for (const each of [folder, keysFolder]) {
      const made = await files.makeFolder(each);
      if (!made.ok) return made;
    }
    return files.write(tokenPath, writeFileBytes(file));
  }

  /** Ids of all key files; files of other names are not ours and stay untouched. */
  async function keyIds(): Answer<readonly string[]> {
    const names = await files.names(keysFolder);
    if (!names.ok) return names;
    return ok(names.value.flatMap((name) => KEY_NAME.exec(name)?.[1] ?? []));
  }

  /**
   * Opens one key. Faults: `KEY_NOT_FOUND`; `KEY_UNUSABLE` with `file-damaged`, `file-foreign` or `file-not-plain`;
   * `NOT_SUPPORTED` with `file-too-new`. The file stays as it is in each case.
   */
  async function readKey(keyId: string, token: OpenToken): Answer<StoredKey> {
    if (!/^[0-9a-f]{40}$/.test(keyId)) return tokenFault('KEY_NOT_FOUND');
    const bytes = await files.read(keyPath(keyId));
    if (!bytes.ok) return asKeyFault(bytes.error);
    if (bytes.value === undefined) return tokenFault('KEY_NOT_FOUND');
    const read = parseFile(KeyFile, bytes.value);
    if (!read.ok) return asKeyFault(read.error);
    const file = read.value;
    if (file.workspaceId !== workspaceId || file.serial !== token.serial) {
      return fileProblem('KEY_UNUSABLE', 'file-foreign');
    }
    const spki = fromBase64(file.spki);
    const pkcs8 = file.keyId === keyId ? openKey(file, token.master) : undefined;
    if (pkcs8 === undefined || spki === undefined) return fileProblem('KEY_UNUSABLE', 'file-damaged');
    const privateKey = readPrivateKey(pkcs8);
    pkcs8.fill(0);
    if (privateKey === undefined || !equalBytes(spkiOf(privateKey), spki) || keyIdOf(spki) !== keyId) {
      return fileProblem('KEY_UNUSABLE', 'file-damaged');
    }
    return ok({ file, spki, privateKey });
  }

  /** All keys in the order of their ids, with those that cannot be used told beside. */
  async function readKeys(token: OpenToken): Answer<readonly (StoredKey | BrokenKey)[]> {
    const ids = await keyIds();
    if (!ids.ok) return ids;
    const keys: (StoredKey | BrokenKey)[] = [];
    for (const keyId of ids.value) {
      const key = await readKey(keyId, token);
      if (key.ok) keys.push(key.value);
      else if (key.error.code !== 'KEY_NOT_FOUND') keys.push({ keyId, fault: key.error });
    }
    return ok(keys);
  }

  /** Seals a fresh key, stores it and opens it again from the disk; a file that does not open to the same key is removed. */
  async function writeKey(fresh: NewKey, nonce: Uint8Array, token: OpenToken): Answer<StoredKey> {
    const { algorithm, label, spki, pkcs8 } = fresh;
    const keyId = keyIdOf(spki);
    const there = await files.read(keyPath(keyId));
    if (!there.ok) return asKeyFault(there.error);
    if (there.value !== undefined) return tokenFault('KEY_CLASH');

    const header = { workspaceId, serial: token.serial, keyId, algorithm, label, spki: toBase64(spki) };
    const written = await files.write(keyPath(keyId), writeFileBytes(sealKey(header, nonce, token.master, pkcs8)));
    if (!written.ok) return written;
    const back = await readKey(keyId, token);
    if (back.ok && sameSecret(back.value.privateKey, pkcs8)) return back;
    await files.remove(keyPath(keyId));
    return tokenFault('KEY_UNUSABLE', 'not read back');
  }

  /** Removes a key's file. Copies of the folder keep it. */
  async function removeKey(keyId: string): Answer<undefined> {
    const removed = await files.remove(keyPath(keyId));
    if (!removed.ok) return removed;
    return removed.value ? ok(undefined) : tokenFault('KEY_NOT_FOUND');
  }

  return {
    prepare,
    readToken,
    writeToken,
    readKey,
    readKeys,
    writeKey,
    removeKey,
    writable: () => files.writable(folder),
  };
}

export interface NewKey {
  readonly algorithm: KeyFile['algorithm'];
  readonly label: string;
  readonly spki: Uint8Array;
  readonly pkcs8: Uint8Array;
}

function sameSecret(key: KeyObject, pkcs8: Uint8Array): boolean {
  const again = key.export({ format: 'der', type: 'pkcs8' });
  const same = again.length === pkcs8.length && timingSafeEqual(again, pkcs8);
  again.fill(0);
  return same;
}
