import type { KeyPurpose } from './key-algorithm.ts';

/** Kinds of typed signing requests; see `SignRequest` of the token host's contract. */
export const signKinds = ['csr', 'renewal-proof', 'test'] as const;
export type SignKind = (typeof signKinds)[number];

/**
 * What a key may sign, by its purpose. Every key asks for its own certificate, proves the renewal of its own series and
 * shows that it works; kinds that act for someone else (certificates, CRLs, objects, handshakes) get their one purpose
 * when they come. A kind that is not listed is refused.
 */
const allowed: Readonly<Record<KeyPurpose, readonly SignKind[]>> = {
  'tls-client': ['csr', 'renewal-proof', 'test'],
  'tls-server': ['csr', 'renewal-proof', 'test'],
  'object-signing': ['csr', 'renewal-proof', 'test'],
  identity: ['csr', 'renewal-proof', 'test'],
};

/** Tells whether a key of this purpose may sign a request of this kind. `maySign('identity', 'csr')` → true. */
export function maySign(purpose: KeyPurpose, kind: SignKind): boolean {
  return allowed[purpose].includes(kind);
}

/** What precedes the challenge of a test signature, so that it can never pass for anything else that a key signs. */
export const TEST_SIGNATURE_PREFIX = 'OCPI Console test signature\n';

/** Purposes of the keys that signed or were made in one run of a host; a key never changes its purpose in it. */
export interface PurposeBinding {
  /** False when the key is bound to another purpose. Binds it otherwise. */
  bind(spkiSha256: string, purpose: KeyPurpose): boolean;
  fits(spkiSha256: string, purpose: KeyPurpose): boolean;
}

export function createPurposeBinding(): PurposeBinding {
  const bound = new Map<string, KeyPurpose>();
  const fits = (spkiSha256: string, purpose: KeyPurpose): boolean => (bound.get(spkiSha256) ?? purpose) === purpose;
  return {
    fits,
    bind: (spkiSha256, purpose) => {
      if (!fits(spkiSha256, purpose)) return false;
      bound.set(spkiSha256, purpose);
      return true;
    },
  };
}
