import { equalBytes } from '../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type CrlEntryView, readCrlEntries } from './crl-entries.ts';
import {
  addField,
  addFinding,
  type ByteRange,
  createDecodeLog,
  type DecodeLog,
  type FieldView,
  type PkiFinding,
  type ReadingDepth,
} from './decode-log.ts';
import type { DerFault } from './der/der-fault.ts';
import { type DerNode, encodingOf, isContext, isUniversal, TAG } from './der/der-node.ts';
import { readDer, readDerHeads } from './der/der-reader.ts';
import { readOid, readSmallInteger } from './der/read-values.ts';
import { sha256Of } from './digests.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { readExtensions } from './extensions-read.ts';
import { type NameView, readName } from './name-read.ts';
import { oidLabel } from './oid-names.ts';
import type { OidProfile } from './oid-profile.ts';
import { readSignature } from './signature-read.ts';
import { noteSignatureRules, type SignatureView } from './signature-rules.ts';
import { readMoment } from './time-read.ts';

/** The bytes are DER but no CRL; `part` says where the shape ends to fit. */
export interface CrlShapeFault {
  readonly code: 'CRL_SHAPE';
  readonly part:
    | 'crl'
    | 'tbs'
    | 'version'
    | 'signatureAlgorithm'
    | 'issuer'
    | 'thisUpdate'
    | 'nextUpdate'
    | 'entry'
    | 'extensions'
    | 'signature';
  readonly offset: number;
}

export type CrlReadFault = DerFault | CrlShapeFault | { readonly code: 'CRL_TOO_LARGE'; readonly offset: number };

/** A certificate revocation list as read: plain data, offsets into the bytes that were given. */
export interface CrlView {
  readonly kind: 'crl';
  /** SHA-256 of all bytes, lower-case hex. */
  readonly sha256: string;
  readonly tbs: ByteRange & { readonly sha256: string };
  /** As written: 1 is version 2; 0 when absent, which is version 1. Null when huge. */
  readonly version: number | null;
  readonly issuer: NameView;
  /** ISO 8601 UTC; null when unreadable. */
  readonly thisUpdate: string | null;
  /** Null when absent or unreadable; the findings say which. */
  readonly nextUpdate: string | null;
  readonly entries: readonly CrlEntryView[];
  readonly extensions: readonly ExtensionView[];
  /** Lower-case hex, null when absent. */
  readonly crlNumber: string | null;
  readonly isDelta: boolean;
  /** Entries may be of other issuers than the list's. */
  readonly isIndirect: boolean;
  readonly signature: SignatureView;
  readonly oidProfile: string;
  readonly fields: readonly FieldView[];
  readonly findings: readonly PkiFinding[];
}

/** A list with about a million entries; more is no list that a platform of this trade has. */
const MAX_OCTETS = 64 * 1024 * 1024;

/**
 * Reads a CRL (RFC 5280 §5.1) from DER, nothing around it. Entries are read one by one and not kept as trees, so that
 * a hundred thousand of them take little time and memory. The signature is not checked here.
 */
export function readCrl(
  der: Uint8Array,
  profile: OidProfile,
  depth: ReadingDepth = 'everything',
): Result<CrlView, CrlReadFault> {
  if (der.length > MAX_OCTETS) return fail({ code: 'CRL_TOO_LARGE', offset: 0 });
  const outer = readDerHeads(der, { start: 0, end: der.length });
  if (!outer.ok) return outer;
  const [root, ...trailing] = outer.value;
  if (root === undefined) return fail({ code: 'DER_EMPTY', offset: 0 });
  if (trailing[0] !== undefined) return fail({ code: 'DER_TRAILING_BYTES', offset: trailing[0].start });
  const heads = readDerHeads(der, { start: root.contentStart, end: root.end });
  if (!heads.ok) return heads;
  const [tbs, algorithmHead, valueHead, ...rest] = heads.value;
  const hasShape = isUniversal(root, TAG.sequence) && isUniversal(tbs, TAG.sequence) && rest.length === 0;
  if (!hasShape || algorithmHead === undefined || valueHead === undefined) return shapeFault('crl', root);
  const algorithm = readDer(der, algorithmHead);
  if (!algorithm.ok) return algorithm;

  const log = createDecodeLog(depth);
  addField(log, { id: 'crl', depth: 0, name: 'CertificateList', value: '' }, root);
  const parts = readTbs(tbs, profile, log);
  if (!parts.ok) return parts;
  const signature = readSignature(algorithm.value, valueHead, log);
  if (!signature.ok) return fail({ ...signature.error, code: 'CRL_SHAPE' });
  const { algorithmNode, ...members } = parts.value;
  if (!equalBytes(encodingOf(algorithmNode), encodingOf(algorithm.value)))
    addFinding(log, 'error', 'SIGNATURE_ALGORITHM_DIFFERS', 'signature.algorithm', algorithm.value);
  noteSignatureRules(signature.value, null, der, log);
  return ok({
    kind: 'crl',
    sha256: sha256Of(der),
    tbs: { start: tbs.start, end: tbs.end, sha256: sha256Of(encodingOf(tbs)) },
    ...members,
    signature: signature.value,
    oidProfile: profile.version,
    fields: log.fields,
    findings: log.findings,
  });
}

type Parts = Pick<
  CrlView,
  'version' | 'issuer' | 'thisUpdate' | 'nextUpdate' | 'entries' | 'extensions' | 'crlNumber' | 'isDelta' | 'isIndirect'
> & { readonly algorithmNode: DerNode };

/** The members of TBSCertList by their tags: version, nextUpdate, entries and extensions may be absent. */
function readTbs(tbs: DerNode, profile: OidProfile, log: DecodeLog): Result<Parts, CrlReadFault> {
  const { source } = tbs;
  addField(log, { id: 'tbs', depth: 1, name: 'TBSCertList', value: '' }, tbs);
  const heads = readDerHeads(source, { start: tbs.contentStart, end: tbs.end });
  if (!heads.ok) return heads;
  const queue = [...heads.value];
  const versionNode = isUniversal(queue[0], TAG.integer) ? queue.shift() : undefined;
  const version = versionNode === undefined ? 0 : (readSmallInteger(versionNode) ?? null);
  noteVersion(versionNode, version, log);

  const algorithm = readWhole(source, queue.shift(), tbs, 'signatureAlgorithm');
  if (!algorithm.ok) return algorithm;
  const [oid] = algorithm.value.children;
  if (!isUniversal(algorithm.value, TAG.sequence) || !isUniversal(oid, TAG.oid))
    return shapeFault('signatureAlgorithm', algorithm.value);
  const label = log.keepsFields ? oidLabel(readOid(oid)) : '';
  addField(log, { id: 'tbs.algorithm', depth: 2, name: 'signature', value: label }, algorithm.value);

  const issuerNode = readWhole(source, queue.shift(), tbs, 'issuer');
  if (!issuerNode.ok) return issuerNode;
  const issuer = readName(issuerNode.value, log, 'issuer', 2);
  if (issuer === undefined) return shapeFault('issuer', issuerNode.value);
  if (issuer.rdns.length === 0) addFinding(log, 'error', 'ISSUER_EMPTY', 'issuer', issuer);

  const updates = readUpdates(queue, tbs, log);
  if (!updates.ok) return updates;
  const listNode = isUniversal(queue[0], TAG.sequence) ? queue.shift() : undefined;
  const extensionsHead = isContext(queue[0], 0) ? queue.shift() : undefined;
  if (queue[0] !== undefined) return shapeFault('tbs', queue[0]);

  const extensionsAt = log.fields.length;
  const extensions = readCrlExtensions(source, extensionsHead, profile, log);
  if (!extensions.ok) return extensions;
  const extensionFields = log.fields.splice(extensionsAt);
  const kinds = factsOf(extensions.value);
  const entries = readCrlEntries(source, listNode, { profile, log, isIndirect: kinds.isIndirect });
  if (!entries.ok) return entries;
  for (const field of extensionFields) log.fields.push(field);

  const hasEntryExtensions = entries.value.some((entry) => entry.extensions.length > 0);
  if (version === 0 && (extensionsHead !== undefined || hasEntryExtensions))
    addFinding(log, 'error', 'CRL_VERSION_EXTENSIONS', 'version', tbs);
  if (version === 1 && kinds.crlNumber === null) addFinding(log, 'warning', 'CRL_NUMBER_ABSENT', 'extensions', tbs);
  if (version === 1 && !extensions.value.some(({ value }) => value.kind === 'authority-key-id'))
    addFinding(log, 'warning', 'AUTHORITY_KEY_ID_ABSENT', 'extensions', tbs);
  return ok({
    version,
    issuer,
    ...updates.value,
    entries: entries.value,
    extensions: extensions.value,
    ...kinds,
    algorithmNode: algorithm.value,
  });
}

function noteVersion(node: DerNode | undefined, version: number | null, log: DecodeLog): void {
  if (node === undefined) return;
  const shown = version ?? 'huge';
  addField(log, { id: 'version', depth: 2, name: 'version', value: `${shown}` }, node);
  if (version !== 1) addFinding(log, 'error', 'CRL_VERSION', 'version', node, { version: shown });
}

/** Takes thisUpdate and, when there is one, nextUpdate from the front of the queue. */
function readUpdates(
  queue: DerNode[],
  tbs: DerNode,
  log: DecodeLog,
): Result<Pick<CrlView, 'thisUpdate' | 'nextUpdate'>, CrlShapeFault> {
  const thisNode = queue.shift();
  const thisUpdate = thisNode && readMoment(thisNode, log, 'thisUpdate', 2);
  if (thisUpdate === undefined) return shapeFault('thisUpdate', thisNode ?? tbs);
  const [nextNode] = queue;
  const nextUpdate = nextNode && readMoment(nextNode, log, 'nextUpdate', 2);
  if (nextNode === undefined || nextUpdate === undefined) {
    addFinding(log, 'warning', 'CRL_NEXT_UPDATE_ABSENT', 'nextUpdate', thisNode ?? tbs);
    return ok({ thisUpdate, nextUpdate: null });
  }
  queue.shift();
  if (thisUpdate !== null && nextUpdate !== null && nextUpdate < thisUpdate)
    addFinding(log, 'error', 'CRL_UPDATE_ORDER', 'nextUpdate', nextNode);
  return ok({ thisUpdate, nextUpdate });
}

function readCrlExtensions(
  source: Uint8Array,
  head: DerNode | undefined,
  profile: OidProfile,
  log: DecodeLog,
): Result<readonly ExtensionView[], CrlReadFault> {
  if (head === undefined) return ok([]);
  const node = readDer(source, head);
  if (!node.ok) return node;
  const [list, ...rest] = node.value.children;
  if (list === undefined || rest.length > 0) return shapeFault('extensions', head);
  addField(log, { id: 'extensions', depth: 2, name: 'extensions', value: `${list.children.length}` }, head);
  const extensions = readExtensions(list, profile, log, 3);
  if (extensions === undefined) return shapeFault('extensions', list);
  if (extensions.length === 0) addFinding(log, 'error', 'EXTENSIONS_EMPTY', 'extensions', list);
  return ok(extensions);
}

function factsOf(extensions: readonly ExtensionView[]): Pick<CrlView, 'crlNumber' | 'isDelta' | 'isIndirect'> {
  let crlNumber: string | null = null;
  let isDelta = false;
  let isIndirect = false;
  for (const { value } of extensions) {
    if (value.kind === 'crl-number') crlNumber ??= value.number;
    else if (value.kind === 'delta-crl-indicator') isDelta = true;
    else if (value.kind === 'issuing-distribution-point') isIndirect ||= value.indirectCrl;
  }
  return { crlNumber, isDelta, isIndirect };
}

function readWhole(
  source: Uint8Array,
  head: DerNode | undefined,
  tbs: DerNode,
  part: CrlShapeFault['part'],
): Result<DerNode, CrlReadFault> {
  return head === undefined ? shapeFault(part, tbs) : readDer(source, head);
}

function shapeFault(part: CrlShapeFault['part'], { start }: ByteRange): Result<never, CrlShapeFault> {
  return fail({ code: 'CRL_SHAPE', part, offset: start });
}
