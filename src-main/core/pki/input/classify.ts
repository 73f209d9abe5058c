import { type DerNode, isContext, isUniversal, TAG } from '../der/der-node.ts';
import type { DerFault } from '../der/der-fault.ts';
import { readDerHeads } from '../der/der-reader.ts';
import { readOid } from '../der/read-values.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { OID } from '../oid-names.ts';

/** What a DER value is by its outer shape; the typed readers have the last word. */
export type DerKind = 'csr' | 'certificate' | 'crl' | 'public-key' | 'pkcs7' | 'private-key' | 'pkcs12' | 'other';

/** Looks at two levels of one DER value, not deeper, so that telling thousands apart costs nothing. */
export function classifyDer(der: Uint8Array): Result<DerKind, DerFault> {
  const outer = readDerHeads(der, { start: 0, end: der.length });
  if (!outer.ok) return outer;
  const [root, ...trailing] = outer.value;
  if (root === undefined) return fail({ code: 'DER_EMPTY', offset: 0 });
  if (trailing[0] !== undefined) return fail({ code: 'DER_TRAILING_BYTES', offset: trailing[0].start });
  if (!isUniversal(root, TAG.sequence)) return ok('other');
  const heads = readDerHeads(der, { start: root.contentStart, end: root.end });
  return heads.ok ? ok(kindOf(der, heads.value)) : heads;
}

function kindOf(der: Uint8Array, [first, second, third, ...rest]: readonly DerNode[]): DerKind {
  if (isUniversal(first, TAG.oid) && isContext(second, 0)) return readOid(first) === OID.signedData ? 'pkcs7' : 'other';
  if (isUniversal(first, TAG.integer)) return kindOfNumbered(der, first, second, third);
  if (!isUniversal(first, TAG.sequence)) return 'other';
  if (isUniversal(second, TAG.bitString) && third === undefined) return 'public-key';
  // EncryptedPrivateKeyInfo: algorithm and encrypted octets.
  if (isUniversal(second, TAG.octetString) && third === undefined) return 'private-key';
  const isSigned = isUniversal(second, TAG.sequence) && isUniversal(third, TAG.bitString) && rest.length === 0;
  return isSigned ? kindOfSigned(der, first) : 'other';
}

/** A version first: PKCS#8 and the two older forms of private keys, or PKCS#12. */
function kindOfNumbered(
  der: Uint8Array,
  version: DerNode,
  second: DerNode | undefined,
  third: DerNode | undefined,
): DerKind {
  const number = der[version.contentStart];
  const isPkcs12 = number === 3 && isUniversal(second, TAG.sequence) && !isUniversal(third, TAG.octetString);
  if (isPkcs12) return 'pkcs12';
  const isPkcs8 = isUniversal(second, TAG.sequence) && isUniversal(third, TAG.octetString);
  const isRsa = isUniversal(second, TAG.integer) && isUniversal(third, TAG.integer);
  return isPkcs8 || isRsa || isUniversal(second, TAG.octetString) ? 'private-key' : 'other';
}

/** Of the three signed things a CRL alone has a Time at the top, and a request alone has at most four members. */
function kindOfSigned(der: Uint8Array, signed: DerNode): DerKind {
  const heads = readDerHeads(der, { start: signed.contentStart, end: signed.end });
  if (!heads.ok) return 'other';
  const isTime = (node: DerNode): boolean => isUniversal(node, TAG.utcTime) || isUniversal(node, TAG.generalizedTime);
  if (heads.value.some(isTime)) return 'crl';
  if (isContext(heads.value[0], 0) || heads.value.length > 4) return 'certificate';
  return isUniversal(heads.value[0], TAG.integer) ? 'csr' : 'other';
}
