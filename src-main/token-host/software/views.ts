import type {
  AlgorithmOffer,
  KeyAlgorithmName,
  MechanismView,
  SlotView,
  TokenKey,
} from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { TokenFile } from './envelope.ts';
import { sha256Hex } from './key-engine.ts';
import { LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE } from './passphrase.ts';
import { keyUri, MANUFACTURER, MODEL, tokenUri } from './token-uri.ts';
import type { BrokenKey, StoredKey } from './token-store.ts';

const FORMAT = '1';

export const softwareModule = {
  manufacturer: MANUFACTURER,
  description: 'Software token',
  version: FORMAT,
  cryptoki: '',
} as const;

/** What of the token's state its file does not say. */
export interface TokenState {
  readonly writable: boolean;
  readonly signedIn: boolean;
}

const slotFacts = {
  description: 'Software keys of this workspace',
  manufacturer: MANUFACTURER,
  removable: false,
  hardware: false,
} as const;

/** A slot whose token's files cannot be read: told, so that nobody takes its keys for lost or its slot for free. */
export function brokenSlotView(slotId: string, fault: TokenFault): SlotView {
  return { slotId, ...slotFacts, fault: { code: fault.code, data: fault.data } };
}

/** A slot with a token, or for a new one. No count of wrong passphrases is kept: who has the files would not be counted. */
export function slotView(slotId: string, file: TokenFile | undefined, { writable, signedIn }: TokenState): SlotView {
  return {
    slotId,
    ...slotFacts,
    token: {
      uri: tokenUri(file),
      label: file?.label ?? '',
      serial: file?.serial ?? '',
      manufacturer: MANUFACTURER,
      model: MODEL,
      firmware: FORMAT,
      initialised: file !== undefined,
      userPinSet: file !== undefined,
      loginRequired: true,
      writeProtected: !writable,
      pinPad: false,
      minPinLength: SHORTEST_PASSPHRASE,
      maxPinLength: LONGEST_PASSPHRASE,
      pin: 'none-wrong',
      soPin: 'none-wrong',
      signedIn: signedIn ? 'user' : 'no',
      software: true,
    },
  };
}

/** A software key as a token's key: made here, and honest about what a file can be. */
export function keyView(token: TokenFile, { file, spki }: StoredKey): TokenKey {
  return {
    ...unprotected,
    keyId: file.keyId,
    label: file.label,
    uri: keyUri(token, file.keyId, file.label),
    algorithm: file.algorithm,
    algorithmText: ALGORITHM_TEXT[file.algorithm],
    spki,
    spkiSha256: sha256Hex(spki),
    canSign: 'yes',
    madeHere: 'yes',
  };
}

/** A file that is there but is no key that we can use: shown, so that nobody takes it for lost. */
export function brokenKeyView(token: TokenFile, { keyId, fault }: BrokenKey): TokenKey {
  return {
    ...unprotected,
    keyId,
    label: '',
    uri: keyUri(token, keyId, undefined),
    algorithmText: `unusable (${fault.data.detail ?? fault.code})`.slice(0, 60),
    canSign: 'no',
    madeHere: 'unknown',
  };
}

const unprotected = {
  sensitive: 'no',
  extractable: 'yes',
  alwaysSensitive: 'no',
  neverExtractable: 'no',
  pinPerSignature: 'no',
  hasCertificate: false,
} as const;

const ALGORITHM_TEXT: Readonly<Record<KeyAlgorithmName, string>> = {
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  'ec-p521': 'EC P-521',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
};

/** All that the engine makes, under the numbers that PKCS#11 gives it (v3.0 pkcs11t.h), so that one list shows both. */
export const softwareMechanisms: readonly MechanismView[] = [
  generates(0x0000, 'CKM_RSA_PKCS_KEY_PAIR_GEN', 3072, 4096),
  signs(0x0040, 'CKM_SHA256_RSA_PKCS', 3072, 4096),
  signs(0x0043, 'CKM_SHA256_RSA_PKCS_PSS', 3072, 4096),
  generates(0x1040, 'CKM_EC_KEY_PAIR_GEN', 256, 521),
  signs(0x1044, 'CKM_ECDSA_SHA256', 256, 256),
  signs(0x1045, 'CKM_ECDSA_SHA384', 384, 384),
  signs(0x1046, 'CKM_ECDSA_SHA512', 521, 521),
  generates(0x1055, 'CKM_EC_EDWARDS_KEY_PAIR_GEN', 255, 255),
  signs(0x1057, 'CKM_EDDSA', 255, 255),
];

export const softwareAlgorithms: readonly AlgorithmOffer[] = (
  ['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'rsa-4096', 'ed25519'] as const
).map((algorithm) => ({ algorithm, canGenerate: true, canSign: true }));

function generates(number: number, name: string, minKeySize: number, maxKeySize: number): MechanismView {
  return { number, name, minKeySize, maxKeySize, canGenerate: true, canSign: false };
}

function signs(number: number, name: string, minKeySize: number, maxKeySize: number): MechanismView {
  return { number, name, minKeySize, maxKeySize, canGenerate: false, canSign: true };
}
