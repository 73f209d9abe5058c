import { type DerNode, TAG } from './der-node.ts';
import type { DerFault } from './der-fault.ts';

type Primitive = Pick<DerNode, 'source' | 'tag' | 'contentStart' | 'end'>;

/** The rules of X.690 §8 and §11 for the content of universal primitives whose encoding must be unique. */
export function faultOfPrimitive(node: Primitive): DerFault | undefined {
  switch (node.tag) {
    case TAG.boolean:
      return faultOfBoolean(node);
    case TAG.integer:
    case TAG.enumerated:
      return faultOfInteger(node);
    case TAG.bitString:
      return faultOfBitString(node);
    case TAG.null:
      return node.end > node.contentStart ? { code: 'DER_NULL', offset: node.contentStart } : undefined;
    case TAG.oid:
    case 13: // RELATIVE-OID has the same subidentifiers.
      return faultOfOid(node);
    default:
      return undefined;
  }
}

/** X.690 §8.2 and §11.1: one octet, 00 or FF. */
function faultOfBoolean({ source, contentStart, end }: Primitive): DerFault | undefined {
  const value = source[contentStart];
  const fits = end - contentStart === 1 && (value === 0 || value === 0xff);
  return fits ? undefined : { code: 'DER_BOOLEAN', offset: contentStart };
}

/** X.690 §8.3.2: not empty, and the first nine bits are neither all zero nor all one. */
function faultOfInteger({ source, contentStart, end }: Primitive): DerFault | undefined {
  if (end === contentStart) return { code: 'DER_INTEGER', offset: contentStart };
  if (end - contentStart === 1) return undefined;
  const first = source[contentStart] ?? 0;
  const nextIsNegative = (source[contentStart + 1] ?? 0) >= 0x80;
  const isPadded = (first === 0 && !nextIsNegative) || (first === 0xff && nextIsNegative);
  return isPadded ? { code: 'DER_INTEGER_NOT_MINIMAL', offset: contentStart } : undefined;
}

/** X.690 §8.6.2 and §11.2.1: at most seven unused bits, none without octets, and all of them zero. */
function faultOfBitString({ source, contentStart, end }: Primitive): DerFault | undefined {
  const unused = source[contentStart] ?? 0;
  const last = source[end - 1] ?? 0;
  const hasCount = end > contentStart;
  const fits = hasCount && unused <= 7 && (end - contentStart > 1 ? (last & ((1 << unused) - 1)) === 0 : unused === 0);
  return fits ? undefined : { code: 'DER_BIT_STRING', offset: contentStart };
}

/** Far beyond any OID in use; a hostile one would cost much time to print. */
export const MAX_OID_OCTETS = 64;

/** X.690 §8.19.2: not empty, no subidentifier begins with 80, the last one ends. */
function faultOfOid({ source, contentStart, end }: Primitive): DerFault | undefined {
  if (end === contentStart) return { code: 'DER_OID', offset: contentStart };
  if (end - contentStart > MAX_OID_OCTETS) return { code: 'DER_TOO_LARGE', offset: contentStart };
  let begins = true;
  for (let at = contentStart; at < end; at++) {
    const octet = source[at] ?? 0;
    if (begins && octet === 0x80) return { code: 'DER_OID', offset: at };
    begins = octet < 0x80;
  }
  return begins ? undefined : { code: 'DER_OID', offset: end - 1 };
}
