import type { KeyPurpose } from './key-algorithm.ts';

/** What a key is bound to: its key group's purpose, or being the key of an authority. */
export type SigningPurpose = KeyPurpose | 'authority';

/**
 * Kinds of typed signing requests (`SignRequest` of the token host's contract), and the two sides of a TLS handshake that
 * a host of software keys takes part in.
 */
export const signKinds = [
  'csr',
  'renewal-proof',
  'test',
  'statement',
  'certificate',
  'crl',
  'client-handshake',
  'server-handshake',
] as const;
export type SignKind = (typeof signKinds)[number];

/**
 * What a key may sign, by its purpose. Every key asks for its own certificate, proves the renewal of its own series and
 * shows that it works; kinds that act for someone else (certificates, CRLs, objects, handshakes, an operator's statements)
 * have one purpose each.
 * An authority's key asks a foreign parent by CSR; it has no series, so it proves no renewal. A kind that is not listed is
 * refused.
 */
const allowed: Readonly<Record<SigningPurpose, readonly SignKind[]>> = {
  'tls-client': ['csr', 'renewal-proof', 'test', 'client-handshake'],
  'tls-server': ['csr', 'renewal-proof', 'test', 'server-handshake'],
  'object-signing': ['csr', 'renewal-proof', 'test'],
  identity: ['csr', 'renewal-proof', 'test', 'statement'],
  authority: ['csr', 'certificate', 'crl', 'test'],
};

/** Tells whether a key of this purpose may sign a request of this kind. `maySign('identity', 'csr')` → true. */
export function maySign(purpose: SigningPurpose, kind: SignKind): boolean {
  return allowed[purpose].includes(kind);
}

/** What precedes the challenge of a test signature, so that it can never pass for anything else that a key signs. */
export const TEST_SIGNATURE_PREFIX = 'OCPI Console test signature\n';

/** Purposes of the keys that signed or were made in one run of a host; a key never changes its purpose in it. */
export interface PurposeBinding {
  /** False when the key is bound to another purpose. Binds it otherwise. */
  bind(spkiSha256: string, purpose: SigningPurpose): boolean;
  fits(spkiSha256: string, purpose: SigningPurpose): boolean;
}

export function createPurposeBinding(): PurposeBinding {
  const bound = new Map<string, SigningPurpose>();
  const fits = (spkiSha256: string, purpose: SigningPurpose): boolean => (bound.get(spkiSha256) ?? purpose) === purpose;
  return {
    fits,
    bind: (spkiSha256, purpose) => {
      if (!fits(spkiSha256, purpose)) return false;
      bound.set(spkiSha256, purpose);
      return true;
    },
  };
}
