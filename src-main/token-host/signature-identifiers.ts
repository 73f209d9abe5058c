import type { KeyAlgorithm, RsaPadding } from '../../shared/domain/key-algorithm.ts';
import { fromHex } from '../../shared/util/hex.ts';

/**
 * AlgorithmIdentifiers of the signatures that a host makes, written out: ECDSA and Ed25519 without parameters (RFC 5758
 * §3.2, RFC 8410 §3), RSA PKCS#1 with NULL and PSS with everything but the trailer (RFC 4055 §3.1, §5).
 */
const identifiers = {
  'ec-p256': '300a06082a8648ce3d040302',
  'ec-p384': '300a06082a8648ce3d040303',
  'ec-p521': '300a06082a8648ce3d040304',
  ed25519: '300506032b6570',
  pkcs1: '300d06092a864886f70d01010b0500',
  pss: '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
} as const;

/** What a certificate must name as its signature algorithm when this key signs it; see `signatureAlgorithmFor`. */
export function signatureIdentifier(algorithm: KeyAlgorithm, padding: RsaPadding): Uint8Array {
  const name = algorithm === 'rsa-3072' || algorithm === 'rsa-4096' ? padding : algorithm;
  return fromHex(identifiers[name]) ?? new Uint8Array();
}
