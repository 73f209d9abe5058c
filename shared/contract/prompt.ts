import { z } from 'zod';
import { Bytes, HexText, Nothing, Sha256Hex, ShortText } from './common.ts';
import { SigningPurpose } from './key-facts.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** What a token host does once it has the secrets. Signing is here for keys whose PIN is asked per signature. */
export const PromptAction = <S extends z.ZodType>(signRequest: S) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sign-in'), reason: ShortText }),
    z.strictObject({ kind: z.literal('init-token'), label: z.string().min(1).max(32) }),
    z.strictObject({ kind: z.literal('change-pin') }),
    /** First user PIN, or unblocking it: both are C_InitPIN in a session of the security officer. */
    z.strictObject({ kind: z.literal('set-pin'), unblock: z.boolean() }),
    z.strictObject({
      kind: z.literal('sign'),
      reason: ShortText,
      keyId: HexText,
      spkiSha256: Sha256Hex,
      purpose: SigningPurpose,
      request: signRequest,
    }),
    /** Software keys only: the passphrase of the encrypted PKCS#12 file (RFC 7292). */
    z.strictObject({ kind: z.literal('export-pkcs12'), keyId: HexText, spkiSha256: Sha256Hex }),
    /**
     * Software host only: the key that a passphrase and this salt (16 bytes) give by scrypt, for the vault of the workspace.
     * Core gets the key and never the passphrase.
     */
    z.strictObject({
      kind: z.literal('vault-key'),
      use: z.enum(['create', 'unlock', 'change']),
      salt: Bytes.refine((salt) => salt.length === 16),
      reason: ShortText,
    }),
  ]);

export const SecretField = z.strictObject({
  name: z.enum(['pin', 'newPin', 'soPin', 'passphrase', 'vaultPassphrase', 'newVaultPassphrase']),
  minLength: z.int().nonnegative(),
  maxLength: z.int().positive(),
  /** Typed twice, because nobody could tell a slip later. */
  repeat: z.boolean(),
});
export type SecretField = z.infer<typeof SecretField>;

/** What the one who is asked for a secret is shown. All of it comes from the host, none from the window. */
export const PromptView = z.strictObject({
  promptId: z.string().max(64),
  action: z.enum([
    'sign-in',
    'init-token',
    'change-pin',
    'set-pin',
    'unblock',
    'sign',
    'export-pkcs12',
    'vault-create',
    'vault-unlock',
    'vault-change',
  ]),
  tokenLabel: ShortText,
  tokenSerial: ShortText,
  software: z.boolean(),
  /** What the token is reached through: the library's own name and its file. Two modules may show tokens of one name. */
  library: ShortText.optional(),
  /** What the caller gave as its reason; of an export the key's label, of a PIN that is set or changed the token's. */
  reason: ShortText,
  /** CKF_PROTECTED_AUTHENTICATION_PATH: there is nothing to type here. */
  pinPad: z.boolean(),
  fields: z.array(SecretField),
  pin: z.enum(['none-wrong', 'tries-low', 'last-try', 'blocked', 'to-be-changed']),
  soPin: z.enum(['none-wrong', 'tries-low', 'last-try', 'blocked', 'to-be-changed']),
  /** X25519 public key (32 bytes) of this prompt only; see src-main/common/seal.ts. */
  sealKey: Bytes,
});
export type PromptView = z.infer<typeof PromptView>;

/** What an action made: a signature, a file, a derived key, or nothing to hand on. */
export const PromptEnd = z.strictObject({
  signature: Bytes.optional(),
  signingInput: Bytes.optional(),
  file: Bytes.optional(),
  derivedKey: Bytes.optional(),
});
export type PromptEnd = z.infer<typeof PromptEnd>;

/** The PIN window's whole world: a port straight to the token host. Neither core nor the main window sees it. */
export const pinWindowContract = {
  prompt: {
    show: {
      about: 'What is asked, of which token, why.',
      role: 'operator',
      input: Nothing,
      output: PromptView,
      errors: tokenErrors,
    },
    submit: {
      about: 'Hands the secrets over once. A wrong PIN leaves the prompt open for another try by hand.',
      role: 'operator',
      input: z.strictObject({
        secrets: z.array(z.strictObject({ name: SecretField.shape.name, value: z.string().min(1).max(1024) })).max(4),
        /** Ticked before the last try. */
        lastTryAccepted: z.boolean(),
      }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    cancel: { about: 'Closes the prompt.', role: 'operator', input: Nothing, output: Nothing, errors: tokenErrors },
  },
} as const satisfies ContractTree;
