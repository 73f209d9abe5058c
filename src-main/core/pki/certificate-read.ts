import { equalBytes } from '../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { claimsOf, firstOfEach, type CertificateClaimsView } from './certificate-claims.ts';
import { noteCertificateRules } from './certificate-rules.ts';
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
import { readDer } from './der/der-reader.ts';
import { implicitAs } from './der/implicit.ts';
import { readOid, readSmallInteger } from './der/read-values.ts';
import { sha256Of } from './digests.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { readExtensions } from './extensions-read.ts';
import { namesMatch } from './name-match.ts';
import { type NameView, readName } from './name-read.ts';
import { oidLabel } from './oid-names.ts';
import type { OidProfile } from './oid-profile.ts';
import { noteSerialRules, serialText } from './serial-number.ts';
import { readSignature } from './signature-read.ts';
import { noteSignatureRules, type SignatureView } from './signature-rules.ts';
import { type PublicKeyView, readSpki } from './spki.ts';
import { addSpkiFields } from './spki-fields.ts';
import { readMoment } from './time-read.ts';

/** The bytes are DER but no certificate; `part` says where the shape ends to fit. */
export interface CertificateShapeFault {
  readonly code: 'CERTIFICATE_SHAPE';
  readonly part:
    | 'certificate'
    | 'tbs'
    | 'version'
    | 'serialNumber'
    | 'signatureAlgorithm'
    | 'issuer'
    | 'validity'
    | 'subject'
    | 'publicKey'
    | 'uniqueId'
    | 'extensions'
    | 'signature';
  readonly offset: number;
}

export type CertificateReadFault = DerFault | CertificateShapeFault;

/** A certificate as read: plain data, offsets into the bytes that were given. */
export interface CertificateView {
  readonly kind: 'certificate' | 'tbs';
  /** SHA-256 of all bytes, lower-case hex. */
  readonly sha256: string;
  /** The bytes that the signature covers. */
  readonly tbs: ByteRange & { readonly sha256: string };
  /** As written: 2 is version 3. Null when it is larger than any number in use. */
  readonly version: number | null;
  /** Content octets in lower-case hex, without the zero octet that only keeps the number positive. */
  readonly serialNumber: string;
  readonly issuer: NameView;
  readonly subject: NameView;
  /** ISO 8601 UTC, both inclusive; null when unreadable. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly publicKey: PublicKeyView;
  readonly ocpi: CertificateClaimsView;
  readonly extensions: readonly ExtensionView[];
  /** basicConstraints says so. */
  readonly isCa: boolean;
  /** Issuer and subject are the same name (RFC 5280 §6.1); says nothing about the key that signed. */
  readonly selfIssued: boolean;
  /** Null for a certificate that is not signed yet. */
  readonly signature: SignatureView | null;
  readonly oidProfile: string;
  readonly fields: readonly FieldView[];
  readonly findings: readonly PkiFinding[];
}

/**
 * Reads a certificate (RFC 5280 §4.1) from DER, nothing around it. Fails only when the bytes are not DER or not a
 * certificate; everything else that is odd is a finding. Neither signature nor path are checked here.
 */
export function readCertificate(
  der: Uint8Array,
  profile: OidProfile,
  depth: ReadingDepth = 'everything',
): Result<CertificateView, CertificateReadFault> {
  const root = readDer(der);
  if (!root.ok) return root;
  const [tbs, algorithm, value, ...rest] = root.value.children;
  const hasShape = isUniversal(root.value, TAG.sequence) && rest.length === 0 && isUniversal(tbs, TAG.sequence);
  if (!hasShape || algorithm === undefined || value === undefined) return shapeFault('certificate', root.value);
  const log = createDecodeLog(depth);
  addField(log, { id: 'certificate', depth: 0, name: 'Certificate', value: '' }, root.value);
  const read = readTbs(tbs, profile, log, 1);
  if (!read.ok) return read;
  const signed = readSignature(algorithm, value, log);
  if (!signed.ok) return fail({ ...signed.error, code: 'CERTIFICATE_SHAPE' });
  if (!equalBytes(encodingOf(read.value.algorithmNode), encodingOf(algorithm)))
    addFinding(log, 'error', 'SIGNATURE_ALGORITHM_DIFFERS', 'signature.algorithm', algorithm);
  noteSignatureRules(signed.value, null, der, log);
  return ok(viewOf('certificate', der, tbs, read.value.parts, signed.value, profile, log));
}

/** Reads the part that is to be signed (TBSCertificate), for looking at it before the signature. */
export function readTbsCertificate(
  der: Uint8Array,
  profile: OidProfile,
): Result<CertificateView, CertificateReadFault> {
  const root = readDer(der);
  if (!root.ok) return root;
  const log = createDecodeLog();
  const read = readTbs(root.value, profile, log, 0);
  return read.ok ? ok(viewOf('tbs', der, root.value, read.value.parts, null, profile, log)) : read;
}

type Parts = Pick<
  CertificateView,
  | 'version'
  | 'serialNumber'
  | 'issuer'
  | 'subject'
  | 'notBefore'
  | 'notAfter'
  | 'publicKey'
  | 'ocpi'
  | 'extensions'
  | 'isCa'
  | 'selfIssued'
>;

function viewOf(
  kind: CertificateView['kind'],
  der: Uint8Array,
  tbs: DerNode,
  parts: Parts,
  signature: SignatureView | null,
  profile: OidProfile,
  { fields, findings }: DecodeLog,
): CertificateView {
  const range = { start: tbs.start, end: tbs.end, sha256: sha256Of(encodingOf(tbs)) };
  const sha256 = kind === 'tbs' ? range.sha256 : sha256Of(der);
  return { kind, sha256, tbs: range, ...parts, signature, oidProfile: profile.version, fields, findings };
}

function readTbs(
  node: DerNode,
  profile: OidProfile,
  log: DecodeLog,
  depth: number,
): Result<{ readonly parts: Parts; readonly algorithmNode: DerNode }, CertificateShapeFault> {
  if (!isUniversal(node, TAG.sequence)) return shapeFault('tbs', node);
  const inner = depth + 1;
  addField(log, { id: 'tbs', depth, name: 'TBSCertificate', value: '' }, node);
  const hasVersion = isContext(node.children[0], 0);
  const version = hasVersion && node.children[0] ? readVersion(node.children[0], log, inner) : 0;
  if (version === undefined) return shapeFault('version', node.children[0] ?? node);

  const at = hasVersion ? 1 : 0;
  const [serialNode, algorithmNode, issuerNode, validityNode, subjectNode, keyNode, ...tail] = node.children.slice(at);
  if (!isUniversal(serialNode, TAG.integer)) return shapeFault('serialNumber', serialNode ?? node);
  const serialNumber = serialText(serialNode);
  addField(log, { id: 'serialNumber', depth: inner, name: 'serialNumber', value: serialNumber }, serialNode);
  noteSerialRules(serialNode, log, 'serialNumber');

  const [algorithmOid] = algorithmNode?.children ?? [];
  const isAlgorithm = isUniversal(algorithmNode, TAG.sequence) && isUniversal(algorithmOid, TAG.oid);
  if (!isAlgorithm) return shapeFault('signatureAlgorithm', algorithmNode ?? node);
  const algorithmText = log.keepsFields ? oidLabel(readOid(algorithmOid)) : '';
  addField(log, { id: 'tbs.algorithm', depth: inner, name: 'signature', value: algorithmText }, algorithmNode);

  const issuer = issuerNode && readName(issuerNode, log, 'issuer', inner);
  if (issuer === undefined) return shapeFault('issuer', issuerNode ?? node);

  const validity = validityNode && readValidity(validityNode, log, inner);
  if (validity === undefined) return shapeFault('validity', validityNode ?? node);

  const subject = subjectNode && readName(subjectNode, log, 'subject', inner);
  if (subject === undefined) return shapeFault('subject', subjectNode ?? node);

  const publicKey = keyNode && readSpki(keyNode, log, 'publicKey');
  if (keyNode === undefined || publicKey === undefined) return shapeFault('publicKey', keyNode ?? node);
  addSpkiFields(keyNode, publicKey, log, inner);

  const rest = readTail(tail, profile, log, inner);
  if (!rest.ok) return rest;
  const { extensions, uniqueIds, hasExtensions } = rest.value;
  const parts = {
    version,
    serialNumber,
    issuer,
    subject,
    ...validity,
    publicKey,
    ocpi: claimsOf(extensions),
    extensions,
    isCa: firstOfEach(extensions).some(({ value }) => value.kind === 'basic-constraints' && value.ca),
    selfIssued: namesMatch(issuer, subject),
  };
  noteCertificateRules(parts, { tbs: node, uniqueIds, hasExtensions }, log);
  return ok({ parts, algorithmNode });
}

/** `[0] EXPLICIT INTEGER DEFAULT v1`; undefined when it is no such thing, null when the number is huge. */
function readVersion(node: DerNode, log: DecodeLog, depth: number): number | null | undefined {
  const [number, ...rest] = node.children;
  if (!isUniversal(number, TAG.integer) || rest.length > 0) return undefined;
  const version = readSmallInteger(number) ?? null;
  const isKnown = version === 0 || version === 1 || version === 2;
  const value = isKnown ? `${version} (v${version + 1})` : `${version ?? 'huge'}`;
  addField(log, { id: 'version', depth, name: 'version', value }, node);
  if (version === 0) addFinding(log, 'warning', 'DEFAULT_EXPLICIT', 'version', node);
  if (!isKnown) addFinding(log, 'error', 'CERTIFICATE_VERSION', 'version', node, { version: version ?? 'huge' });
  return version;
}

function readValidity(
  node: DerNode,
  log: DecodeLog,
  depth: number,
): Pick<CertificateView, 'notBefore' | 'notAfter'> | undefined {
  const [from, until, ...rest] = node.children;
  if (!isUniversal(node, TAG.sequence) || from === undefined || until === undefined || rest.length > 0)
    return undefined;
  addField(log, { id: 'validity', depth, name: 'validity', value: '' }, node);
  const notBefore = readMoment(from, log, 'notBefore', depth + 1);
  const notAfter = readMoment(until, log, 'notAfter', depth + 1);
  if (notBefore === undefined || notAfter === undefined) return undefined;
  if (notBefore !== null && notAfter !== null && notAfter < notBefore)
    addFinding(log, 'error', 'VALIDITY_REVERSED', 'notAfter', until);
  return { notBefore, notAfter };
}

interface Tail {
  readonly extensions: readonly ExtensionView[];
  readonly hasExtensions: boolean;
  readonly uniqueIds: readonly DerNode[];
}

/** What may follow the key: `[1]` and `[2]` unique identifiers, `[3]` extensions, each once and in order. */
function readTail(
  nodes: readonly DerNode[],
  profile: OidProfile,
  log: DecodeLog,
  depth: number,
): Result<Tail, CertificateShapeFault> {
  let extensions: readonly ExtensionView[] | undefined;
  const uniqueIds: DerNode[] = [];
  let previous = 0;
  for (const node of nodes) {
    if (node.tagClass !== 'context' || node.tag <= previous || node.tag > 3) return shapeFault('tbs', node);
    previous = node.tag;
    if (node.tag < 3) {
      if (implicitAs(node, TAG.bitString) === undefined) return shapeFault('uniqueId', node);
      const name = node.tag === 1 ? 'issuerUniqueId' : 'subjectUniqueId';
      addField(log, { id: name, depth, name, value: `${node.end - node.contentStart - 1} B` }, node);
      uniqueIds.push(node);
      continue;
    }
    const [list, ...rest] = node.children;
    if (list === undefined || rest.length > 0) return shapeFault('extensions', node);
    addField(log, { id: 'extensions', depth, name: 'extensions', value: `${list.children.length}` }, node);
    extensions = readExtensions(list, profile, log, depth + 1);
    if (extensions === undefined) return shapeFault('extensions', list);
    if (extensions.length === 0) addFinding(log, 'error', 'EXTENSIONS_EMPTY', 'extensions', list);
  }
  return ok({ extensions: extensions ?? [], hasExtensions: extensions !== undefined, uniqueIds });
}

function shapeFault(part: CertificateShapeFault['part'], { start }: ByteRange): Result<never, CertificateShapeFault> {
  return fail({ code: 'CERTIFICATE_SHAPE', part, offset: start });
}
