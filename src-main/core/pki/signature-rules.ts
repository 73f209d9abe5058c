import { curves } from './curves.ts';
import type { ReadSignatureAlgorithm } from './algorithm-identifier.ts';
import { addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { ecdsaFromDer } from './ecdsa-signature.ts';
import { oidLabel } from './oid-names.ts';
import type { PublicKeyView } from './spki.ts';

/** A signature as it stands in a request or certificate. */
export interface SignatureView {
  readonly algorithm: ReadSignatureAlgorithm;
  readonly algorithmRange: ByteRange;
  /** The BIT STRING's octets. */
  readonly value: ByteRange;
}

const STRENGTH = { md5: 0, sha1: 0, sha224: 112, sha256: 128, sha384: 192, sha512: 256 } as const;
const CURVE_STRENGTH: Readonly<Record<string, number>> = { 'P-256': 128, 'P-384': 192, 'P-521': 256 };

/**
 * Remarks about a signature that need no verification: unknown, weak, wrong parameters, wrong kind, wrong form. `key` is
 * the one that signed, null while nobody knows it.
 */
export function noteSignatureRules(
  signature: SignatureView,
  key: PublicKeyView | null,
  source: Uint8Array,
  log: DecodeLog,
): void {
  const { algorithm, algorithmRange, value } = signature;
  const field = 'signature.algorithm';
  if (algorithm.kind === 'unknown') {
    addFinding(log, 'warning', 'SIGNATURE_ALGORITHM_UNKNOWN', field, algorithmRange, { oid: oidLabel(algorithm.oid) });
    return;
  }
  if (!algorithm.wellFormed) addFinding(log, 'error', 'SIGNATURE_PARAMETERS', field, algorithmRange);
  const kindOfSignature = algorithm.kind === 'ecdsa' ? 'ec' : algorithm.kind === 'ed25519' ? 'ed25519' : 'rsa';
  if (key !== null && key.kind !== 'unknown' && key.kind !== kindOfSignature) {
    addFinding(log, 'error', 'SIGNATURE_KEY_MISMATCH', field, algorithmRange);
  }
  if (algorithm.kind !== 'ed25519') {
    const strength = STRENGTH[algorithm.hash];
    const wanted = CURVE_STRENGTH[key?.curve ?? ''] ?? 112;
    if (strength === 0)
      addFinding(log, 'error', 'SIGNATURE_ALGORITHM_WEAK', field, algorithmRange, { hash: algorithm.hash });
    else if (strength < wanted) addFinding(log, 'warning', 'SIGNATURE_HASH_UNFIT', field, algorithmRange);
  }
  if (!hasForm(signature, key, source)) addFinding(log, 'error', 'SIGNATURE_MALFORMED', 'signature.value', value);
}

function hasForm({ algorithm, value }: SignatureView, key: PublicKeyView | null, source: Uint8Array): boolean {
  const length = value.end - value.start;
  if (algorithm.kind === 'ed25519') return length === 64;
  if (algorithm.kind !== 'ecdsa') return key?.bits == null || length === Math.ceil(key.bits / 8);
  const curve = curves.find((known) => known.name === key?.curve);
  return ecdsaFromDer(source.subarray(value.start, value.end), curve?.size ?? 72).ok;
}
