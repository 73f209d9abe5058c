import { constants, createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

export const pathAlgorithms = ['ec-p256', 'ec-p384', 'ec-p521', 'ed25519', 'rsa', 'rsa-pss'] as const;
/** The weak and foreign ones are for chains that must not pass. */
export type PathAlgorithm = (typeof pathAlgorithms)[number] | 'rsa-1024' | 'ec-k256';
export type SignerHash = 'sha256' | 'sha384' | 'sha512' | 'sha1' | 'md5';

export interface PathKey {
  readonly algorithm: PathAlgorithm;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  /** SHA-1 of the whole SubjectPublicKeyInfo: any unique octets will do (RFC 5280 §4.2.1.2). */
  readonly keyId: Uint8Array;
}

const keys = new Map<string, PathKey>();

/** One key per algorithm and label in a process; RSA keys take long to make, and PKCS#1 and PSS share theirs. */
export function pathKey(algorithm: PathAlgorithm, label: string): PathKey {
  const id = `${algorithm === 'rsa-pss' ? 'rsa' : algorithm} ${label}`;
  const known = keys.get(id) ?? makeKey(algorithm);
  keys.set(id, known);
  return known.algorithm === algorithm ? known : { ...known, algorithm };
}

function makeKey(algorithm: PathAlgorithm): PathKey {
  const { publicKey, privateKey } = pairOf(algorithm);
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return { algorithm, privateKey, spki, keyId: new Uint8Array(createHash('sha1').update(spki).digest()) };
}

function pairOf(algorithm: PathAlgorithm): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  switch (algorithm) {
    case 'ec-p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ec-p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'ec-p521':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
    case 'ec-k256':
      return generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'rsa':
    case 'rsa-pss':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
  }
}

export function paddingOf(algorithm: PathAlgorithm): { readonly padding?: number; readonly saltLength?: number } {
  return algorithm === 'rsa-pss'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
}
