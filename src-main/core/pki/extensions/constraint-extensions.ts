import { addFinding } from '../decode-log.ts';
import { type DerNode, isUniversal, TAG } from '../der/der-node.ts';
import { contextParts, implicitAs, readCount } from '../der/implicit.ts';
import { readBoolean } from '../der/read-values.ts';
import { readGeneralName } from '../general-names.ts';
import type { ExtensionReader, ExtensionReading, GeneralSubtreeView } from './extension-values.ts';

/** RFC 5280 §4.2.1.9. */
export const readBasicConstraints: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.sequence) || node.children.length > 2) return undefined;
  const [first, second] = node.children;
  const flag = isUniversal(first, TAG.boolean) ? first : undefined;
  const lengthNode = flag === undefined ? first : second;
  if (flag === undefined && second !== undefined) return undefined;
  const pathLength = lengthNode === undefined ? null : readCount(lengthNode);
  if (pathLength === undefined) return undefined;
  const ca = flag !== undefined && readBoolean(flag);
  if (flag !== undefined && !ca) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', field, flag);
  if (pathLength !== null && !ca) addFinding(log, 'error', 'PATH_LENGTH_WITHOUT_CA', field, node);
  return { kind: 'basic-constraints', ca, pathLength };
};

/** RFC 5280 §4.2.1.10: at least one of the two lists, neither of them empty. */
export const readNameConstraints: ExtensionReader = (node, reading) => {
  const parts = contextParts(node, 1);
  if (parts === undefined) return undefined;
  const permitted = readSubtrees(parts[0], reading, 'permitted');
  const excluded = readSubtrees(parts[1], reading, 'excluded');
  if (permitted === undefined || excluded === undefined) return undefined;
  const hasEmpty = [permitted, excluded].some((list, i) => parts[i] !== undefined && list.length === 0);
  if (hasEmpty || node.children.length === 0)
    addFinding(reading.log, 'error', 'NAME_CONSTRAINTS_EMPTY', reading.field, node);
  return { kind: 'name-constraints', permitted, excluded };
};

function readSubtrees(
  part: DerNode | undefined,
  { log, field }: ExtensionReading,
  list: string,
): readonly GeneralSubtreeView[] | undefined {
  if (part === undefined) return [];
  const nodes = implicitAs(part, TAG.sequence)?.children;
  if (nodes === undefined) return undefined;
  const subtrees: GeneralSubtreeView[] = [];
  for (const [i, node] of nodes.entries()) {
    const at = `${field}.${list}[${i}]`;
    const [baseNode, ...rest] = node.children;
    if (!isUniversal(node, TAG.sequence) || baseNode?.tagClass !== 'context' || rest.length > 2) return undefined;
    const bounds = readBounds(rest);
    if (bounds === undefined) return undefined;
    const base = readGeneralName(baseNode, log, at, 'constraint');
    const { minimum, maximum } = bounds;
    if (minimum !== 0 || maximum !== null) addFinding(log, 'error', 'NAME_CONSTRAINT_BOUNDS', at, node);
    else if (rest.length > 0) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', at, node);
    subtrees.push({ base, minimum, maximum, start: node.start, end: node.end });
  }
  return subtrees;
}

function readBounds(
  nodes: readonly DerNode[],
): { readonly minimum: number; readonly maximum: number | null } | undefined {
  let minimum = 0;
  let maximum: number | null = null;
  let previous = -1;
  for (const node of nodes) {
    const count = node.tagClass === 'context' ? readCount(implicitAs(node, TAG.integer)) : undefined;
    if (count === undefined || node.tag <= previous || node.tag > 1) return undefined;
    if (node.tag === 0) minimum = count;
    else maximum = count;
    previous = node.tag;
  }
  return { minimum, maximum };
}

/** RFC 5280 §4.2.1.11. */
export const readPolicyConstraints: ExtensionReader = (node, { log, field }) => {
  const parts = contextParts(node, 1);
  if (parts === undefined) return undefined;
  const [requireExplicitPolicy, inhibitPolicyMapping] = parts.map((part) =>
    part === undefined ? null : readCount(implicitAs(part, TAG.integer)),
  );
  if (requireExplicitPolicy === undefined || inhibitPolicyMapping === undefined) return undefined;
  if (node.children.length === 0) addFinding(log, 'error', 'POLICY_CONSTRAINTS_EMPTY', field, node);
  return { kind: 'policy-constraints', requireExplicitPolicy, inhibitPolicyMapping };
};

/** RFC 5280 §4.2.1.14. */
export const readInhibitAnyPolicy: ExtensionReader = (node) => {
  const skipCertificates = readCount(node);
  return skipCertificates === undefined ? undefined : { kind: 'inhibit-any-policy', skipCertificates };
};
