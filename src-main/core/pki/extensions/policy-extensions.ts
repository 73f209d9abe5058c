import { addFinding } from '../decode-log.ts';
import { type DerNode, encodingOf, isUniversal, TAG } from '../der/der-node.ts';
import { readCount } from '../der/implicit.ts';
import { readString } from '../der/read-string.ts';
import { readOid } from '../der/read-values.ts';
import { hexOf } from '../digests.ts';
import { namedOid } from '../oid-names.ts';
import type { ExtensionReader, PolicyView } from './extension-values.ts';

const ANY_POLICY = '2.5.29.32.0';

/** RFC 5280 §4.2.1.4. */
export const readCertificatePolicies: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.sequence)) return undefined;
  const policies: PolicyView[] = [];
  const seen = new Set<string>();
  for (const child of node.children) {
    const policy = readPolicy(child);
    if (policy === undefined) return undefined;
    const { oid } = policy.policy;
    if (seen.has(oid)) addFinding(log, 'error', 'POLICY_DUPLICATE', field, child, { oid });
    seen.add(oid);
    policies.push(policy);
  }
  if (policies.length === 0) addFinding(log, 'error', 'POLICIES_EMPTY', field, node);
  return { kind: 'certificate-policies', policies };
};

function readPolicy(node: DerNode): PolicyView | undefined {
  const [oid, list, ...rest] = node.children;
  if (!isUniversal(node, TAG.sequence) || !isUniversal(oid, TAG.oid) || rest.length > 0) return undefined;
  if (list !== undefined && (!isUniversal(list, TAG.sequence) || !list.children.every(isQualifier))) return undefined;
  const qualifiers = (list?.children ?? []).map((qualifier) => {
    const [idNode = qualifier, value = qualifier] = qualifier.children;
    return { ...namedOid(readOid(idNode)), value: qualifierText(value) };
  });
  return { policy: namedOid(readOid(oid)), qualifiers, start: node.start, end: node.end };
}

function isQualifier(node: DerNode): boolean {
  return isUniversal(node, TAG.sequence) && node.children.length === 2 && isUniversal(node.children[0], TAG.oid);
}

/** The address of a CPS, or the text of a UserNotice; hex for the rest. */
function qualifierText(node: DerNode): string {
  const text = readString(node) ?? (isUniversal(node, TAG.sequence) ? lastString(node) : undefined);
  return text?.valid === true ? text.text.slice(0, 300) : hexOf(encodingOf(node)).slice(0, 300);
}

function lastString({ children }: DerNode): ReturnType<typeof readString> {
  const last = children.at(-1);
  return last && readString(last);
}

/** RFC 5280 §4.2.1.5: neither side may be anyPolicy. */
export const readPolicyMappings: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.sequence)) return undefined;
  const mappings: { readonly issuerPolicy: string; readonly subjectPolicy: string }[] = [];
  for (const child of node.children) {
    const [from, to, ...rest] = child.children;
    const hasShape = isUniversal(child, TAG.sequence) && rest.length === 0;
    if (!hasShape || !isUniversal(from, TAG.oid) || !isUniversal(to, TAG.oid)) return undefined;
    const mapping = { issuerPolicy: readOid(from), subjectPolicy: readOid(to) };
    const hasAny = mapping.issuerPolicy === ANY_POLICY || mapping.subjectPolicy === ANY_POLICY;
    if (hasAny) addFinding(log, 'error', 'POLICY_MAPPING_ANY', field, child);
    mappings.push(mapping);
  }
  if (mappings.length === 0) addFinding(log, 'error', 'POLICIES_EMPTY', field, node);
  return { kind: 'policy-mappings', mappings };
};

/** RFC 6960 §4.2.2.2.1. */
export const readOcspNoCheck: ExtensionReader = (node) =>
  isUniversal(node, TAG.null) ? { kind: 'ocsp-no-check' } : undefined;

/** RFC 7633 §4. */
export const readTlsFeature: ExtensionReader = (node) => {
  if (!isUniversal(node, TAG.sequence)) return undefined;
  const features = node.children.map(readFeature);
  return features.every((feature) => feature !== undefined) ? { kind: 'tls-feature', features } : undefined;
};

function readFeature(node: DerNode): number | undefined {
  const count = readCount(node);
  return count !== undefined && count <= 0xffff ? count : undefined;
}

/** RFC 6962 §3.3: an OCTET STRING in the OCTET STRING. */
export const readSctList: ExtensionReader = (node) =>
  isUniversal(node, TAG.octetString) ? { kind: 'sct-list', octets: node.end - node.contentStart } : undefined;
