import type { CoreToShell, ShellToCore } from '../../shared/contract/owner.ts';
import type { OsSecrets } from '../core/owner.ts';

/** The part of Electron's `safeStorage` that is used here; tests bring their own. */
export interface SafeStore {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
}

/** A key of 32 bytes; its sealed form on the three systems takes some hundred bytes. */
const MOST_PLAIN = 64;
const MOST_SEALED = 2048;

/** Backends that keep the bytes under a key that is written in the program: no encryption. */
const PLAIN_TEXT = ['basic_text', 'unknown'];

/**
 * The operating system's store for secrets. It is asked only when somebody wants to know, because the first question may
 * bring up the system's own dialog. The store takes text, so the bytes go in as base64.
 */
export function createOsSecrets(store: SafeStore, platform: string): OsSecrets {
  const offered = (): boolean => {
    // The backend first: it is known without a question to the system.
    if (platform === 'linux' && PLAIN_TEXT.includes(store.getSelectedStorageBackend?.() ?? 'unknown')) return false;
    return store.isEncryptionAvailable();
  };
  const within = (bytes: Uint8Array, most: number): Buffer => {
    if (!offered()) throw new Error('no store that encrypts');
    if (bytes.length === 0 || bytes.length > most) throw new RangeError('not of a size that is kept here');
    return Buffer.from(bytes);
  };
  return {
    offered: () => soon(offered),
    wrap: (bytes) =>
      soon(() => {
        const sealed = store.encryptString(within(bytes, MOST_PLAIN).toString('base64'));
        if (sealed.length > MOST_SEALED) throw new RangeError('larger than what is kept');
        return new Uint8Array(sealed);
      }),
    unwrap: (bytes) =>
      soon(() => {
        const plain = new Uint8Array(Buffer.from(store.decryptString(within(bytes, MOST_SEALED)), 'base64'));
        if (plain.length > MOST_PLAIN) throw new RangeError('not what was kept here');
        return plain;
      }),
  };
}

/** Answers core's wish. What the system says on refusal is not passed on and not logged. */
export async function answerOsSecrets(
  secrets: OsSecrets,
  { askId, wish }: Extract<CoreToShell, { kind: 'os-secrets' }>,
): Promise<ShellToCore> {
  const done = (bytes: Uint8Array): ShellToCore => ({ kind: 'os-secrets-done', askId, bytes });
  const refused: ShellToCore = { kind: 'os-secrets-refused', askId };
  try {
    switch (wish.kind) {
      case 'offered':
        return (await secrets.offered()) ? done(new Uint8Array()) : refused;
      case 'wrap':
        return done(await secrets.wrap(wish.bytes));
      case 'unwrap':
        return done(await secrets.unwrap(wish.bytes));
    }
  } catch {
    return refused;
  }
}

/** A call that may throw, as a promise that may reject. */
function soon<T>(call: () => T): Promise<T> {
  return new Promise((resolve) => resolve(call()));
}
