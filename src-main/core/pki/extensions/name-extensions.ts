import { addFinding } from '../decode-log.ts';
import { type DerNode, encodingOf, isUniversal, TAG } from '../der/der-node.ts';
import { readDer } from '../der/der-reader.ts';
import { readString } from '../der/read-string.ts';
import { readOid } from '../der/read-values.ts';
import { hexOf } from '../digests.ts';
import { readGeneralNames } from '../general-names.ts';
import { namedOid } from '../oid-names.ts';
import { noteUnsorted } from '../set-order.ts';
import type { ExtensionReader } from './extension-values.ts';

/** The reference implementation writes the GeneralNames inside one more OCTET STRING: taken off once, and told. */
export const readSubjectAltName: ExtensionReader = (node, { log, field, depth }) => {
  const wrapped = isUniversal(node, TAG.octetString);
  const inner = wrapped ? readDer(node.source, { start: node.contentStart, end: node.end }) : undefined;
  if (inner?.ok === false) return undefined;
  const names = readGeneralNames(inner?.value ?? node, log, field, depth + 1);
  if (names === undefined) return undefined;
  if (wrapped) addFinding(log, 'warning', 'SAN_DOUBLE_WRAPPED', field, node);
  if (names.length === 0) addFinding(log, 'error', 'SAN_EMPTY', field, node);
  return { kind: 'subject-alt-name', names, wrapped };
};

/** RFC 5280 §4.2.1.7. */
export const readIssuerAltName: ExtensionReader = (node, { log, field, depth }) => {
  const names = readGeneralNames(node, log, field, depth + 1);
  if (names?.length === 0) addFinding(log, 'error', 'SAN_EMPTY', field, node);
  return names && { kind: 'issuer-alt-name', names };
};

/** RFC 5280 §4.2.1.8. */
export const readSubjectDirectoryAttributes: ExtensionReader = (node, { log, field, critical }) => {
  if (!isUniversal(node, TAG.sequence) || !node.children.every(isAttribute)) return undefined;
  if (node.children.length === 0) addFinding(log, 'error', 'DIRECTORY_ATTRIBUTES_EMPTY', field, node);
  if (critical) addFinding(log, 'warning', 'EXTENSION_CRITICAL', field, node);
  const attributes = node.children.map((attribute) => {
    const [oid = attribute, set = attribute] = attribute.children;
    noteUnsorted(set, log, field);
    return { ...namedOid(readOid(oid)), values: set.children.map(valueText) };
  });
  return { kind: 'subject-directory-attributes', attributes };
};

function isAttribute(node: DerNode): boolean {
  const [oid, set, ...rest] = node.children;
  return isUniversal(node, TAG.sequence) && rest.length === 0 && isUniversal(oid, TAG.oid) && isUniversal(set, TAG.set);
}

function valueText(node: DerNode): string {
  const text = readString(node);
  return text?.valid === true ? text.text.slice(0, 300) : hexOf(encodingOf(node)).slice(0, 600);
}
