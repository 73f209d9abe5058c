import { toHex } from '../../../shared/util/hex.ts';
import { addField, addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { readBoolean, readNamedBits, readOid } from './der/read-values.ts';
import { type GeneralNameView, readGeneralNames } from './general-names.ts';
import { OID, oidLabel, oidName } from './oid-names.ts';

/** Bits of KeyUsage in their order (RFC 5280 §4.2.1.3). */
export const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsageName = (typeof keyUsageNames)[number];

export type ExtensionValue =
  | { readonly kind: 'key-usage'; readonly usages: readonly string[] }
  | {
      readonly kind: 'extended-key-usage';
      readonly usages: readonly { readonly oid: string; readonly name: string | null }[];
    }
  /** `wrapped`: an OCTET STRING too many stood around the names and was taken off. */
  | { readonly kind: 'subject-alt-name'; readonly names: readonly GeneralNameView[]; readonly wrapped: boolean }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown' };

export interface ExtensionView extends ByteRange {
  readonly oid: string;
  readonly name: string | null;
  readonly critical: boolean;
  readonly value: ExtensionValue;
  /** Content of the OCTET STRING, in hex, whatever was understood of it. */
  readonly hex: string;
}

/**
 * Reads Extensions (RFC 5280 §4.1). Undefined when the node is no `SEQUENCE OF { OID, BOOLEAN?, OCTET STRING }`.
 * Field ids are `extension.<OID>`; a second one of the same OID is remarked and kept in the list.
 */
export function readExtensions(node: DerNode, log: DecodeLog, depth: number): readonly ExtensionView[] | undefined {
  if (!isUniversal(node, TAG.sequence) || !node.children.every(isExtension)) return undefined;
  const seen = new Set<string>();
  return node.children.map((extension) => {
    const oid = extension.children[0] ? readOid(extension.children[0]) : '';
    const field = `extension.${oid}${seen.has(oid) ? `@${extension.start}` : ''}`;
    if (seen.has(oid)) addFinding(log, 'error', 'EXTENSION_DUPLICATE', field, extension, { oid: oidLabel(oid) });
    seen.add(oid);
    return readExtension(extension, { oid, log, field, depth });
  });
}

function isExtension(node: DerNode): boolean {
  const [oid, second, third] = node.children;
  if (!isUniversal(node, TAG.sequence) || !isUniversal(oid, TAG.oid)) return false;
  if (node.children.length === 2) return isUniversal(second, TAG.octetString);
  return node.children.length === 3 && isUniversal(second, TAG.boolean) && isUniversal(third, TAG.octetString);
}

interface ExtensionReading {
  readonly oid: string;
  readonly log: DecodeLog;
  readonly field: string;
  readonly depth: number;
}

function readExtension(node: DerNode, reading: ExtensionReading): ExtensionView {
  const { oid, log, field, depth } = reading;
  const octets = node.children.at(-1) ?? node;
  const flag = node.children.length === 3 ? node.children[1] : undefined;
  const critical = flag !== undefined && readBoolean(flag);
  if (flag !== undefined && !critical) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', field, flag);
  const name = oidName(oid) ?? null;
  const at = log.fields.length;
  const value = readValue(octets, reading);
  const hex = toHex(contentOf(octets));
  const summary = summaryOf(value) ?? hex;
  addField(
    log,
    {
      id: field,
      depth,
      name: oidLabel(oid),
      value: `${critical ? 'critical, ' : ''}${summary}`,
      known: value.kind !== 'unknown',
    },
    node,
  );
  // The extension's line stands before those of its parts, but its text is known only after them.
  log.fields.splice(at, 0, ...log.fields.splice(-1));
  return { oid, name, critical, value, hex, start: node.start, end: node.end };
}

function readValue(octets: DerNode, reading: ExtensionReading): ExtensionValue {
  const { oid, log, field } = reading;
  if (oid !== OID.keyUsage && oid !== OID.extendedKeyUsage && oid !== OID.subjectAltName) {
    addFinding(log, 'info', 'EXTENSION_UNKNOWN', field, octets, { oid: oidLabel(oid) });
    return { kind: 'unknown' };
  }
  const read = readDer(octets.source, { start: octets.contentStart, end: octets.end });
  if (!read.ok) {
    const reason = `${read.error.code} at ${read.error.offset}`;
    addFinding(log, 'error', 'EXTENSION_MALFORMED', field, octets, { oid: oidLabel(oid), reason });
    return { kind: 'malformed' };
  }
  const value =
    oid === OID.keyUsage
      ? readKeyUsage(read.value, reading)
      : oid === OID.extendedKeyUsage
        ? readExtendedKeyUsage(read.value, reading)
        : readSubjectAltName(read.value, reading);
  if (value !== undefined) return value;
  addFinding(log, 'error', 'EXTENSION_MALFORMED', field, octets, { oid: oidLabel(oid), reason: 'type' });
  return { kind: 'malformed' };
}

function readKeyUsage(node: DerNode, { log, field }: ExtensionReading): ExtensionValue | undefined {
  if (!isUniversal(node, TAG.bitString)) return undefined;
  const bits = readNamedBits(node);
  if (bits.length === 0) addFinding(log, 'error', 'KEY_USAGE_EMPTY', field, node);
  const unused = node.source[node.contentStart] ?? 0;
  const last = node.end - node.contentStart > 1 ? (node.source[node.end - 1] ?? 0) : 0;
  const endsInZero = node.end - node.contentStart > 1 && ((last >> unused) & 1) === 0;
  if (endsInZero) addFinding(log, 'warning', 'NAMED_BITS_TRAILING_ZEROS', field, node);
  return { kind: 'key-usage', usages: bits.map((bit) => keyUsageNames[bit] ?? `bit ${bit}`) };
}

function readExtendedKeyUsage(node: DerNode, { log, field }: ExtensionReading): ExtensionValue | undefined {
  if (!isUniversal(node, TAG.sequence) || !node.children.every((child) => isUniversal(child, TAG.oid)))
    return undefined;
  if (node.children.length === 0) addFinding(log, 'error', 'EXTENDED_KEY_USAGE_EMPTY', field, node);
  const usages = node.children.map((child) => ({ oid: readOid(child), name: oidName(readOid(child)) ?? null }));
  return { kind: 'extended-key-usage', usages };
}

/** The reference implementation writes the GeneralNames inside one more OCTET STRING: taken off once, and told. */
function readSubjectAltName(node: DerNode, { log, field, depth }: ExtensionReading): ExtensionValue | undefined {
  const wrapped = isUniversal(node, TAG.octetString);
  const inner = wrapped ? readDer(node.source, { start: node.contentStart, end: node.end }) : undefined;
  if (inner?.ok === false) return undefined;
  const names = readGeneralNames(inner?.value ?? node, log, field, depth + 1);
  if (names === undefined) return undefined;
  if (wrapped) addFinding(log, 'warning', 'SAN_DOUBLE_WRAPPED', field, node);
  if (names.length === 0) addFinding(log, 'error', 'SAN_EMPTY', field, node);
  return { kind: 'subject-alt-name', names, wrapped };
}

function summaryOf(value: ExtensionValue): string | undefined {
  switch (value.kind) {
    case 'key-usage':
      return value.usages.join(', ');
    case 'extended-key-usage':
      return value.usages.map(({ oid, name }) => name ?? oid).join(', ');
    case 'subject-alt-name':
      return value.names.map(({ kind, value: text }) => `${kind}:${text}`).join(', ');
    case 'malformed':
    case 'unknown':
      return undefined;
  }
}
