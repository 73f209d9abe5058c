import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { addFinding, type ByteRange, createDecodeLog, type PkiFinding } from './decode-log.ts';
import type { DerFault } from './der/der-fault.ts';
import { type DerNode, isContext, isUniversal, TAG } from './der/der-node.ts';
import { readDer, readDerHeads } from './der/der-reader.ts';
import { readOid } from './der/read-values.ts';
import { OID } from './oid-names.ts';

/** The bytes are DER but no envelope of certificates. */
export interface Pkcs7ShapeFault {
  readonly code: 'PKCS7_SHAPE';
  readonly offset: number;
}

export type Pkcs7ReadFault = DerFault | Pkcs7ShapeFault;

/** What is inside, as ranges of the bytes that were given, in their order there; nothing of it is read yet. */
export interface Pkcs7View {
  readonly certificates: readonly ByteRange[];
  readonly crls: readonly ByteRange[];
  readonly findings: readonly PkiFinding[];
}

/**
 * Reads the envelope of a PKCS#7 or CMS SignedData (RFC 5652 §5.1), which carries certificates and CRLs. Signers are
 * remarked and not checked: nothing here relies on them.
 */
export function readPkcs7(der: Uint8Array): Result<Pkcs7View, Pkcs7ReadFault> {
  const outer = childrenOf(der, { start: 0, end: der.length, contentStart: 0 });
  if (!outer.ok) return outer;
  const [root, ...trailing] = outer.value;
  if (trailing[0] !== undefined) return fail({ code: 'DER_TRAILING_BYTES', offset: trailing[0].start });
  const signed = root && openContent(der, root);
  if (signed === undefined) return fail({ code: 'PKCS7_SHAPE', offset: 0 });
  if (!signed.ok) return signed;
  const parts = childrenOf(der, signed.value);
  if (!parts.ok) return parts;
  const [version, digests, content, ...rest] = parts.value;
  const signers = rest.at(-1);
  const hasShape =
    isUniversal(version, TAG.integer) &&
    isUniversal(digests, TAG.set) &&
    isUniversal(content, TAG.sequence) &&
    isUniversal(signers, TAG.set);
  const sets = rest.slice(0, -1);
  const isKnown = sets.every((set, i) => set.tagClass === 'context' && set.tag <= 1 && (i === 0 || set.tag === 1));
  if (!hasShape || !isKnown || sets.length > 2) return fail({ code: 'PKCS7_SHAPE', offset: signed.value.start });

  const log = createDecodeLog('verdicts');
  if (signers.end > signers.contentStart) addFinding(log, 'info', 'PKCS7_SIGNED', 'signers', signers);
  const found: Record<'certificates' | 'crls', DerNode[]> = { certificates: [], crls: [] };
  for (const set of sets) {
    const members = childrenOf(der, set);
    if (!members.ok) return members;
    const list = set.tag === 0 ? found.certificates : found.crls;
    for (const member of members.value) {
      if (isUniversal(member, TAG.sequence)) list.push(member);
      else addFinding(log, 'warning', 'PKCS7_OTHER_MEMBER', 'members', member);
    }
  }
  if (found.certificates.length + found.crls.length === 0)
    addFinding(log, 'warning', 'PKCS7_EMPTY', 'members', signed.value);
  return ok({
    certificates: found.certificates.map(rangeOf),
    crls: found.crls.map(rangeOf),
    findings: log.findings,
  });
}

/** ContentInfo → SignedData. Undefined when the outer value is no ContentInfo of that type. */
function openContent(der: Uint8Array, root: DerNode): Result<DerNode, Pkcs7ReadFault> | undefined {
  if (!isUniversal(root, TAG.sequence)) return undefined;
  const parts = childrenOf(der, root);
  if (!parts.ok) return parts;
  const [typeHead, content, ...rest] = parts.value;
  if (!isUniversal(typeHead, TAG.oid) || !isContext(content, 0) || rest.length > 0) return undefined;
  const type = readDer(der, typeHead);
  if (!type.ok) return type;
  if (readOid(type.value) !== OID.signedData) return undefined;
  const inside = childrenOf(der, content);
  if (!inside.ok) return inside;
  const [signed, ...more] = inside.value;
  return isUniversal(signed, TAG.sequence) && more.length === 0 ? ok(signed) : undefined;
}

function childrenOf(
  der: Uint8Array,
  node: Pick<DerNode, 'start' | 'end' | 'contentStart'>,
): Result<readonly DerNode[], DerFault> {
  return readDerHeads(der, { start: node.contentStart, end: node.end });
}

function rangeOf({ start, end }: DerNode): ByteRange {
  return { start, end };
}
