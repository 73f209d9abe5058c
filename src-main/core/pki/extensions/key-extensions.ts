import { addFinding } from '../decode-log.ts';
import { contentOf, isUniversal, TAG } from '../der/der-node.ts';
import { contextParts, implicitAs } from '../der/implicit.ts';
import { readNamedBits, readOid } from '../der/read-values.ts';
import { hexOf } from '../digests.ts';
import { readGeneralNames } from '../general-names.ts';
import { namedOid } from '../oid-names.ts';
import { serialText } from '../serial-number.ts';
import type { ExtensionReader } from './extension-values.ts';
import { noteTrailingZeros } from './named-bits.ts';

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

export const readKeyUsage: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.bitString)) return undefined;
  const bits = readNamedBits(node);
  if (bits.length === 0) addFinding(log, 'error', 'KEY_USAGE_EMPTY', field, node);
  noteTrailingZeros(node, log, field);
  return { kind: 'key-usage', usages: bits.map((bit) => keyUsageNames[bit] ?? `bit ${bit}`) };
};

export const readExtendedKeyUsage: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.sequence) || !node.children.every((child) => isUniversal(child, TAG.oid)))
    return undefined;
  if (node.children.length === 0) addFinding(log, 'error', 'EXTENDED_KEY_USAGE_EMPTY', field, node);
  return { kind: 'extended-key-usage', usages: node.children.map((child) => namedOid(readOid(child))) };
};

/** RFC 5280 §4.2.1.2. */
export const readSubjectKeyId: ExtensionReader = (node, { log, field, critical }) => {
  if (!isUniversal(node, TAG.octetString)) return undefined;
  const id = contentOf(node);
  if (id.length === 0) addFinding(log, 'error', 'KEY_ID_EMPTY', field, node);
  if (critical) addFinding(log, 'warning', 'EXTENSION_CRITICAL', field, node);
  return { kind: 'subject-key-id', keyId: hexOf(id) };
};

/** RFC 5280 §4.2.1.1: issuer and serial number come together or not at all. */
export const readAuthorityKeyId: ExtensionReader = (node, { log, field, depth, critical }) => {
  const parts = contextParts(node, 2);
  if (parts === undefined) return undefined;
  const [idPart, issuerPart, serialPart] = parts;
  const id = idPart && implicitAs(idPart, TAG.octetString);
  const issuerList = issuerPart && implicitAs(issuerPart, TAG.sequence);
  const issuer = issuerList && readGeneralNames(issuerList, log, `${field}.issuer`, depth + 1);
  const serial = serialPart && implicitAs(serialPart, TAG.integer);
  if (idPart && !id) return undefined;
  if (issuerPart && !issuer) return undefined;
  if (serialPart && !serial) return undefined;
  if ((issuer === undefined) !== (serial === undefined)) addFinding(log, 'error', 'AUTHORITY_KEY_ID_HALF', field, node);
  const isEmpty = id === undefined ? node.children.length === 0 : id.end === id.contentStart;
  if (isEmpty) addFinding(log, 'warning', 'KEY_ID_EMPTY', field, node);
  if (critical) addFinding(log, 'warning', 'EXTENSION_CRITICAL', field, node);
  return {
    kind: 'authority-key-id',
    keyId: id ? hexOf(contentOf(id)) : null,
    issuer: issuer ?? null,
    serialNumber: serial ? serialText(serial) : null,
  };
};
