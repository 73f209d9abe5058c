import type { ByteRange } from './decode-log.ts';
import { hexOf } from './digests.ts';
import { contentOf, type DerNode } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { readString } from './der/read-string.ts';
import { readBoolean, readInteger, readOid, readTime } from './der/read-values.ts';
import { oidLabel } from './oid-names.ts';

/** One line of a tree of bytes whose meaning nobody here knows; `depth` draws it. */
export interface Asn1NodeView extends ByteRange {
  readonly depth: number;
  /** `SEQUENCE`, `UTF8String`, `[0]`, `APPLICATION 3`. */
  readonly tag: string;
  /** Short text of a primitive value, hex where there is no better one; empty for lists. */
  readonly value: string;
}

const LIMITS = { maxBytes: 1 << 18, maxDepth: 16, maxNodes: 2000 };
const SHOWN_NODES = 400;
const SHOWN_OCTETS = 64;

/** The tree of a part of the bytes, cut after some hundred lines; null when it is not DER. */
export function readAsn1Tree(source: Uint8Array, range: ByteRange): readonly Asn1NodeView[] | null {
  const root = readDer(source, range, LIMITS);
  if (!root.ok) return null;
  const lines: Asn1NodeView[] = [];
  walk(root.value, 0, lines);
  return lines;
}

function walk(node: DerNode, depth: number, lines: Asn1NodeView[]): void {
  if (lines.length >= SHOWN_NODES) return;
  lines.push({ depth, tag: tagText(node), value: valueText(node), start: node.start, end: node.end });
  for (const child of node.children) walk(child, depth + 1, lines);
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  7: 'ObjectDescriptor',
  8: 'EXTERNAL',
  9: 'REAL',
  10: 'ENUMERATED',
  11: 'EMBEDDED PDV',
  12: 'UTF8String',
  13: 'RELATIVE-OID',
  16: 'SEQUENCE',
  17: 'SET',
  18: 'NumericString',
  19: 'PrintableString',
  20: 'TeletexString',
  21: 'VideotexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  25: 'GraphicString',
  26: 'VisibleString',
  27: 'GeneralString',
  28: 'UniversalString',
  29: 'CHARACTER STRING',
  30: 'BMPString',
};

function tagText({ tagClass, tag }: DerNode): string {
  if (tagClass === 'context') return `[${tag}]`;
  return tagClass === 'universal' ? (NAMES[tag] ?? `UNIVERSAL ${tag}`) : `${tagClass.toUpperCase()} ${tag}`;
}

function valueText(node: DerNode): string {
  if (node.constructed) return '';
  const bytes = contentOf(node);
  const hex = bytes.length > SHOWN_OCTETS ? `${hexOf(bytes.subarray(0, SHOWN_OCTETS))}…` : hexOf(bytes);
  if (node.tagClass !== 'universal') return hex;
  const text = readString(node);
  if (text?.valid === true) return text.text.slice(0, 200);
  switch (node.tag) {
    case 1:
      return readBoolean(node) ? 'TRUE' : 'FALSE';
    case 2:
    case 10:
      return bytes.length > 16 ? hex : readInteger(node).toString();
    case 6:
      return oidLabel(readOid(node));
    case 23:
    case 24:
      return readTime(node)?.at.toISOString() ?? hex;
    default:
      return hex;
  }
}
