import { checkSubjectAltName, type SubjectAltName } from '../../../shared/domain/san.ts';
import { formatIp, parseIp } from '../../../shared/domain/ip-address.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { addField, addFinding, type ByteRange, createDecodeLog, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, encodingOf, isUniversal, TAG } from './der/der-node.ts';
import { writeImplicit, writeSequence } from './der/der-writer.ts';
import { MAX_OID_OCTETS } from './der/primitive-rules.ts';
import { decodeString } from './der/read-string.ts';
import { readOid } from './der/read-values.ts';
import { hexOf } from './digests.ts';
import { type NameView, readName } from './name-read.ts';
import { noteUnsafe } from './text-read.ts';

/** A GeneralName (RFC 5280 §4.2.1.6). `value` is for showing; kinds beyond the first four are kept as hex too. */
export interface GeneralNameView extends ByteRange {
  readonly kind: SubjectAltName['kind'] | 'directory' | 'registered-id' | 'other';
  readonly value: string;
  readonly hex: string;
  /** The name itself where `kind` is `directory`. */
  readonly directory?: NameView;
}

/** In a name constraint a base is no full name: an address has a mask, a domain may begin with a dot or be empty. */
export type GeneralNameUse = 'name' | 'constraint';

const TEXT_KINDS = new Map<number, 'mail' | 'dns' | 'uri'>([
  [1, 'mail'],
  [2, 'dns'],
  [6, 'uri'],
]);

/** GeneralNames with names that {@link checkSubjectAltName} accepted. */
export function writeGeneralNames(names: readonly SubjectAltName[]): Uint8Array {
  return writeSequence(...names.map(writeGeneralName));
}

function writeGeneralName({ kind, value }: SubjectAltName): Uint8Array {
  switch (kind) {
    case 'mail':
      return writeImplicit(1, encodeUtf8(value));
    case 'dns':
      return writeImplicit(2, encodeUtf8(value));
    case 'uri':
      return writeImplicit(6, encodeUtf8(value));
    case 'ip':
      return writeImplicit(7, parseIp(value) ?? new Uint8Array(0));
  }
}

/** Reads GeneralNames; undefined when the node is no SEQUENCE of context-tagged values. */
export function readGeneralNames(
  node: DerNode,
  log: DecodeLog,
  field: string,
  depth: number,
): readonly GeneralNameView[] | undefined {
  if (!isUniversal(node, TAG.sequence) || !node.children.every((name) => name.tagClass === 'context')) return undefined;
  return node.children.map((name, i) => {
    const view = readGeneralName(name, log, `${field}[${i}]`, 'name');
    addField(log, { id: `${field}[${i}]`, depth, name: view.kind, value: view.value }, name);
    return view;
  });
}

/** Reads one GeneralName; what has none of its forms is of kind `other`, in hex. */
export function readGeneralName(node: DerNode, log: DecodeLog, field: string, use: GeneralNameUse): GeneralNameView {
  const range = { start: node.start, end: node.end, hex: hexOf(encodingOf(node)) };
  const bytes = contentOf(node);
  const textKind = TEXT_KINDS.get(node.tag);
  if (textKind !== undefined && !node.constructed) {
    const { text, valid } = decodeString(bytes, 'ia5');
    if (!valid) addFinding(log, 'error', 'STRING_INVALID', field, node, { form: 'ia5' });
    noteUnsafe(text, log, field, node);
    if (use === 'name' && !checkSubjectAltName({ kind: textKind, value: text }).ok) {
      addFinding(log, 'warning', 'SAN_NAME_FORM', field, node, { value: text.slice(0, 200) });
    }
    return { kind: textKind, value: text, ...range };
  }
  if (node.tag === 7 && !node.constructed) {
    const address = use === 'name' ? formatIp(bytes) : formatIpRange(bytes);
    if (address === undefined)
      addFinding(log, 'error', 'SAN_NAME_FORM', field, node, { value: range.hex.slice(0, 200) });
    return { kind: 'ip', value: address ?? hexOf(bytes), ...range };
  }
  if (node.tag === 8 && !node.constructed && bytes.length > 0 && bytes.length <= MAX_OID_OCTETS)
    return { kind: 'registered-id', value: readOid(node), ...range };
  if (node.tag === 4 && node.children.length === 1) {
    // Its own fields would repeat what is shown as one line here; its findings count.
    const inner = createDecodeLog('verdicts');
    const name = node.children[0] && readName(node.children[0], inner, field, 0);
    log.findings.push(...inner.findings);
    if (name !== undefined) return { kind: 'directory', value: name.text, directory: name, ...range };
  }
  return { kind: 'other', value: `[${node.tag}] ${range.hex}`, ...range };
}

/** Address and mask (RFC 5280 §4.2.1.10): `10.0.0.0/255.0.0.0`, `2001:db8::/ffff:ffff::`. */
function formatIpRange(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 8 && bytes.length !== 32) return undefined;
  const half = bytes.length / 2;
  return `${formatIp(bytes.subarray(0, half)) ?? ''}/${formatIp(bytes.subarray(half)) ?? ''}`;
}
