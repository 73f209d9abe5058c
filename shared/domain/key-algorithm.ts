/** The keys that the console makes. */
export const keyAlgorithms = ['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'rsa-4096', 'ed25519'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** What a key is for: it decides key usage and extended key usage, and a key of one purpose never signs for another. */
export const keyPurposes = ['tls-client', 'tls-server', 'object-signing', 'identity'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** How an RSA key signs (RFC 8017 §8); other keys have one way only. */
export type RsaPadding = 'pkcs1' | 'pss';

/** A signature algorithm with everything that its AlgorithmIdentifier says. */
export type SignatureAlgorithm =
  | { readonly kind: 'ecdsa'; readonly hash: HashName }
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName }
  /** MGF1 uses the same hash, the salt is as long as the hash (RFC 4055 §3.1). */
  | { readonly kind: 'rsa-pss'; readonly hash: HashName }
  | { readonly kind: 'ed25519' };

/** JWS `alg` values (RFC 7518 §3.1, RFC 8037 §3.1) that our keys can have. */
export type JwsAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'RS256' | 'PS256' | 'EdDSA';

/**
 * The signature algorithm that fits a key: for ECDSA the hash of the curve's strength, for RSA SHA-256 (3072 bits have
 * the same strength, and every verifier knows it). `padding` counts for RSA keys only.
 */
export function signatureAlgorithmFor(algorithm: KeyAlgorithm, padding: RsaPadding = 'pkcs1'): SignatureAlgorithm {
  switch (algorithm) {
    case 'ec-p256':
      return { kind: 'ecdsa', hash: 'sha256' };
    case 'ec-p384':
      return { kind: 'ecdsa', hash: 'sha384' };
    case 'ec-p521':
      return { kind: 'ecdsa', hash: 'sha512' };
    case 'rsa-3072':
    case 'rsa-4096':
      return { kind: padding === 'pss' ? 'rsa-pss' : 'rsa-pkcs1', hash: 'sha256' };
    case 'ed25519':
      return { kind: 'ed25519' };
  }
}

/** The JWS algorithm of a key; `padding` counts for RSA keys only. */
export function jwsAlgorithmFor(algorithm: KeyAlgorithm, padding: RsaPadding = 'pkcs1'): JwsAlgorithm {
  switch (algorithm) {
    case 'ec-p256':
      return 'ES256';
    case 'ec-p384':
      return 'ES384';
    case 'ec-p521':
      return 'ES512';
    case 'rsa-3072':
    case 'rsa-4096':
      return padding === 'pss' ? 'PS256' : 'RS256';
    case 'ed25519':
      return 'EdDSA';
  }
}
