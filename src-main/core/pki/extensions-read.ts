import { readAsn1Tree } from './asn1-tree.ts';
import { addField, addFinding, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { readBoolean, readOid } from './der/read-values.ts';
import { hexOf } from './digests.ts';
import {
  readBasicConstraints,
  readInhibitAnyPolicy,
  readNameConstraints,
  readPolicyConstraints,
} from './extensions/constraint-extensions.ts';
import {
  readCertificateIssuer,
  readCrlNumber,
  readCrlReason,
  readInvalidityDate,
} from './extensions/crl-extensions.ts';
import type {
  ExtensionReader,
  ExtensionReading,
  ExtensionValue,
  ExtensionView,
} from './extensions/extension-values.ts';
import { extensionSummary } from './extensions/extension-summary.ts';
import {
  readAuthorityKeyId,
  readExtendedKeyUsage,
  readKeyUsage,
  readSubjectKeyId,
} from './extensions/key-extensions.ts';
import { readIssuerAltName, readSubjectAltName, readSubjectDirectoryAttributes } from './extensions/name-extensions.ts';
import { ocpiReaderOf } from './extensions/ocpi-extensions.ts';
import { readDistributionPoints, readInfoAccess, readIssuingDistributionPoint } from './extensions/place-extensions.ts';
import {
  readCertificatePolicies,
  readOcspNoCheck,
  readPolicyMappings,
  readSctList,
  readTlsFeature,
} from './extensions/policy-extensions.ts';
import { oidLabel, oidName } from './oid-names.ts';
import type { OidProfile } from './oid-profile.ts';

/** Every extension of RFC 5280 §4.2, §5.2 and §5.3, and those seen beside them in certificates of today. */
const READERS: ReadonlyMap<string, ExtensionReader> = new Map<string, ExtensionReader>([
  ['2.5.29.9', readSubjectDirectoryAttributes],
  ['2.5.29.14', readSubjectKeyId],
  ['2.5.29.15', readKeyUsage],
  ['2.5.29.17', readSubjectAltName],
  ['2.5.29.18', readIssuerAltName],
  ['2.5.29.19', readBasicConstraints],
  ['2.5.29.20', readCrlNumber('crl-number')],
  ['2.5.29.21', readCrlReason],
  ['2.5.29.24', readInvalidityDate],
  ['2.5.29.27', readCrlNumber('delta-crl-indicator')],
  ['2.5.29.28', readIssuingDistributionPoint],
  ['2.5.29.29', readCertificateIssuer],
  ['2.5.29.30', readNameConstraints],
  ['2.5.29.31', readDistributionPoints('crl-distribution-points')],
  ['2.5.29.32', readCertificatePolicies],
  ['2.5.29.33', readPolicyMappings],
  ['2.5.29.35', readAuthorityKeyId],
  ['2.5.29.36', readPolicyConstraints],
  ['2.5.29.37', readExtendedKeyUsage],
  ['2.5.29.46', readDistributionPoints('freshest-crl')],
  ['2.5.29.54', readInhibitAnyPolicy],
  ['1.3.6.1.5.5.7.1.1', readInfoAccess('authority-info-access')],
  ['1.3.6.1.5.5.7.1.11', readInfoAccess('subject-info-access')],
  ['1.3.6.1.5.5.7.1.24', readTlsFeature],
  ['1.3.6.1.5.5.7.48.1.5', readOcspNoCheck],
  ['1.3.6.1.4.1.11129.2.4.2', readSctList],
]);

/**
 * Reads Extensions (RFC 5280 §4.1). Undefined when the node is no `SEQUENCE OF { OID, BOOLEAN?, OCTET STRING }`.
 * Field ids are `extension.<OID>` behind the prefix; a second one of the same OID is remarked and kept in the list.
 */
export function readExtensions(
  node: DerNode,
  profile: OidProfile,
  log: DecodeLog,
  depth: number,
  prefix = '',
): readonly ExtensionView[] | undefined {
  if (!isUniversal(node, TAG.sequence) || !node.children.every(isExtension)) return undefined;
  const seen = new Set<string>();
  return node.children.map((extension) => {
    const oid = extension.children[0] ? readOid(extension.children[0]) : '';
    const field = `${prefix}extension.${oid}${seen.has(oid) ? `@${extension.start}` : ''}`;
    if (seen.has(oid)) addFinding(log, 'error', 'EXTENSION_DUPLICATE', field, extension, { oid: oidLabel(oid) });
    seen.add(oid);
    return readExtension(extension, { oid, profile, log, field, depth });
  });
}

function isExtension(node: DerNode): boolean {
  const [oid, second, third] = node.children;
  if (!isUniversal(node, TAG.sequence) || !isUniversal(oid, TAG.oid)) return false;
  if (node.children.length === 2) return isUniversal(second, TAG.octetString);
  return node.children.length === 3 && isUniversal(second, TAG.boolean) && isUniversal(third, TAG.octetString);
}

function readExtension(node: DerNode, where: Omit<ExtensionReading, 'critical'>): ExtensionView {
  const { oid, profile, log, field, depth } = where;
  const octets = node.children.at(-1) ?? node;
  const flag = node.children.length === 3 ? node.children[1] : undefined;
  const critical = flag !== undefined && readBoolean(flag);
  if (flag !== undefined && !critical) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', field, flag);
  const at = log.fields.length;
  const ocpiReader = ocpiReaderOf(oid, profile);
  const value = readValue(octets, ocpiReader ?? READERS.get(oid), { ...where, critical });
  const hex = hexOf(contentOf(octets));
  const ocpiName = value.kind === 'ocpi-ids' ? value.claim : OCPI_NAMES[value.kind];
  const name = ocpiName ?? oidName(oid) ?? null;
  if (log.keepsFields) {
    const label = ocpiName === undefined ? oidLabel(oid) : `${ocpiName} (${oid})`;
    const text = `${critical ? 'critical, ' : ''}${extensionSummary(value) ?? hex}`;
    addField(log, { id: field, depth, name: label, value: text, known: value.kind !== 'unknown' }, node);
    // The extension's line stands before those of its parts, but its text is known only after them.
    log.fields.splice(at, 0, ...log.fields.splice(-1));
  }
  return { oid, name, critical, value, hex, start: node.start, end: node.end };
}

const OCPI_NAMES: Readonly<Partial<Record<ExtensionValue['kind'], string>>> = {
  'ocpi-key-group-id': 'keyGroupId',
  'ocpi-service-roles': 'serviceRoles',
};

function readValue(octets: DerNode, reader: ExtensionReader | undefined, reading: ExtensionReading): ExtensionValue {
  const { oid, log, field, depth } = reading;
  const range = { start: octets.contentStart, end: octets.end };
  if (reader === undefined) {
    addFinding(log, 'info', 'EXTENSION_UNKNOWN', field, octets, { oid: oidLabel(oid) });
    const tree = log.keepsFields ? readAsn1Tree(octets.source, range) : null;
    for (const [i, { tag, value, depth: inner, start, end }] of (tree ?? []).entries())
      addField(
        log,
        { id: `${field}.tree[${i}]`, depth: Math.min(depth + 1 + inner, 24), name: tag, value, known: false },
        { start, end },
      );
    return { kind: 'unknown', tree };
  }
  const read = readDer(octets.source, range);
  if (!read.ok) {
    const reason = `${read.error.code} at ${read.error.offset}`;
    addFinding(log, 'error', 'EXTENSION_MALFORMED', field, octets, { oid: oidLabel(oid), reason });
    return { kind: 'malformed' };
  }
  const value = reader(read.value, reading);
  if (value !== undefined) return value;
  addFinding(log, 'error', 'EXTENSION_MALFORMED', field, octets, { oid: oidLabel(oid), reason: 'type' });
  return { kind: 'malformed' };
}
