import { z } from 'zod';
import { Bytes, HexText, Known, Pkcs11Uri, Sha256Hex, ShortText } from './common.ts';
import { TokenFaultData, tokenFaultCodes } from './token-faults.ts';

export const KeyAlgorithmName = z.enum(['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'rsa-4096', 'ed25519']);
export type KeyAlgorithmName = z.infer<typeof KeyAlgorithmName>;

/** What a key group's keys are for; a key of one purpose never signs for another. */
export const KeyPurpose = z.enum(['tls-client', 'tls-server', 'object-signing', 'identity']);
export type KeyPurpose = z.infer<typeof KeyPurpose>;

/** What a key is bound to: the purpose of its group, or being the key of an authority, which alone signs certificates. */
export const SigningPurpose = z.enum([...KeyPurpose.options, 'authority']);
export type SigningPurpose = z.infer<typeof SigningPurpose>;

/** How an RSA key signs (RFC 8017 §8); other keys have one way only and ignore it. */
export const RsaPadding = z.enum(['pkcs1', 'pss']);
export type RsaPadding = z.infer<typeof RsaPadding>;

/** A key as its token describes it. Ids are the CKA_ID of both halves, in hex. */
export const TokenKey = z.strictObject({
  keyId: HexText,
  label: ShortText,
  /** RFC 7512, with the token's serial. */
  uri: Pkcs11Uri,
  /** Undefined for keys that we can list but not use, such as RSA 2048. */
  algorithm: KeyAlgorithmName.optional(),
  /** For people: `EC P-256`, `RSA 2048`, `unknown (CKK 0x2b)`. */
  algorithmText: z.string().max(60),
  spki: Bytes.optional(),
  spkiSha256: Sha256Hex.optional(),
  canSign: Known,
  sensitive: Known,
  extractable: Known,
  alwaysSensitive: Known,
  neverExtractable: Known,
  /** Made on this token (CKA_LOCAL). */
  madeHere: Known,
  /** The PIN is asked for each signature (CKA_ALWAYS_AUTHENTICATE). */
  pinPerSignature: Known,
  hasCertificate: z.boolean(),
});
export type TokenKey = z.infer<typeof TokenKey>;

/** A slot as the module reports it, and the token in it. */
export const SlotView = z.strictObject({
  /** Opaque, for this run of the host only: slot numbers change. */
  slotId: z.string().max(40),
  description: ShortText,
  manufacturer: ShortText,
  removable: z.boolean(),
  hardware: z.boolean(),
  token: z
    .strictObject({
      /** RFC 7512 URI of the token: label, manufacturer, model and serial. */
      uri: Pkcs11Uri,
      label: ShortText,
      serial: ShortText,
      manufacturer: ShortText,
      model: ShortText,
      firmware: z.string().max(20),
      initialised: z.boolean(),
      userPinSet: z.boolean(),
      loginRequired: z.boolean(),
      writeProtected: z.boolean(),
      /** CKF_PROTECTED_AUTHENTICATION_PATH: the PIN is typed at the reader. */
      pinPad: z.boolean(),
      minPinLength: z.int(),
      maxPinLength: z.int(),
      pin: z.enum(['none-wrong', 'tries-low', 'last-try', 'blocked', 'to-be-changed']),
      soPin: z.enum(['none-wrong', 'tries-low', 'last-try', 'blocked', 'to-be-changed']),
      freePublicBytes: z.int().nonnegative().optional(),
      freePrivateBytes: z.int().nonnegative().optional(),
      signedIn: z.enum(['user', 'so', 'no']),
      software: z.boolean(),
    })
    .optional(),
  /** Why what is in the slot cannot be read; the slot then tells of no token. */
  fault: z.strictObject({ code: z.enum(tokenFaultCodes), data: TokenFaultData }).optional(),
});
export type SlotView = z.infer<typeof SlotView>;
export type TokenView = NonNullable<SlotView['token']>;

export const MechanismView = z.strictObject({
  number: z.int().nonnegative(),
  name: z.string().max(60),
  minKeySize: z.int().nonnegative(),
  maxKeySize: z.int().nonnegative(),
  canSign: z.boolean(),
  canGenerate: z.boolean(),
});
export type MechanismView = z.infer<typeof MechanismView>;

/** What a token can do with each algorithm, read from its mechanism list. */
export const AlgorithmOffer = z.strictObject({
  algorithm: KeyAlgorithmName,
  canGenerate: z.boolean(),
  canSign: z.boolean(),
});
export type AlgorithmOffer = z.infer<typeof AlgorithmOffer>;
