import { formatDistinguishedName, nameTypes } from '../../../shared/domain/distinguished-name.ts';
import { addField, addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { type DerNode, encodingOf, isUniversal, TAG } from './der/der-node.ts';
import type { StringForm } from './der/read-string.ts';
import { readOid } from './der/read-values.ts';
import { hexOf } from './digests.ts';
import { noteUnsorted } from './set-order.ts';
import { oidName } from './oid-names.ts';
import { readText, type TextView } from './text-read.ts';

export interface NameAttributeView extends ByteRange {
  readonly oid: string;
  /** Short name, or the OID when there is none. */
  readonly name: string;
  /** Null when the value is not a string; `hex` has its encoding then. */
  readonly text: TextView | null;
  readonly hex: string;
}

export interface NameView extends ByteRange {
  /** RFC 4514 escapes, in the order of the bytes; several values in one RDN are joined by `+`. */
  readonly text: string;
  readonly rdns: readonly (readonly NameAttributeView[])[];
}

/** Reads a Name (RFC 5280 §4.1.2.4). Undefined when it is no `SEQUENCE OF SET OF SEQUENCE { OID, value }`. */
export function readName(node: DerNode, log: DecodeLog, field: string, depth: number): NameView | undefined {
  if (!isUniversal(node, TAG.sequence) || !node.children.every(isRdn)) return undefined;
  addField(log, { id: field, depth, name: field, value: '' }, node);
  const at = log.fields.length - 1;
  const rdns = node.children.map((rdn, i) => readAttributes(rdn, log, field, `${field}[${i}]`, depth + 1));
  const text = rdns.map((rdn) => rdn.map(printAttribute).join('+')).join(',');
  const shown = log.fields[at];
  if (shown !== undefined) log.fields[at] = { ...shown, value: text.slice(0, 600) };
  return { text, rdns, start: node.start, end: node.end };
}

/** Reads a RelativeDistinguishedName that stands alone; undefined when it is no SET of types and values. */
export function readRdn(
  node: DerNode,
  log: DecodeLog,
  field: string,
  depth: number,
): readonly NameAttributeView[] | undefined {
  return isRdn(node) ? readAttributes(node, log, field, field, depth) : undefined;
}

function readAttributes(
  rdn: DerNode,
  log: DecodeLog,
  field: string,
  id: string,
  depth: number,
): readonly NameAttributeView[] {
  if (rdn.children.length > 1) {
    noteUnsorted(rdn, log, field);
    addFinding(log, 'warning', 'SUBJECT_MULTI_VALUED', field, rdn);
  }
  return rdn.children.map((attribute, j) => readAttribute(attribute, log, `${id}${j === 0 ? '' : `+${j}`}`, depth));
}

/** Remarks that hold for a subject: duplicates, country, lengths, no common name. */
export function noteSubjectRules(name: NameView, log: DecodeLog, field: string): void {
  const seen = new Set<string>();
  for (const [i, attribute] of name.rdns.entries()) {
    for (const { oid, name: type, text, start, end } of attribute) {
      const range = { start, end };
      const id = `${field}[${i}]`;
      // OU and DC are meant to repeat; any other type twice is read differently by different readers.
      const mayRepeat = type === 'OU' || type === 'DC';
      if (seen.has(oid) && !mayRepeat) addFinding(log, 'warning', 'SUBJECT_DUPLICATE', id, range, { name: type });
      seen.add(oid);
      const rule = nameTypes.find((known) => known.oid === oid);
      if (rule === undefined || text === null) continue;
      const length = Array.from(text.text).length;
      if (rule.type === 'C') {
        if (!/^[A-Za-z]{2}$/.test(text.text)) addFinding(log, 'warning', 'SUBJECT_COUNTRY', id, range);
      } else if (length > rule.maxLength) {
        addFinding(log, 'warning', 'SUBJECT_TOO_LONG', id, range, { name: type, length, maxLength: rule.maxLength });
      }
    }
  }
  if (name.rdns.length === 0) addFinding(log, 'warning', 'SUBJECT_EMPTY', field, name);
  else if (!seen.has('2.5.4.3')) addFinding(log, 'warning', 'SUBJECT_NO_COMMON_NAME', field, name);
}

function isRdn(node: DerNode): boolean {
  return isUniversal(node, TAG.set) && node.children.length > 0 && node.children.every(isTypeAndValue);
}

function isTypeAndValue(node: DerNode): boolean {
  return isUniversal(node, TAG.sequence) && node.children.length === 2 && isUniversal(node.children[0], TAG.oid);
}

/** Types that have one string type and no choice (RFC 5280 appendix A.1, RFC 2985 §5.2.1). */
const STRING_TYPES: ReadonlyMap<string, StringForm> = new Map<string, StringForm>([
  ['2.5.4.5', 'printable'],
  ['2.5.4.6', 'printable'],
  ['2.5.4.46', 'printable'],
  ['0.9.2342.19200300.100.1.25', 'ia5'],
  ['1.2.840.113549.1.9.1', 'ia5'],
]);

function readAttribute(node: DerNode, log: DecodeLog, field: string, depth: number): NameAttributeView {
  const [oidNode = node, value = node] = node.children;
  const oid = readOid(oidNode);
  const name = oidName(oid) ?? oid;
  const text = readText(value, log, field, ['utf8', 'printable', 'ia5']) ?? null;
  // RFC 5280 §4.1.2.4 has DirectoryString, IA5String and NumericString; x500UniqueIdentifier alone is a BIT STRING.
  const hasNameType = text === null ? isUniversal(value, TAG.bitString) : text.form !== 'visible';
  if (!hasNameType) addFinding(log, 'error', 'NAME_VALUE_TYPE', field, value, { name });
  const expected = STRING_TYPES.get(oid);
  if (text !== null && expected !== undefined && text.form !== expected)
    addFinding(log, 'warning', 'NAME_STRING_TYPE', field, value, { name, form: text.form, expected });
  const hex = hexOf(encodingOf(value));
  addField(log, { id: field, depth, name, value: text?.text ?? hex, known: oidName(oid) !== undefined }, node);
  return { oid, name, text, hex, start: node.start, end: node.end };
}

function printAttribute({ name, text, hex }: NameAttributeView): string {
  return text === null ? `${name}=#${hex}` : formatDistinguishedName([{ type: name, value: text.text }]);
}
