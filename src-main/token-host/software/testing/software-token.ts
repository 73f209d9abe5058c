import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import type { TokenBackend } from '../../backend.ts';
import { createSoftwareBackend, type PassphraseWork } from '../software-backend.ts';
import type { FileSystem } from '../token-files.ts';

export const SLOT = 'software';
export const WORKSPACE = 'workspace-1';
export const PASSPHRASE = 'canary correct horse';

/** Bytes of a passphrase, fresh for each use, since who gets them wipes them. */
export function secret(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One hash where the product runs scrypt: what is tested with it is everything else. */
const quickWork: PassphraseWork = {
  deriveWrapKey: (passphrase, salt) => Promise.resolve(createHash('sha256').update(salt).update(passphrase).digest()),
  pkcs12Iterations: { key: 1000, mac: 1000 },
};

export function softwareBackend(fileSystem: FileSystem = fs): TokenBackend {
  return createSoftwareBackend({ fileSystem, randomBytes, work: quickWork });
}

/** An initialised token in `folder`, nobody signed in. */
export async function newToken(folder: string): Promise<TokenBackend> {
  const backend = softwareBackend();
  await expectOk(backend.open(folder, WORKSPACE));
  await expectOk(backend.initToken(SLOT, 'Team', new Uint8Array(), secret(PASSPHRASE)));
  return backend;
}

/** A backend that is signed in to the token in `folder`. */
export async function signedIn(folder: string, fileSystem: FileSystem = fs): Promise<TokenBackend> {
  const backend = softwareBackend(fileSystem);
  await expectOk(backend.open(folder, WORKSPACE));
  await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
  return backend;
}

/** What an answer holds; a fault ends the test with its code. */
export async function expectOk<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }>,
): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.error)}`);
  return result.value;
}
