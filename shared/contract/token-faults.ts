import { z } from 'zod';

/** What is told with a token's fault: the PKCS#11 return code as the module gave it, and nothing free-form. */
export const TokenFaultData = z.strictObject({
  /** For example `CKR_DEVICE_ERROR (48)`. */
  cryptoki: z.string().max(80).optional(),
  detail: z.string().max(300).optional(),
});
export type TokenFaultData = z.infer<typeof TokenFaultData>;

/**
 * Every way a token, its module or its host can refuse or fail (PKCS#11 v2.40 §11.1 return values, and our own).
 * Codes are stable; words for people are in the window's languages and the manual.
 */
export const tokenFaultCodes = [
  'PIN_INCORRECT',
  'PIN_LOCKED',
  'PIN_LENGTH',
  'PIN_INVALID',
  /** One try is left and nobody has said that it may be spent. */
  'PIN_LAST_TRY',
  'PIN_EXPIRED',
  'PIN_NOT_SET',
  'PIN_PAD_UNSUPPORTED',
  'PIN_PER_SIGNATURE',
  'PIN_CANCELLED',
  'NOT_SIGNED_IN',
  'ADMIN_SIGNED_IN',
  'TOKEN_ABSENT',
  /** Several tokens answer to what was said. */
  'TOKEN_AMBIGUOUS',
  'TOKEN_REMOVED',
  'TOKEN_NOT_INITIALISED',
  'TOKEN_ALREADY_INITIALISED',
  'TOKEN_READ_ONLY',
  'TOKEN_FULL',
  'TOKEN_BUSY',
  'TOKEN_NOT_ANSWERING',
  'HOST_CRASHED',
  /** Crashed or hung so often in a row that it is not started again until somebody asks for it. */
  'HOST_STOPPED',
  'OUTCOME_UNKNOWN',
  'DEVICE_ERROR',
  'DRIVER_FAILED',
  'MODULE_UNLOADABLE',
  'MODULE_NOT_CONFIRMED',
  'NOT_SUPPORTED',
  'MECHANISM_MISSING',
  'KEY_SIZE_UNSUPPORTED',
  'KEY_NOT_FOUND',
  'KEY_AMBIGUOUS',
  'KEY_CLASH',
  'KEY_NOT_ALLOWED',
  'KEY_PURPOSE',
  'KEY_NOT_PROTECTED',
  'KEY_UNUSABLE',
  /** Another certificate lies beside the key already; nothing is written over. */
  'CERTIFICATE_CLASH',
  /** Not a certificate, or one of another key. */
  'CERTIFICATE_REFUSED',
  'SIGN_INPUT_REFUSED',
  'SIGNATURE_INVALID',
  'CANCELLED_AT_TOKEN',
  'PROMPT_GONE',
] as const;
export type TokenFaultCode = (typeof tokenFaultCodes)[number];

export interface TokenFault {
  readonly code: TokenFaultCode;
  readonly data: TokenFaultData;
}

/** For the `errors` of a procedure that may end at a token. */
export const tokenErrors = Object.fromEntries(tokenFaultCodes.map((code) => [code, TokenFaultData])) as {
  // fromEntries forgets the keys; this is the same list, named
  readonly [C in TokenFaultCode]: typeof TokenFaultData;
};
