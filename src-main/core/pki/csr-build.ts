import { createHash } from 'node:crypto';
import { nameTypeRule, nameTypes } from '../../../shared/domain/distinguished-name.ts';
import type { KeyAlgorithm, SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { checkSubjectAltName } from '../../../shared/domain/san.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { writeSignatureAlgorithm } from './algorithm-identifier.ts';
import { type CsrReadFault, type CsrView, readCertificationRequestInfo, readCsr } from './csr-read.ts';
import { differenceOf } from './csr-read-back.ts';
import { checkCsrSpec, type CsrSpec, type CsrSpecFinding } from './csr-spec.ts';
import { verifyCsrSignature } from './csr-verify.ts';
import { createDecodeLog } from './decode-log.ts';
import { readDer } from './der/der-reader.ts';
import {
  writeBitString,
  writeContextSetOf,
  writeNamedBits,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTime,
  writeTrue,
  writeUnsigned,
} from './der/der-writer.ts';
import { keyUsageNames, type KeyUsageName } from './extensions/key-extensions.ts';
import { writeGeneralNames } from './general-names.ts';
import { OID } from './oid-names.ts';
import type { OidProfile } from './oid-profile.ts';
import { readSpki } from './spki.ts';

export type CsrBuildFault =
  /** The spec breaks a rule; the findings with severity `error` say which. */
  | { readonly code: 'CSR_SPEC_REFUSED'; readonly findings: readonly CsrSpecFinding[] }
  /** The SubjectPublicKeyInfo is no sound key of an algorithm that we make. */
  | { readonly code: 'CSR_KEY_REFUSED' }
  /** What was written does not read back as what was asked for: our own fault, nothing must be signed. */
  | { readonly code: 'CSR_READ_BACK'; readonly member: string };

export type CsrAssembleFault =
  | CsrReadFault
  /** The signature does not fit the key in the request. */
  | { readonly code: 'CSR_SIGNATURE_WRONG' };

export interface BuiltInfo {
  readonly der: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  /** What the strict reader sees in `der`: this is what is shown before signing. */
  readonly view: CsrView;
}

export interface BuiltCsr {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly view: CsrView;
}

/**
 * Builds the bytes that are signed (CertificationRequestInfo, RFC 2986 §4.1): subject in the order and string types of
 * OCPI CSRs, extensionRequest with key usage, extended key usage and names, and the OCPI attributes under the OIDs of
 * `profile`, sorted as DER wants. The answer was read back by the strict reader and compared with the spec.
 */
export function buildCertificationRequestInfo(
  spec: CsrSpec,
  spkiDer: Uint8Array,
  profile: OidProfile,
): Result<BuiltInfo, CsrBuildFault> {
  // Whether a window lies in the past is for the preview to say; here only what cannot be written counts.
  const findings = checkCsrSpec(spec, { now: new Date(0), maxDays: Infinity });
  if (findings.some(({ severity }) => severity === 'error')) return fail({ code: 'CSR_SPEC_REFUSED', findings });
  const algorithm = algorithmOf(spkiDer);
  if (algorithm === undefined) return fail({ code: 'CSR_KEY_REFUSED' });
  const der = writeSequence(
    writeUnsigned(Uint8Array.of(0)),
    writeSubject(spec),
    spkiDer,
    writeContextSetOf(0, ...writeAttributes(spec, algorithm, profile)),
  );
  const read = readCertificationRequestInfo(der, profile);
  if (!read.ok) return fail({ code: 'CSR_READ_BACK', member: read.error.code });
  const member = differenceOf(spec, read.value, der, spkiDer);
  if (member !== undefined) return fail({ code: 'CSR_READ_BACK', member });
  return ok({ der, sha256: sha256Of(der), view: read.value });
}

/**
 * Joins the signed bytes and the signature (DER for ECDSA) to a request, reads it back and checks the signature with
 * the key in it: a request that a partner would refuse never leaves this function.
 */
export function assembleCsr(
  infoDer: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  profile: OidProfile,
): Result<BuiltCsr, CsrAssembleFault> {
  const der = writeSequence(infoDer, writeSignatureAlgorithm(algorithm), writeBitString(signature));
  const read = readCsr(der, profile);
  if (!read.ok) return read;
  if (verifyCsrSignature(der, read.value).verdict !== 'valid') return fail({ code: 'CSR_SIGNATURE_WRONG' });
  return ok({ der, sha256: read.value.sha256, view: read.value });
}

function algorithmOf(spkiDer: Uint8Array): KeyAlgorithm | undefined {
  const read = readDer(spkiDer);
  const log = createDecodeLog();
  const key = read.ok ? readSpki(read.value, log, 'publicKey') : undefined;
  const isSound = !log.findings.some(({ severity }) => severity === 'error');
  return isSound ? (key?.algorithm ?? undefined) : undefined;
}

function writeSubject(spec: CsrSpec): Uint8Array {
  const rank = (type: string): number => nameTypes.findIndex((rule) => rule.type === type);
  const ordered = spec.subject.toSorted((a, b) => rank(a.type) - rank(b.type));
  const rdns = ordered.map(({ type, value }) => {
    const rule = nameTypeRule(type);
    if (rule === undefined) throw new RangeError(`no rule for ${type}`);
    return writeSetOf(writeSequence(writeOid(rule.oid), writeString(rule.string, value)));
  });
  return writeSequence(...rdns);
}

function writeAttributes(spec: CsrSpec, algorithm: KeyAlgorithm, profile: OidProfile): readonly Uint8Array[] {
  const attributes = [
    attribute(OID.extensionRequest, [writeSequence(...writeExtensions(spec, algorithm, profile))]),
    ...textAttribute(profile.keyGroupId, spec.keyGroupId),
    ...textAttribute(profile.keySerialNumber, spec.keySerial),
    ...timeAttribute(profile.notBefore, spec.notBefore),
    ...timeAttribute(profile.notAfter, spec.notAfter),
    ...idsAttribute(profile.partyIds, spec.ids.partyIds, spec.encoding),
    ...idsAttribute(profile.subCpoIds, spec.ids.subCpoIds, spec.encoding),
    ...idsAttribute(profile.subEmspIds, spec.ids.subEmspIds, spec.encoding),
  ];
  return attributes;
}

function attribute(oid: string, values: readonly Uint8Array[]): Uint8Array {
  return writeSequence(writeOid(oid), writeSetOf(...values));
}

function textAttribute(oid: string, text: string): readonly Uint8Array[] {
  return text === '' ? [] : [attribute(oid, [writeString('utf8', text)])];
}

function timeAttribute(oid: string, at: Date | undefined): readonly Uint8Array[] {
  return at === undefined ? [] : [attribute(oid, [writeTime(at)])];
}

function idsAttribute(oid: string, ids: readonly string[], encoding: CsrSpec['encoding']): readonly Uint8Array[] {
  if (ids.length === 0) return [];
  const values = ids.map((id) => writeString('utf8', id));
  return [attribute(oid, encoding === 'set' ? values : [writeSequence(...values)])];
}

/**
 * Key usage critical, extended key usage not (RFC 5280 §4.2.1.3 and .12), names not since there is a subject
 * (§4.2.1.6). keyEncipherment is for RSA alone: RFC 8813 §3 forbids it for keys on curves.
 */
function writeExtensions(spec: CsrSpec, algorithm: KeyAlgorithm, profile: OidProfile): readonly Uint8Array[] {
  const isRsa = algorithm === 'rsa-3072' || algorithm === 'rsa-4096';
  const usages = keyUsagesOf(spec.purpose, isRsa).map((name) => keyUsageNames.indexOf(name));
  const extended = extendedUsageOf(spec.purpose, profile);
  const names = spec.san.flatMap((name) => {
    const checked = checkSubjectAltName(name);
    return checked.ok ? [checked.value] : [];
  });
  return [
    writeSequence(writeOid(OID.keyUsage), writeTrue(), writeOctetString(writeNamedBits(usages))),
    ...(extended === null ? [] : [extension(OID.extendedKeyUsage, writeSequence(writeOid(extended)))]),
    ...(names.length === 0 ? [] : [extension(OID.subjectAltName, writeGeneralNames(names))]),
  ];
}

function extension(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), writeOctetString(value));
}

function keyUsagesOf(purpose: CsrSpec['purpose'], isRsa: boolean): readonly KeyUsageName[] {
  switch (purpose) {
    case 'tls-client':
    case 'tls-server':
      return isRsa ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
    case 'object-signing':
      return ['digitalSignature', 'nonRepudiation'];
    case 'identity':
      return ['digitalSignature'];
  }
}

function extendedUsageOf(purpose: CsrSpec['purpose'], profile: OidProfile): string | null {
  switch (purpose) {
    case 'tls-client':
      return OID.clientAuth;
    case 'tls-server':
      return OID.serverAuth;
    case 'object-signing':
      return profile.objectSigningUsage;
    case 'identity':
      return profile.identityUsage;
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
