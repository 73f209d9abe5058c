import { hash } from 'node:crypto';
import type { KeyAlgorithm, RsaPadding } from '../../../shared/domain/key-algorithm.ts';
import type { SecretBytes } from '../backend.ts';
import { CKG_MGF1_SHA256, CKM, CKU, type Cryptoki, type Handle, type Mechanism, PARAMS_RSA_PSS } from './cryptoki.ts';
import { CKR, returnCodeOf } from './faults.ts';
import { pinText } from './pins.ts';

/** Largest signature there is here: RSA 4096. */
const SIGNATURE_BYTES = 512;
/** Written and copied from within one call that blocks, so one is enough. */
const room = Buffer.alloc(SIGNATURE_BYTES);
/** DigestInfo of SHA-256 up to the hash itself (RFC 8017 §9.2, note 1). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

interface Method {
  readonly mechanism: Mechanism;
  /** What goes to the token for a message: hashing is done here, which every token can do without. */
  readonly input: (message: Uint8Array) => Buffer;
}

/** How a key signs through PKCS#11; the hashes are those of `signatureAlgorithmFor`. */
export function methodFor(algorithm: KeyAlgorithm, padding: RsaPadding): Method {
  const hashed =
    (name: string) =>
    (message: Uint8Array): Buffer =>
      hash(name, message, 'buffer');
  switch (algorithm) {
    case 'ec-p256':
      return { mechanism: { mechanism: CKM.ecdsa }, input: hashed('sha256') };
    case 'ec-p384':
      return { mechanism: { mechanism: CKM.ecdsa }, input: hashed('sha384') };
    case 'ec-p521':
      return { mechanism: { mechanism: CKM.ecdsa }, input: hashed('sha512') };
    case 'rsa-3072':
    case 'rsa-4096': {
      const sha256 = hashed('sha256');
      if (padding === 'pkcs1') {
        const input = (message: Uint8Array): Buffer => Buffer.concat([SHA256_DIGEST_INFO, sha256(message)]);
        return { mechanism: { mechanism: CKM.rsaPkcs }, input };
      }
      // CK_RSA_PKCS_PSS_PARAMS; pkcs11js tells the structure by its own number, which its types do not know.
      const pss = { type: PARAMS_RSA_PSS, hashAlg: CKM.sha256, mgf: CKG_MGF1_SHA256, saltLen: 32 };
      return { mechanism: { mechanism: CKM.rsaPss, parameter: pss }, input: sha256 };
    }
    case 'ed25519':
      return { mechanism: { mechanism: CKM.eddsa }, input: (message) => Buffer.from(message) };
  }
}

/** A key handle that the token no longer knows: nothing was signed with it. */
export class StaleHandle extends Error {}

/**
 * Signs one message (C_SignInit, C_Sign) and returns a copy of its own. With a PIN the context login stands between
 * the two, in the same session and with nothing else (CKA_ALWAYS_AUTHENTICATE, PKCS#11 v2.40 §4.9).
 * Never repeated from here: what failed once is told.
 */
export function signOnce(
  library: Cryptoki,
  session: Handle,
  key: Handle,
  method: Method,
  message: Uint8Array,
  pin: SecretBytes | undefined,
): Uint8Array {
  try {
    library.C_SignInit(session, method.mechanism, key);
  } catch (error) {
    const number = returnCodeOf(error);
    if (number === CKR.keyHandleInvalid || number === CKR.objectHandleInvalid) throw new StaleHandle();
    throw error;
  }
  if (pin !== undefined) library.C_Login(session, CKU.contextSpecific, pinText(pin));
  return new Uint8Array(library.C_Sign(session, method.input(message), room));
}
