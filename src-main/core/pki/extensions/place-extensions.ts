import { addFinding } from '../decode-log.ts';
import { type DerNode, isContext, isUniversal, TAG } from '../der/der-node.ts';
import { contextParts, implicitAs } from '../der/implicit.ts';
import { readBoolean, readNamedBits, readOid } from '../der/read-values.ts';
import { type GeneralNameView, readGeneralName, readGeneralNames } from '../general-names.ts';
import { type NameAttributeView, readRdn } from '../name-read.ts';
import { namedOid } from '../oid-names.ts';
import type { AccessView, DistributionPointView, ExtensionReader, ExtensionReading } from './extension-values.ts';
import { noteTrailingZeros } from './named-bits.ts';

/** Bits of ReasonFlags in their order (RFC 5280 §4.2.1.13). */
const REASON_FLAGS = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

/** cRLDistributionPoints and freshestCRL (RFC 5280 §4.2.1.13, §4.2.1.15). */
export const readDistributionPoints =
  (kind: 'crl-distribution-points' | 'freshest-crl'): ExtensionReader =>
  (node, reading) => {
    if (!isUniversal(node, TAG.sequence)) return undefined;
    const points: DistributionPointView[] = [];
    for (const [i, child] of node.children.entries()) {
      const point = readPoint(child, { ...reading, field: `${reading.field}[${i}]` });
      if (point === undefined) return undefined;
      points.push(point);
    }
    if (points.length === 0) addFinding(reading.log, 'error', 'DISTRIBUTION_POINTS_EMPTY', reading.field, node);
    return { kind, points };
  };

function readPoint(node: DerNode, reading: ExtensionReading): DistributionPointView | undefined {
  const { log, field, depth } = reading;
  const parts = contextParts(node, 2);
  if (parts === undefined) return undefined;
  const [namePart, reasonsPart, issuerPart] = parts;
  const name = readPointName(namePart, reading);
  const reasons = readReasons(reasonsPart, reading);
  const issuerList = issuerPart && implicitAs(issuerPart, TAG.sequence);
  const crlIssuer = issuerList && readGeneralNames(issuerList, log, `${field}.crlIssuer`, depth + 1);
  if (name === undefined || reasons === undefined || (issuerPart && !crlIssuer)) return undefined;
  // RFC 5280 §4.2.1.13: a point of reasons alone says nothing about where.
  if (namePart === undefined && issuerPart === undefined)
    addFinding(log, 'error', 'DISTRIBUTION_POINT_NOWHERE', field, node);
  return { ...name, reasons, crlIssuer: crlIssuer ?? null, start: node.start, end: node.end };
}

interface PointName {
  readonly fullName: readonly GeneralNameView[] | null;
  readonly relativeName: readonly NameAttributeView[] | null;
}

/** DistributionPointName is a CHOICE, so the tag around it is explicit. */
function readPointName(part: DerNode | undefined, { log, field, depth }: ExtensionReading): PointName | undefined {
  if (part === undefined) return { fullName: null, relativeName: null };
  const [choice, ...rest] = part.children;
  if (choice === undefined || rest.length > 0) return undefined;
  if (isContext(choice, 0)) {
    const list = implicitAs(choice, TAG.sequence);
    const fullName = list && readGeneralNames(list, log, `${field}.fullName`, depth + 1);
    return fullName && { fullName, relativeName: null };
  }
  const set = isContext(choice, 1) ? implicitAs(choice, TAG.set) : undefined;
  const relativeName = set && readRdn(set, log, `${field}.relativeName`, depth + 1);
  return relativeName && { fullName: null, relativeName };
}

function readReasons(
  part: DerNode | undefined,
  { log, field }: ExtensionReading,
): readonly string[] | null | undefined {
  if (part === undefined) return null;
  const bits = implicitAs(part, TAG.bitString);
  if (bits === undefined) return undefined;
  noteTrailingZeros(bits, log, field);
  return readNamedBits(bits).map((bit) => REASON_FLAGS[bit] ?? `bit ${bit}`);
}

/** authorityInfoAccess and subjectInfoAccess (RFC 5280 §4.2.2). */
export const readInfoAccess =
  (kind: 'authority-info-access' | 'subject-info-access'): ExtensionReader =>
  (node, { log, field, critical }) => {
    if (!isUniversal(node, TAG.sequence)) return undefined;
    const accesses: AccessView[] = [];
    for (const [i, child] of node.children.entries()) {
      const [method, location, ...rest] = child.children;
      const hasShape = isUniversal(child, TAG.sequence) && rest.length === 0 && isUniversal(method, TAG.oid);
      if (!hasShape || location?.tagClass !== 'context') return undefined;
      accesses.push({
        method: namedOid(readOid(method)),
        location: readGeneralName(location, log, `${field}[${i}]`, 'name'),
        start: child.start,
        end: child.end,
      });
    }
    if (accesses.length === 0) addFinding(log, 'error', 'INFO_ACCESS_EMPTY', field, node);
    if (critical) addFinding(log, 'warning', 'EXTENSION_CRITICAL', field, node);
    return { kind, accesses };
  };

/** RFC 5280 §5.2.5: at most one of the three "only" flags. */
export const readIssuingDistributionPoint: ExtensionReader = (node, reading) => {
  const { log, field } = reading;
  const parts = contextParts(node, 5);
  if (parts === undefined) return undefined;
  const name = readPointName(parts[0], reading);
  const [users, cas, indirect, attributes] = [parts[1], parts[2], parts[4], parts[5]].map((part) =>
    readFlag(part, reading),
  );
  const reasons = readReasons(parts[3], reading);
  if (name === undefined || reasons === undefined) return undefined;
  if (users === undefined || cas === undefined || indirect === undefined || attributes === undefined) return undefined;
  if ([users, cas, attributes].filter(Boolean).length > 1)
    addFinding(log, 'error', 'DISTRIBUTION_POINT_CONTRADICTS', field, node);
  return {
    kind: 'issuing-distribution-point',
    ...name,
    onlyUserCertificates: users,
    onlyCaCertificates: cas,
    onlyAttributeCertificates: attributes,
    onlySomeReasons: reasons,
    indirectCrl: indirect,
  };
};

function readFlag(part: DerNode | undefined, { log, field }: ExtensionReading): boolean | undefined {
  if (part === undefined) return false;
  const flag = implicitAs(part, TAG.boolean);
  if (flag === undefined) return undefined;
  if (!readBoolean(flag)) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', field, part);
  return readBoolean(flag);
}
