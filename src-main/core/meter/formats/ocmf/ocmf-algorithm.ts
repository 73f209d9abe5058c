import type { MeterCurve } from '../../../../../shared/domain/signed-meter.ts';
import type { MeterAlgorithm, MeterHash } from '../../meter-types.ts';
import { type JsonRecord, textAt } from '../../exact-json.ts';

const CURVES: Readonly<Record<string, MeterCurve>> = {
  secp192r1: 'secp192r1',
  secp192k1: 'secp192k1',
  secp224r1: 'secp224r1',
  secp224k1: 'secp224k1',
  secp256r1: 'secp256r1',
  prime256v1: 'secp256r1',
  secp256k1: 'secp256k1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
  brainpool256r1: 'brainpoolP256r1',
  brainpoolp256r1: 'brainpoolP256r1',
  brainpool384r1: 'brainpoolP384r1',
  brainpoolp384r1: 'brainpoolP384r1',
  brainpool512r1: 'brainpoolP512r1',
  brainpoolp512r1: 'brainpoolP512r1',
};

/** OCMF 1.4.1, table of signature algorithms. */
const IN_THE_SPEC: ReadonlySet<string> = new Set([
  'secp192k1',
  'secp192r1',
  'secp256k1',
  'secp256r1',
  'secp384r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
]);
const PLAIN: Readonly<Record<string, MeterCurve>> = {
  'eddsa-ed25519': 'Ed25519',
  'eddsa-ed448': 'Ed448',
  'ml-dsa-44': 'ML-DSA-44',
  'ml-dsa-65': 'ML-DSA-65',
  'ml-dsa-87': 'ML-DSA-87',
};
const HASHES: Readonly<Record<string, MeterHash>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

/** The member SA of the signature section. It lies outside of what is signed: it is compared with the key, never believed. */
export function readOcmfAlgorithm(section: JsonRecord): MeterAlgorithm | undefined {
  const text = textAt(section, 'SA')?.trim();
  if (text === undefined || text === '') {
    return { bareCurve: 'secp256r1', hash: 'sha256', form: 'der', isExtension: false };
  }
  const stated = text.slice(0, 60);
  const plain = PLAIN[text.toLowerCase()];
  if (plain !== undefined) return { stated, curve: plain, hash: 'sha512', form: 'raw', isExtension: true };
  const match = /^ECDSA-([a-z0-9]+)-SHA(256|384|512)$/i.exec(text);
  const curve = CURVES[match?.[1]?.toLowerCase() ?? ''];
  const hash = HASHES[match?.[2] ?? ''];
  if (curve === undefined || hash === undefined) return undefined;
  return { stated, curve, hash, form: 'der', isExtension: hash !== 'sha256' || !IN_THE_SPEC.has(curve) };
}
