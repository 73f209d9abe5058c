import { concatBytes } from '../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { contentOf, type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { writeSequence, writeUnsigned } from './der/der-writer.ts';

export interface EcdsaSignatureFault {
  readonly code: 'ECDSA_SIGNATURE_FORM';
}

/** `r ‖ s` as tokens and JOSE have it (PKCS#11 CKM_ECDSA, RFC 7518 §3.4) to DER ECDSA-Sig-Value (RFC 3279 §2.2.3). */
export function ecdsaToDer(rs: Uint8Array): Result<Uint8Array, EcdsaSignatureFault> {
  if (rs.length === 0 || rs.length % 2 !== 0) return fail({ code: 'ECDSA_SIGNATURE_FORM' });
  const half = rs.length / 2;
  return ok(writeSequence(writeUnsigned(rs.subarray(0, half)), writeUnsigned(rs.subarray(half))));
}

/** DER ECDSA-Sig-Value to `r ‖ s`, each `size` octets (32, 48 or 66). Negative or too long numbers are refused. */
export function ecdsaFromDer(der: Uint8Array, size: number): Result<Uint8Array, EcdsaSignatureFault> {
  const read = readDer(der);
  const numbers = read.ok && isUniversal(read.value, TAG.sequence) ? read.value.children : [];
  const [r, s] = numbers.map((node) => fixedSize(node, size));
  return numbers.length === 2 && r && s ? ok(concatBytes(r, s)) : fail({ code: 'ECDSA_SIGNATURE_FORM' });
}

function fixedSize(node: DerNode, size: number): Uint8Array | undefined {
  const content = contentOf(node);
  if (!isUniversal(node, TAG.integer) || (content[0] ?? 0) >= 0x80) return undefined;
  const digits = content[0] === 0 ? content.subarray(1) : content;
  if (digits.length > size) return undefined;
  return concatBytes(new Uint8Array(size - digits.length), digits);
}
