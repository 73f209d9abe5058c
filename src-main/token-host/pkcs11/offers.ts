import type { AlgorithmOffer, MechanismView } from '../../../shared/contract/key-facts.ts';
import { keyAlgorithms, type KeyAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { CKF, CKM, type Cryptoki, type Handle, known } from './cryptoki.ts';
import { returnCodeOf, TokenTrouble } from './faults.ts';

/** More mechanisms than PKCS#11 has. */
const MAX_MECHANISMS = 2000;

const names = new Map<number, string>([
  [CKM.rsaKeyPairGen, 'CKM_RSA_PKCS_KEY_PAIR_GEN'],
  [CKM.rsaPkcs, 'CKM_RSA_PKCS'],
  [0x3, 'CKM_RSA_X_509'],
  [CKM.rsaPss, 'CKM_RSA_PKCS_PSS'],
  [0x40, 'CKM_SHA256_RSA_PKCS'],
  [0x41, 'CKM_SHA384_RSA_PKCS'],
  [0x42, 'CKM_SHA512_RSA_PKCS'],
  [0x43, 'CKM_SHA256_RSA_PKCS_PSS'],
  [0x44, 'CKM_SHA384_RSA_PKCS_PSS'],
  [0x45, 'CKM_SHA512_RSA_PKCS_PSS'],
  [CKM.sha256, 'CKM_SHA256'],
  [0x260, 'CKM_SHA384'],
  [0x270, 'CKM_SHA512'],
  [CKM.ecKeyPairGen, 'CKM_EC_KEY_PAIR_GEN'],
  [CKM.ecdsa, 'CKM_ECDSA'],
  [0x1044, 'CKM_ECDSA_SHA256'],
  [0x1045, 'CKM_ECDSA_SHA384'],
  [0x1046, 'CKM_ECDSA_SHA512'],
  [0x1050, 'CKM_ECDH1_DERIVE'],
  [CKM.ecEdwardsKeyPairGen, 'CKM_EC_EDWARDS_KEY_PAIR_GEN'],
  [CKM.eddsa, 'CKM_EDDSA'],
]);

/** What a token can do (C_GetMechanismList, C_GetMechanismInfo). */
export function readMechanisms(library: Cryptoki, slot: Handle): readonly MechanismView[] {
  const numbers = library.C_GetMechanismList(slot);
  if (numbers.length > MAX_MECHANISMS) {
    throw new TokenTrouble('DRIVER_FAILED', `the module lists ${numbers.length} mechanisms`);
  }
  const countable = [...new Set(numbers)].filter((number) => Number.isSafeInteger(number) && number >= 0);
  return countable.map((number) => {
    const info = mechanismInfo(library, slot, number);
    return {
      number,
      name: names.get(number) ?? `0x${number.toString(16)}`,
      minKeySize: known(info.minKeySize) ?? 0,
      maxKeySize: known(info.maxKeySize) ?? 0,
      canSign: (info.flags & CKF.mechanism.sign) !== 0,
      canGenerate: (info.flags & CKF.mechanism.generateKeyPair) !== 0,
    };
  });
}

/** A mechanism that is listed but tells nothing counts as one that can do nothing. */
function mechanismInfo(library: Cryptoki, slot: Handle, number: number) {
  try {
    return library.C_GetMechanismInfo(slot, number);
  } catch (error) {
    if (returnCodeOf(error) === undefined) throw error;
    return { minKeySize: 0, maxKeySize: 0, flags: 0 };
  }
}

/** The console's algorithms, by what the mechanism list says; key sizes are in bits (PKCS#11 v2.40 §5.5, table 10 on). */
export function offersOf(mechanisms: readonly MechanismView[]): AlgorithmOffer[] {
  return keyAlgorithms.map((algorithm) => {
    const { generate, sign, bits } = needs(algorithm);
    const fits = ({ minKeySize, maxKeySize }: MechanismView): boolean =>
      maxKeySize === 0 || (bits >= minKeySize && bits <= maxKeySize);
    return {
      algorithm,
      canGenerate: mechanisms.some((one) => one.number === generate && one.canGenerate && fits(one)),
      canSign: mechanisms.some((one) => one.number === sign && one.canSign && fits(one)),
    };
  });
}

interface MechanismNeeds {
  readonly generate: number;
  readonly sign: number;
  readonly bits: number;
}

export function needs(algorithm: KeyAlgorithm): MechanismNeeds {
  switch (algorithm) {
    case 'ec-p256':
      return { generate: CKM.ecKeyPairGen, sign: CKM.ecdsa, bits: 256 };
    case 'ec-p384':
      return { generate: CKM.ecKeyPairGen, sign: CKM.ecdsa, bits: 384 };
    case 'ec-p521':
      return { generate: CKM.ecKeyPairGen, sign: CKM.ecdsa, bits: 521 };
    case 'rsa-3072':
      return { generate: CKM.rsaKeyPairGen, sign: CKM.rsaPkcs, bits: 3072 };
    case 'rsa-4096':
      return { generate: CKM.rsaKeyPairGen, sign: CKM.rsaPkcs, bits: 4096 };
    case 'ed25519':
      return { generate: CKM.ecEdwardsKeyPairGen, sign: CKM.eddsa, bits: 256 };
  }
}
