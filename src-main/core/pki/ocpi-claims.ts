import { readKeyGroupId } from '../../../shared/domain/key-group-id.ts';
import { checkPartyIds, type PartyIdKind } from '../../../shared/domain/party-ids.ts';
import { addField, addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { decodeString, type StringForm } from './der/read-string.ts';
import { readTime, type TimeForm } from './der/read-values.ts';
import type { OidProfile } from './oid-profile.ts';
import { readText, type TextView } from './text-read.ts';

/** A wished time. `at` is ISO 8601 UTC, null when the text is no moment that exists. */
export interface TimeView extends ByteRange {
  readonly text: string;
  readonly form: TimeForm;
  readonly at: string | null;
}

/** `set`: one value per id; `sequence`: one value with all of them; `mixed`: both, which nobody should write. */
export type IdEncoding = 'set' | 'sequence' | 'mixed';

export interface IdListView extends ByteRange {
  readonly encoding: IdEncoding;
  readonly ids: readonly TextView[];
}

/** What a request says in OCPI's own attributes; null where it says nothing that can be read. */
export interface OcpiClaimsView {
  readonly keyGroupId: TextView | null;
  readonly keySerialNumber: TextView | null;
  readonly notBefore: TimeView | null;
  readonly notAfter: TimeView | null;
  readonly partyIds: IdListView | null;
  readonly subCpoIds: IdListView | null;
  readonly subEmspIds: IdListView | null;
}

export const noClaims: OcpiClaimsView = {
  keyGroupId: null,
  keySerialNumber: null,
  notBefore: null,
  notAfter: null,
  partyIds: null,
  subCpoIds: null,
  subEmspIds: null,
};

export type ClaimName = keyof OcpiClaimsView;

/** Which claim an attribute OID stands for under a profile. */
export function claimOf(oid: string, profile: OidProfile): ClaimName | undefined {
  return CLAIMS.find((name) => profile[name] === oid);
}

const CLAIMS: readonly ClaimName[] = [
  'keyGroupId',
  'keySerialNumber',
  'notBefore',
  'notAfter',
  'partyIds',
  'subCpoIds',
  'subEmspIds',
];

const ID_KINDS: Readonly<Record<'partyIds' | 'subCpoIds' | 'subEmspIds', PartyIdKind>> = {
  partyIds: 'party',
  subCpoIds: 'sub-cpo',
  subEmspIds: 'sub-emsp',
};

/** String types that keep a claim readable: OCPI's own is UTF8String, the others are seen from other tool kits. */
const USUAL_FORMS: readonly StringForm[] = ['utf8'];

/**
 * Reads the values of one OCPI attribute (`values` is its SET). Undefined when a value is of a type the claim cannot
 * have; the caller remarks that. `field` is `ocpi.<name>`.
 */
export function readClaim(
  name: ClaimName,
  values: DerNode,
  log: DecodeLog,
  depth: number,
): Partial<OcpiClaimsView> | undefined {
  const field = `ocpi.${name}`;
  const [value] = values.children;
  if (value === undefined) return undefined;
  switch (name) {
    case 'partyIds':
    case 'subCpoIds':
    case 'subEmspIds': {
      const list = readIdList(values, ID_KINDS[name], log, field, depth);
      return list && { [name]: list };
    }
    case 'notBefore':
    case 'notAfter': {
      const time = readClaimedTime(value, log, field, depth);
      return time && { [name]: time };
    }
    case 'keyGroupId':
    case 'keySerialNumber': {
      const text = readText(value, log, field, name === 'keyGroupId' ? USUAL_FORMS : ['utf8', 'printable']);
      if (text === undefined) return undefined;
      addField(log, { id: `${field}.value`, depth, name: text.form, value: text.text }, value);
      if (name === 'keyGroupId') noteKeyGroupId(text, log, field);
      return { [name]: text };
    }
  }
}

/** The bare UTF8String that a certificate has for its key group. */
export function readKeyGroupIdText(node: DerNode, log: DecodeLog, field: string): TextView | undefined {
  const text = readText(node, log, field, USUAL_FORMS);
  if (text !== undefined) noteKeyGroupId(text, log, field);
  return text;
}

function noteKeyGroupId(text: TextView, log: DecodeLog, field: string): void {
  const read = readKeyGroupId(text.text);
  if (!read.ok) addFinding(log, 'error', 'KEY_GROUP_ID_REFUSED', field, text);
  else if (read.value.unusual.length > 0) {
    addFinding(log, 'warning', 'KEY_GROUP_ID_UNUSUAL', field, text, { oddities: read.value.unusual.join(', ') });
  }
}

function readClaimedTime(node: DerNode, log: DecodeLog, field: string, depth: number): TimeView | undefined {
  const isUtc = isUniversal(node, TAG.utcTime);
  if (!isUtc && !isUniversal(node, TAG.generalizedTime)) return undefined;
  const { text } = decodeString(contentOf(node), 'visible');
  const read = readTime(node);
  if (read === undefined) addFinding(log, 'error', 'TIME_INVALID', field, node);
  else if (read.form === 'generalized-time' && read.at.getUTCFullYear() < 2050)
    addFinding(log, 'warning', 'TIME_FORM', field, node);
  const at = read?.at.toISOString() ?? null;
  const form = isUtc ? 'utc-time' : 'generalized-time';
  addField(log, { id: `${field}.value`, depth, name: form, value: at ?? text }, node);
  return { text, form, at, start: node.start, end: node.end };
}

function readIdList(
  values: DerNode,
  kind: PartyIdKind,
  log: DecodeLog,
  field: string,
  depth: number,
): IdListView | undefined {
  const lists = values.children.filter((value) => isUniversal(value, TAG.sequence));
  const nodes = values.children.flatMap((value) => (isUniversal(value, TAG.sequence) ? value.children : [value]));
  const isMixed = lists.length > 1 || (lists.length === 1 && values.children.length > 1);
  const encoding = isMixed ? 'mixed' : lists.length === 1 ? 'sequence' : 'set';
  return readIds(nodes, { kind, encoding, values, log, field, depth });
}

/** The list that a certificate has in its extension: SEQUENCE OF UTF8String; a SET OF is read and told. */
export function readIdExtension(
  claim: keyof typeof ID_KINDS,
  node: DerNode,
  log: DecodeLog,
  field: string,
  depth: number,
): IdListView | undefined {
  const encoding = isUniversal(node, TAG.sequence) ? 'sequence' : isUniversal(node, TAG.set) ? 'set' : undefined;
  return encoding && readIds(node.children, { kind: ID_KINDS[claim], encoding, values: node, log, field, depth });
}

interface IdReading {
  readonly kind: PartyIdKind;
  readonly encoding: IdEncoding;
  readonly values: DerNode;
  readonly log: DecodeLog;
  readonly field: string;
  readonly depth: number;
}

function readIds(
  nodes: readonly DerNode[],
  { kind, encoding, values, log, field, depth }: IdReading,
): IdListView | undefined {
  const ids: TextView[] = [];
  for (const [i, node] of nodes.entries()) {
    const text = readText(node, log, `${field}[${i}]`, USUAL_FORMS);
    if (text === undefined) return undefined;
    addField(log, { id: `${field}[${i}]`, depth, name: text.form, value: text.text }, node);
    ids.push(text);
  }
  if (encoding === 'mixed') addFinding(log, 'warning', 'ID_LIST_MIXED_FORM', field, values);
  else if (encoding === 'set') addFinding(log, 'info', 'ID_LIST_SET_FORM', field, values);
  if (ids.length === 0) addFinding(log, 'warning', 'ID_LIST_EMPTY', field, values);
  noteIds(kind, ids, log, field);
  return { encoding, ids, start: values.start, end: values.end };
}

function noteIds(kind: PartyIdKind, ids: readonly TextView[], log: DecodeLog, field: string): void {
  const texts = ids.map(({ text }) => text);
  for (const { code, severity, value, index, suggestion, otherIndex } of checkPartyIds(kind, texts)) {
    const range = ids[index];
    if (range === undefined) continue;
    addFinding(log, severity, code, `${field}[${index}]`, range, {
      value: value.slice(0, 100),
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(otherIndex === undefined ? {} : { other: (texts[otherIndex] ?? '').slice(0, 100) }),
    });
  }
}
