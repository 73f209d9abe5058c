import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type AttributeView, readAttributes } from './attributes-read.ts';
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
import { type DerNode, encodingOf, isContext, isUniversal, TAG } from './der/der-node.ts';
import type { DerFault } from './der/der-fault.ts';
import { readDer } from './der/der-reader.ts';
import { readSmallInteger } from './der/read-values.ts';
import { sha256Of } from './digests.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { type NameView, noteSubjectRules, readName } from './name-read.ts';
import type { OcpiClaimsView } from './ocpi-claims.ts';
import type { OidProfile } from './oid-profile.ts';
import { readSignature } from './signature-read.ts';
import { noteSignatureRules, type SignatureView } from './signature-rules.ts';
import { type PublicKeyView, readSpki } from './spki.ts';
import { addSpkiFields } from './spki-fields.ts';

/** The bytes are DER but no certification request; `part` says where the shape ends to fit. */
export interface CsrShapeFault {
  readonly code: 'CSR_SHAPE';
  readonly part:
    'request' | 'info' | 'version' | 'subject' | 'publicKey' | 'attributes' | 'signatureAlgorithm' | 'signature';
  readonly offset: number;
}

export type CsrReadFault = DerFault | CsrShapeFault;

/** A request as read: plain data, offsets into the bytes that were given. */
export interface CsrView {
  /** `info`: the part that is to be signed, before there is a signature. */
  readonly kind: 'csr' | 'info';
  /** SHA-256 of all bytes, lower-case hex. */
  readonly sha256: string;
  /** The bytes that the signature covers. */
  readonly info: ByteRange & { readonly sha256: string };
  readonly version: number | null;
  readonly subject: NameView;
  readonly publicKey: PublicKeyView;
  readonly ocpi: OcpiClaimsView;
  readonly extensions: readonly ExtensionView[];
  readonly attributes: readonly AttributeView[];
  readonly signature: SignatureView | null;
  readonly oidProfile: string;
  readonly fields: readonly FieldView[];
  readonly findings: readonly PkiFinding[];
}

/**
 * Reads a PKCS#10 request (RFC 2986) from DER, nothing around it. Fails only when the bytes are not DER or not a
 * request; everything else that is odd is a finding. The signature is not checked here: see `verifyCsrSignature`.
 */
export function readCsr(
  der: Uint8Array,
  profile: OidProfile,
  depth: ReadingDepth = 'everything',
): Result<CsrView, CsrReadFault> {
  const root = readDer(der);
  if (!root.ok) return root;
  const [info, algorithm, signature, ...rest] = root.value.children;
  const hasShape = isUniversal(root.value, TAG.sequence) && rest.length === 0 && isUniversal(info, TAG.sequence);
  if (!hasShape || algorithm === undefined || signature === undefined) return shapeFault('request', root.value);
  const log = createDecodeLog(depth);
  addField(log, { id: 'csr', depth: 0, name: 'CertificationRequest', value: '' }, root.value);
  const read = readInfo(info, profile, log, 1);
  if (!read.ok) return read;
  const signed = readSignature(algorithm, signature, log);
  if (!signed.ok) return fail({ ...signed.error, code: 'CSR_SHAPE' });
  noteSignatureRules(signed.value, read.value.publicKey, der, log);
  return ok(viewOf('csr', der, info, read.value, signed.value, profile, log));
}

/** Reads the part of a request that is to be signed (CertificationRequestInfo), for the preview before signing. */
export function readCertificationRequestInfo(der: Uint8Array, profile: OidProfile): Result<CsrView, CsrReadFault> {
  const root = readDer(der);
  if (!root.ok) return root;
  const log = createDecodeLog();
  const read = readInfo(root.value, profile, log, 0);
  return read.ok ? ok(viewOf('info', der, root.value, read.value, null, profile, log)) : read;
}

type Info = Pick<CsrView, 'version' | 'subject' | 'publicKey' | 'ocpi' | 'extensions' | 'attributes'>;

function viewOf(
  kind: CsrView['kind'],
  der: Uint8Array,
  info: DerNode,
  parts: Info,
  signature: SignatureView | null,
  profile: OidProfile,
  log: DecodeLog,
): CsrView {
  const range = { start: info.start, end: info.end, sha256: sha256Of(encodingOf(info)) };
  const { fields, findings } = log;
  return {
    kind,
    sha256: sha256Of(der),
    info: range,
    ...parts,
    signature,
    oidProfile: profile.version,
    fields,
    findings,
  };
}

function readInfo(node: DerNode, profile: OidProfile, log: DecodeLog, depth: number): Result<Info, CsrShapeFault> {
  const [versionNode, subjectNode, keyNode, attributesNode, ...rest] = node.children;
  if (!isUniversal(node, TAG.sequence) || rest.length > 0) return shapeFault('info', node);
  addField(log, { id: 'info', depth, name: 'CertificationRequestInfo', value: '' }, node);
  if (!isUniversal(versionNode, TAG.integer)) return shapeFault('version', versionNode ?? node);
  const version = readSmallInteger(versionNode) ?? null;
  addField(log, { id: 'version', depth: depth + 1, name: 'version', value: `${version ?? 'huge'}` }, versionNode);
  if (version !== 0) addFinding(log, 'error', 'CSR_VERSION', 'version', versionNode, { version: version ?? 'huge' });

  const subject = subjectNode && readName(subjectNode, log, 'subject', depth + 1);
  if (subject === undefined) return shapeFault('subject', subjectNode ?? node);
  noteSubjectRules(subject, log, 'subject');

  const publicKey = keyNode && readSpki(keyNode, log, 'publicKey');
  if (keyNode === undefined || publicKey === undefined) return shapeFault('publicKey', keyNode ?? node);
  addSpkiFields(keyNode, publicKey, log, depth + 1);

  if (attributesNode === undefined) addFinding(log, 'warning', 'CSR_ATTRIBUTES_ABSENT', 'info', node);
  else if (!isContext(attributesNode, 0) || !attributesNode.constructed)
    return shapeFault('attributes', attributesNode);
  const read = readAttributes(attributesNode, profile, log, depth + 1);
  if (read === undefined) return shapeFault('attributes', attributesNode ?? node);
  return ok({ version, subject, publicKey, ...read });
}

function shapeFault(part: CsrShapeFault['part'], { start }: ByteRange): Result<never, CsrShapeFault> {
  return fail({ code: 'CSR_SHAPE', part, offset: start });
}
