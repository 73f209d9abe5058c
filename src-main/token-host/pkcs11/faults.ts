import type { TokenFault, TokenFaultCode } from '../../../shared/contract/token-faults.ts';

/** Return codes of PKCS#11 v2.40 §11.1 that are told apart here, with their numbers and what they mean for us. */
const returnCodes: readonly (readonly [number, string, TokenFaultCode])[] = [
  [1, 'CKR_CANCEL', 'CANCELLED_AT_TOKEN'],
  [2, 'CKR_HOST_MEMORY', 'DRIVER_FAILED'],
  [3, 'CKR_SLOT_ID_INVALID', 'TOKEN_ABSENT'],
  [5, 'CKR_GENERAL_ERROR', 'DRIVER_FAILED'],
  [6, 'CKR_FUNCTION_FAILED', 'DRIVER_FAILED'],
  [7, 'CKR_ARGUMENTS_BAD', 'DRIVER_FAILED'],
  [9, 'CKR_NEED_TO_CREATE_THREADS', 'DRIVER_FAILED'],
  [10, 'CKR_CANT_LOCK', 'DRIVER_FAILED'],
  [16, 'CKR_ATTRIBUTE_READ_ONLY', 'NOT_SUPPORTED'],
  [17, 'CKR_ATTRIBUTE_SENSITIVE', 'NOT_SUPPORTED'],
  [18, 'CKR_ATTRIBUTE_TYPE_INVALID', 'NOT_SUPPORTED'],
  [19, 'CKR_ATTRIBUTE_VALUE_INVALID', 'NOT_SUPPORTED'],
  [48, 'CKR_DEVICE_ERROR', 'DEVICE_ERROR'],
  [49, 'CKR_DEVICE_MEMORY', 'TOKEN_FULL'],
  [50, 'CKR_DEVICE_REMOVED', 'TOKEN_REMOVED'],
  [80, 'CKR_FUNCTION_CANCELED', 'CANCELLED_AT_TOKEN'],
  [84, 'CKR_FUNCTION_NOT_SUPPORTED', 'NOT_SUPPORTED'],
  [96, 'CKR_KEY_HANDLE_INVALID', 'KEY_NOT_FOUND'],
  [98, 'CKR_KEY_SIZE_RANGE', 'KEY_SIZE_UNSUPPORTED'],
  [99, 'CKR_KEY_TYPE_INCONSISTENT', 'KEY_NOT_ALLOWED'],
  [104, 'CKR_KEY_FUNCTION_NOT_PERMITTED', 'KEY_NOT_ALLOWED'],
  [112, 'CKR_MECHANISM_INVALID', 'MECHANISM_MISSING'],
  [113, 'CKR_MECHANISM_PARAM_INVALID', 'MECHANISM_MISSING'],
  [130, 'CKR_OBJECT_HANDLE_INVALID', 'KEY_NOT_FOUND'],
  [144, 'CKR_OPERATION_ACTIVE', 'DRIVER_FAILED'],
  [145, 'CKR_OPERATION_NOT_INITIALIZED', 'DRIVER_FAILED'],
  [160, 'CKR_PIN_INCORRECT', 'PIN_INCORRECT'],
  [161, 'CKR_PIN_INVALID', 'PIN_INVALID'],
  [162, 'CKR_PIN_LEN_RANGE', 'PIN_LENGTH'],
  [163, 'CKR_PIN_EXPIRED', 'PIN_EXPIRED'],
  [164, 'CKR_PIN_LOCKED', 'PIN_LOCKED'],
  [176, 'CKR_SESSION_CLOSED', 'TOKEN_REMOVED'],
  [177, 'CKR_SESSION_COUNT', 'TOKEN_BUSY'],
  [179, 'CKR_SESSION_HANDLE_INVALID', 'TOKEN_REMOVED'],
  [181, 'CKR_SESSION_READ_ONLY', 'TOKEN_READ_ONLY'],
  [182, 'CKR_SESSION_EXISTS', 'TOKEN_BUSY'],
  [183, 'CKR_SESSION_READ_ONLY_EXISTS', 'TOKEN_BUSY'],
  [184, 'CKR_SESSION_READ_WRITE_SO_EXISTS', 'ADMIN_SIGNED_IN'],
  [208, 'CKR_TEMPLATE_INCOMPLETE', 'NOT_SUPPORTED'],
  [209, 'CKR_TEMPLATE_INCONSISTENT', 'NOT_SUPPORTED'],
  [224, 'CKR_TOKEN_NOT_PRESENT', 'TOKEN_REMOVED'],
  [225, 'CKR_TOKEN_NOT_RECOGNIZED', 'TOKEN_ABSENT'],
  [226, 'CKR_TOKEN_WRITE_PROTECTED', 'TOKEN_READ_ONLY'],
  [256, 'CKR_USER_ALREADY_LOGGED_IN', 'DRIVER_FAILED'],
  [257, 'CKR_USER_NOT_LOGGED_IN', 'NOT_SIGNED_IN'],
  [258, 'CKR_USER_PIN_NOT_INITIALIZED', 'PIN_NOT_SET'],
  [260, 'CKR_USER_ANOTHER_ALREADY_LOGGED_IN', 'ADMIN_SIGNED_IN'],
  [304, 'CKR_DOMAIN_PARAMS_INVALID', 'KEY_SIZE_UNSUPPORTED'],
  [320, 'CKR_CURVE_NOT_SUPPORTED', 'KEY_SIZE_UNSUPPORTED'],
  [336, 'CKR_BUFFER_TOO_SMALL', 'SIGNATURE_INVALID'],
  [400, 'CKR_CRYPTOKI_NOT_INITIALIZED', 'DRIVER_FAILED'],
  [512, 'CKR_FUNCTION_REJECTED', 'CANCELLED_AT_TOKEN'],
];
const byNumber = new Map(returnCodes.map(([number, name, code]) => [number, { name, code }]));

export const CKR = {
  attributeReadOnly: 16,
  attributeSensitive: 17,
  attributeTypeInvalid: 18,
  cantLock: 10,
  needToCreateThreads: 9,
  deviceRemoved: 50,
  functionNotSupported: 84,
  keyHandleInvalid: 96,
  objectHandleInvalid: 130,
  pinIncorrect: 160,
  sessionClosed: 176,
  sessionHandleInvalid: 179,
  tokenNotPresent: 224,
  tokenNotRecognized: 225,
  userAlreadyLoggedIn: 256,
  userNotLoggedIn: 257,
  deviceError: 48,
  cryptokiAlreadyInitialized: 401,
} as const;

/** A refusal of our own inside a sequence of module calls. Sequences end by throwing, so that every one cleans up on one way. */
export class TokenTrouble extends Error {
  readonly fault: TokenFault;

  constructor(code: TokenFaultCode, detail?: string) {
    super(code);
    this.name = 'TokenTrouble';
    this.fault = { code, data: detail === undefined ? {} : { detail: detail.slice(0, 300) } };
  }
}

/**
 * The return code of a failed call. pkcs11js throws two shapes (`Pkcs11Error` with `code`, plain `Error('CKR_…:145')`) and
 * names every code it does not know `CKR_VENDOR_DEFINED`: only the number counts.
 */
export function returnCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'Pkcs11Error' && 'code' in error && typeof error.code === 'number') return error.code;
  const number = /^CKR_\w+:(\d+)/.exec(error.message)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** A failed call as a fault. Anything that is no return code is a bug of ours and is thrown on. */
export function faultOf(error: unknown): TokenFault {
  if (error instanceof TokenTrouble) return error.fault;
  const number = returnCodeOf(error);
  if (number === undefined) throw error;
  const known = byNumber.get(number);
  const name = known?.name ?? (number >= 0x80000000 ? 'CKR_VENDOR_DEFINED' : 'CKR');
  return { code: known?.code ?? 'DRIVER_FAILED', data: { cryptoki: `${name} (${number})` } };
}

/** Return codes after which sessions, handles and the login of a token are worth nothing. */
export function meansRemoved(number: number | undefined): boolean {
  return (
    number === CKR.deviceRemoved ||
    number === CKR.tokenNotPresent ||
    number === CKR.tokenNotRecognized ||
    number === CKR.sessionHandleInvalid ||
    number === CKR.sessionClosed ||
    number === CKR.deviceError
  );
}

/** Tries a call whose failure is expected and harmless; its return code, or undefined when it went well. */
export function quietly(call: () => void): number | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    const number = returnCodeOf(error);
    if (number === undefined) throw error;
    return number;
  }
}
