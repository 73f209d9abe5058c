import pkcs11js from 'pkcs11js';

/**
 * PKCS#11 v2.40 by number, and Ed25519 of v3.0, whose names pkcs11js lacks. Only what the console uses.
 * The module's functions are called in their synchronous form only: this process is the thread.
 */
export const CKF = {
  osLockingOk: 0x2,
  slot: { tokenPresent: 0x1, removable: 0x2, hardware: 0x4 },
  token: {
    writeProtected: 0x2,
    loginRequired: 0x4,
    userPinInitialized: 0x8,
    protectedAuthenticationPath: 0x100,
    tokenInitialized: 0x400,
    userPin: { countLow: 0x10000, finalTry: 0x20000, locked: 0x40000, toBeChanged: 0x80000 },
    soPin: { countLow: 0x100000, finalTry: 0x200000, locked: 0x400000, toBeChanged: 0x800000 },
  },
  session: { readWrite: 0x2, serial: 0x4 },
  mechanism: { sign: 0x800, generateKeyPair: 0x10000 },
} as const;

export const CKU = { so: 0, user: 1, contextSpecific: 2 } as const;
export const CKO = { certificate: 1, publicKey: 2, privateKey: 3 } as const;
export const CKC_X_509 = 0;
export const CKK = { rsa: 0x0, ec: 0x3, ecEdwards: 0x40 } as const;

export const CKA = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  value: 0x11,
  certificateType: 0x80,
  issuer: 0x81,
  serialNumber: 0x82,
  keyType: 0x100,
  subject: 0x101,
  id: 0x102,
  sensitive: 0x103,
  sign: 0x108,
  verify: 0x10a,
  modulus: 0x120,
  modulusBits: 0x121,
  publicExponent: 0x122,
  extractable: 0x162,
  local: 0x163,
  neverExtractable: 0x164,
  alwaysSensitive: 0x165,
  ecParams: 0x180,
  ecPoint: 0x181,
  alwaysAuthenticate: 0x202,
} as const;

export const CKM = {
  rsaKeyPairGen: 0x0,
  rsaPkcs: 0x1,
  rsaPss: 0xd,
  sha256: 0x250,
  ecKeyPairGen: 0x1040,
  ecdsa: 0x1041,
  ecEdwardsKeyPairGen: 0x1055,
  eddsa: 0x1057,
} as const;

export const CKG_MGF1_SHA256 = 2;
export const PARAMS_RSA_PSS: number = pkcs11js.CK_PARAMS_RSA_PSS;

/** Handles and slot ids: CK_ULONG in the module's own size, opaque here. */
export type Handle = Buffer;
export type Cryptoki = pkcs11js.PKCS11;
export type Mechanism = pkcs11js.Mechanism;
export type Template = pkcs11js.Template;
export type TokenInfo = pkcs11js.TokenInfo;

/** Loads a library; what the loader says about a file that it cannot load is thrown as it is. */
export function loadCryptoki(path: string): Cryptoki {
  const library = new pkcs11js.PKCS11();
  library.load(path);
  return library;
}

/** C_Initialize with OS locking. `parameters` is for NSS, see below. */
export function initialize(library: Cryptoki, parameters: string | undefined): void {
  if (parameters === undefined) library.C_Initialize({ flags: CKF.osLockingOk });
  // pkcs11js drops the last character of libraryParameters: a blank is given up instead.
  else library.C_Initialize({ flags: CKF.osLockingOk, libraryParameters: `${parameters} ` });
}

/**
 * A CK_ULONG that counts something. Undefined for CK_UNAVAILABLE_INFORMATION (all ones in the module's own size, §3.1) and
 * for what no number can hold; pkcs11js gives a bigint against its types.
 */
export function known(value: number | bigint): number | undefined {
  const count = Number(value);
  return Number.isSafeInteger(count) && count >= 0 && count !== 0xffffffff ? count : undefined;
}

/** Fixed-length text of PKCS#11: padded with blanks, by some modules with zeros. */
export function unpadded(text: string): string {
  return text.replace(/[ \0]+$/, '');
}
