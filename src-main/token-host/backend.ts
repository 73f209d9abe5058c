import type { KeyObject } from 'node:crypto';
import type {
  AlgorithmOffer,
  KeyAlgorithmName,
  MechanismView,
  RsaPadding,
  SlotView,
  TokenKey,
} from '../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../shared/contract/token-faults.ts';
import type { Result } from '../../shared/util/result.ts';
import type { CertificateParts } from './certificate-parts.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

export interface ModuleInfo {
  readonly manufacturer: string;
  readonly description: string;
  readonly version: string;
  readonly cryptoki: string;
}

/** A PIN or passphrase on its last step. The receiver wipes the bytes when it has used them; a copy made by an engine stays. */
export type SecretBytes = Uint8Array;

export interface KeyHandle {
  readonly slotId: string;
  /** CKA_ID in hex, and the key's own fingerprint, so that a swapped object never signs. */
  readonly keyId: string;
  readonly spkiSha256: string;
}

/** How a key signs: what its kind fixes, and the padding of RSA. */
export interface SigningScheme {
  readonly padding: RsaPadding;
}

/**
 * What a kind of token can do, behind the same host: PKCS#11 modules and the software token. The host serves one call at
 * a time, so a backend is never entered twice; it may block its process, whose owner keeps the deadlines.
 */
export interface TokenBackend {
  open(path: string, parameters: string | undefined): Answer<ModuleInfo>;
  slots(): Answer<readonly SlotView[]>;
  mechanisms(
    slotId: string,
  ): Answer<{ readonly mechanisms: readonly MechanismView[]; readonly algorithms: readonly AlgorithmOffer[] }>;
  /** `alive` is called now and then while a long list is read: the owner's deadline is for a module that does nothing. */
  listKeys(slotId: string, alive?: () => void): Answer<readonly TokenKey[]>;
  generate(wish: GenerateWish): Answer<TokenKey>;
  destroy(slotId: string, keyId: string, spkiSha256: string | undefined): Answer<undefined>;
  /** Signs whole messages (hashing is the backend's part). Answers r‖s for EC, the plain signature for RSA and Ed25519. */
  sign(
    key: KeyHandle,
    scheme: SigningScheme,
    messages: readonly Uint8Array[],
    pinPerSignature?: SecretBytes,
  ): Answer<readonly Uint8Array[]>;
  /** The public half, for building and checking what is signed. */
  find(key: KeyHandle): Answer<TokenKey>;
  signIn(slotId: string, pin: SecretBytes): Answer<undefined>;
  signOut(slotId: string): Answer<undefined>;
  initToken(slotId: string, label: string, soPin: SecretBytes, pin: SecretBytes): Answer<undefined>;
  changePin(slotId: string, pin: SecretBytes, newPin: SecretBytes): Answer<undefined>;
  setPin(slotId: string, soPin: SecretBytes, newPin: SecretBytes): Answer<undefined>;
  /** Encrypted PKCS#12 of a software key; a PKCS#11 backend answers NOT_SUPPORTED. */
  exportPkcs12(key: KeyHandle, passphrase: SecretBytes): Answer<Uint8Array>;
  /** Software token only: scrypt (RFC 7914) of a passphrase, 32 bytes, for the vault of the workspace. */
  deriveVaultKey?(passphrase: SecretBytes, salt: Uint8Array): Answer<Uint8Array>;
  /** Keeps a key's certificate; that it is one of this key was checked. Over no other one than that which it replaces: CERTIFICATE_CLASH. */
  writeCertificate?(key: KeyHandle, wish: CertificateWish): Answer<CertificateWritten>;
  /** Software token only: the private key, for a TLS handshake in this process. It goes nowhere else. */
  privateKey?(key: KeyHandle): Answer<KeyObject>;
  close(): Answer<undefined>;
}

export interface CertificateWish {
  readonly certificate: Uint8Array;
  readonly parts: CertificateParts;
  /** Its issuers, the nearest first. */
  readonly chain: readonly Uint8Array[];
  /** SHA-256 in hex of the certificate that lies there and shall make room, as a person saw it. */
  readonly replaces: string | undefined;
}

export type CertificateWritten = 'written' | 'there-already' | 'replaced';

export interface GenerateWish {
  readonly slotId: string;
  readonly algorithm: KeyAlgorithmName;
  readonly label: string;
  /** Hex CKA_ID while the key is unfinished. */
  readonly intentId: string;
}
