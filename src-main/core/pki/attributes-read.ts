import { addField, addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { type DerNode, encodingOf, isUniversal, TAG } from './der/der-node.ts';
import { readOid } from './der/read-values.ts';
import { hexOf } from './digests.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { readExtensions } from './extensions-read.ts';
import { claimOf, noClaims, type OcpiClaimsView, readClaim } from './ocpi-claims.ts';
import { OID, oidLabel, oidName } from './oid-names.ts';
import type { OidProfile } from './oid-profile.ts';
import { noteUnsorted } from './set-order.ts';

/** One attribute as it came, whether it was understood or not. */
export interface AttributeView extends ByteRange {
  readonly oid: string;
  /** Claim of the OID profile, usual name, or null. */
  readonly name: string | null;
  readonly known: boolean;
  /** Whole encodings of the values, in hex. */
  readonly values: readonly (ByteRange & { readonly hex: string })[];
}

export interface ReadAttributes {
  readonly ocpi: OcpiClaimsView;
  readonly extensions: readonly ExtensionView[];
  readonly attributes: readonly AttributeView[];
}

/** Reads `[0] attributes` of a request; undefined when an element is no `SEQUENCE { OID, SET }`. */
export function readAttributes(
  node: DerNode | undefined,
  profile: OidProfile,
  log: DecodeLog,
  depth: number,
): ReadAttributes | undefined {
  const nodes = node?.children ?? [];
  if (!nodes.every(isAttribute)) return undefined;
  if (node !== undefined) {
    addField(log, { id: 'attributes', depth, name: 'attributes', value: `${nodes.length}` }, node);
    noteUnsorted(node, log, 'attributes');
  }
  const seen = new Set<string>();
  let ocpi = noClaims;
  let extensions: readonly ExtensionView[] = [];
  const attributes = nodes.map((attribute) => {
    const reading = openAttribute(attribute, profile, log, depth + 1, seen);
    const { claim, oid, values, field, isFirst } = reading;
    if (isFirst && claim !== undefined) {
      const read = values.children.length === 0 ? undefined : readClaim(claim, values, log, depth + 2);
      if (read === undefined) noteValueType(reading, log);
      else ocpi = { ...ocpi, ...read };
    } else if (isFirst && oid === OID.extensionRequest) {
      const list = values.children[0];
      const read = list && readExtensions(list, profile, log, depth + 2);
      if (read === undefined) addFinding(log, 'error', 'EXTENSIONS_MALFORMED', field, values);
      else if (read.length === 0) addFinding(log, 'warning', 'EXTENSIONS_EMPTY', field, values);
      extensions = read ?? [];
    }
    return reading.view;
  });
  noteWindow(ocpi, log);
  return { ocpi, extensions, attributes };
}

function isAttribute(node: DerNode): boolean {
  const [oid, values] = node.children;
  return (
    isUniversal(node, TAG.sequence) &&
    node.children.length === 2 &&
    isUniversal(oid, TAG.oid) &&
    isUniversal(values, TAG.set)
  );
}

interface OpenAttribute {
  readonly oid: string;
  readonly claim: keyof OcpiClaimsView | undefined;
  readonly field: string;
  readonly values: DerNode;
  readonly isFirst: boolean;
  readonly view: AttributeView;
}

/** Everything that holds for any attribute: its line, its order, doubles, how many values it may have. */
function openAttribute(
  node: DerNode,
  profile: OidProfile,
  log: DecodeLog,
  depth: number,
  seen: Set<string>,
): OpenAttribute {
  const [oidNode = node, values = node] = node.children;
  const oid = readOid(oidNode);
  const claim = claimOf(oid, profile);
  const isFirst = !seen.has(oid);
  seen.add(oid);
  const known = claim !== undefined || oid === OID.extensionRequest;
  const id = claim === undefined ? `attribute.${oid}` : `ocpi.${claim}`;
  const field = isFirst ? id : `${id}@${node.start}`;
  const name = claim ?? oidName(oid) ?? null;
  const shown = values.children.map((value) => ({ start: value.start, end: value.end, hex: hexOf(encodingOf(value)) }));
  addField(
    log,
    {
      id: field,
      depth,
      name: claim === undefined ? oidLabel(oid) : `${claim} (${oid})`,
      value: known ? '' : shown.map(({ hex }) => hex).join(' '),
      known,
    },
    node,
  );
  const label = { oid: claim ?? oidLabel(oid) };
  if (!isFirst) addFinding(log, 'error', 'ATTRIBUTE_DUPLICATE', field, node, label);
  if (!known) addFinding(log, 'info', 'ATTRIBUTE_UNKNOWN', field, node, label);
  if (shown.length === 0) addFinding(log, 'error', 'ATTRIBUTE_EMPTY', field, values, label);
  const isList = claim === 'partyIds' || claim === 'subCpoIds' || claim === 'subEmspIds';
  if (known && !isList && shown.length > 1) {
    addFinding(log, 'error', 'ATTRIBUTE_SEVERAL_VALUES', field, values, { ...label, count: shown.length });
  }
  noteUnsorted(values, log, field);
  const view = { oid, name, known, values: shown, start: node.start, end: node.end };
  return { oid, claim, field, values, isFirst, view };
}

function noteValueType({ oid, claim, field, values }: OpenAttribute, log: DecodeLog): void {
  if (values.children.length > 0)
    addFinding(log, 'error', 'ATTRIBUTE_VALUE_TYPE', field, values, { oid: claim ?? oidLabel(oid) });
}

function noteWindow({ notBefore, notAfter }: OcpiClaimsView, log: DecodeLog): void {
  if (notBefore?.at == null || notAfter?.at == null || notBefore.at < notAfter.at) return;
  addFinding(log, 'error', 'VALIDITY_EMPTY', 'ocpi.notAfter', notAfter);
}
