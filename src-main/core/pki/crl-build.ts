import type { SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { type RevocationReason, revocationReasons } from '../../../shared/domain/revocation.ts';
import { concatBytes, equalBytes } from '../../../shared/util/bytes.ts';
import { fromHex } from '../../../shared/util/hex.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { writeSignatureAlgorithm } from './algorithm-identifier.ts';
import { type CrlReadFault, type CrlView, readCrl } from './crl-read.ts';
import type { CrlEntryView } from './crl-entries.ts';
import {
  writeBitString,
  writeEnumerated,
  writeExplicit,
  writeGeneralizedTime,
  writeImplicit,
  writeOctetString,
  writeOid,
  writeSequence,
  writeTime,
  writeUnsigned,
} from './der/der-writer.ts';
import { hexOf, sha256Of } from './digests.ts';
import type { OidProfile } from './oid-profile.ts';
import { verifySignedBy } from './verify-signed.ts';

export interface CrlEntrySpec {
  /** Lower-case hex as `serialKey` gives it. */
  readonly serial: string;
  readonly revokedAt: Date;
  /** `unspecified` is left out of the entry (RFC 5280 §5.3.1). */
  readonly reason: RevocationReason;
  readonly invalidSince: Date | null;
}

/** Everything that a whole revocation list of one authority says. */
export interface CrlSpec {
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** The Name of the issuer, byte for byte as its certificate has it as subject. */
  readonly issuer: Uint8Array;
  /** subjectKeyIdentifier of the issuer. */
  readonly issuerKeyId: Uint8Array;
  /** 1 up to `LARGEST_CRL_NUMBER`. */
  readonly number: bigint;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** In any order; each serial number once. */
  readonly entries: readonly CrlEntrySpec[];
}

/** What was written does not read back as what was asked for: our own fault, nothing must be signed. */
export interface CrlBuildFault {
  readonly code: 'CRL_READ_BACK';
  readonly member: string;
}

export type CrlAssembleFault = CrlReadFault | CrlBuildFault | { readonly code: 'CRL_SIGNATURE_WRONG' };

export interface BuiltCrl {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly view: CrlView;
}

const EXTENSION = {
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

const VERSION_2 = writeUnsigned(Uint8Array.of(1));

/**
 * Builds the bytes that an issuer signs (TBSCertList, RFC 5280 §5.1.2): version 2, whole and for all certificates of the
 * issuer, so without issuingDistributionPoint; entries by serial number; number and key identifier of the issuer. Times are
 * UTCTime until 2049. The answer was read back by the strict reader and compared with the spec.
 */
export function buildTbsCertList(
  spec: CrlSpec,
  oids: OidProfile,
): Result<{ readonly der: Uint8Array; readonly sha256: string }, CrlBuildFault> {
  const entries = spec.entries.toSorted(bySerial);
  const twice = entries.some(({ serial }, i) => serial === entries[i - 1]?.serial);
  if (twice) return fail({ code: 'CRL_READ_BACK', member: 'serialNumber' });
  const der = writeSequence(
    VERSION_2,
    writeSignatureAlgorithm(spec.signatureAlgorithm),
    spec.issuer,
    writeTime(spec.thisUpdate),
    writeTime(spec.nextUpdate),
    // An empty list is left out (§5.1.2.6).
    ...(entries.length === 0 ? [] : [writeSequence(...inPortions(entries.map(writeEntry)))]),
    writeExplicit(
      0,
      writeSequence(
        extension(EXTENSION.authorityKeyIdentifier, writeSequence(writeImplicit(0, spec.issuerKeyId))),
        extension(EXTENSION.crlNumber, writeUnsigned(numberOctets(spec.number))),
      ),
    ),
  );
  // The reader reads whole lists: an empty signature stands in for the one to come.
  const whole = writeSequence(
    der,
    writeSignatureAlgorithm(spec.signatureAlgorithm),
    writeBitString(new Uint8Array(64)),
  );
  const read = readCrl(whole, oids, 'verdicts');
  if (!read.ok) return fail({ code: 'CRL_READ_BACK', member: read.error.code });
  const member = crlDifference({ ...spec, entries }, read.value, whole);
  if (member !== undefined) return fail({ code: 'CRL_READ_BACK', member });
  return ok({ der, sha256: sha256Of(der) });
}

/**
 * Joins signed bytes and signature (DER for ECDSA) to a list, reads it back and verifies the signature with the issuer's
 * SubjectPublicKeyInfo: what a verifier would refuse never leaves this function.
 */
export function assembleCrl(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  issuerSpki: Uint8Array,
  oids: OidProfile,
): Result<BuiltCrl, CrlAssembleFault> {
  const der = writeSequence(tbs, writeSignatureAlgorithm(algorithm), writeBitString(signature));
  const read = readCrl(der, oids, 'verdicts');
  if (!read.ok) return read;
  const view = read.value;
  const trouble = view.findings.find(({ severity }) => severity === 'error');
  if (trouble !== undefined) return fail({ code: 'CRL_READ_BACK', member: trouble.code });
  const isSame = view.tbs.sha256 === sha256Of(tbs);
  if (!isSame || verifySignedBy(view, der, issuerSpki).verdict !== 'valid')
    return fail({ code: 'CRL_SIGNATURE_WRONG' });
  return ok({ der, sha256: view.sha256, view });
}

function writeEntry({ serial, revokedAt, reason, invalidSince }: CrlEntrySpec): Uint8Array {
  const extensions = [
    ...(reason === 'unspecified' ? [] : [extension(EXTENSION.reasonCode, writeEnumerated(revocationReasons[reason]))]),
    ...(invalidSince === null ? [] : [extension(EXTENSION.invalidityDate, writeGeneralizedTime(invalidSince))]),
  ];
  return writeSequence(
    writeUnsigned(fromHex(serial) ?? new Uint8Array(0)),
    writeTime(revokedAt),
    ...(extensions.length === 0 ? [] : [writeSequence(...extensions)]),
  );
}

function extension(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), writeOctetString(value));
}

/** A hundred thousand arguments of one call would not fit on the stack. */
const PORTION = 1000;

function inPortions(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const portions: Uint8Array[] = [];
  for (let at = 0; at < parts.length; at += PORTION) portions.push(concatBytes(...parts.slice(at, at + PORTION)));
  return portions;
}

function bySerial({ serial: a }: CrlEntrySpec, { serial: b }: CrlEntrySpec): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOctets(number: bigint): Uint8Array {
  const hex = number.toString(16);
  return fromHex(hex.length % 2 === 0 ? hex : `0${hex}`) ?? new Uint8Array(0);
}

/** The first member that reads back differently from its spec, or a finding of weight. */
function crlDifference(spec: CrlSpec, view: CrlView, der: Uint8Array): string | undefined {
  // Nothing is known of the signature yet; the issuer's Name is a copy and was judged with its certificate.
  const trouble = view.findings.find(
    ({ severity, field }) => severity === 'error' && !/^(?:issuer|signature)(?:$|[.[])/.test(field),
  );
  if (trouble !== undefined) return trouble.code;
  if (view.version !== 1) return 'version';
  if (!equalBytes(der.subarray(view.issuer.start, view.issuer.end), spec.issuer)) return 'issuer';
  if (!isSecond(view.thisUpdate, spec.thisUpdate)) return 'thisUpdate';
  if (!isSecond(view.nextUpdate, spec.nextUpdate)) return 'nextUpdate';
  if (view.crlNumber !== hexOf(numberOctets(spec.number)) || spec.number < 1n) return 'crlNumber';
  if (view.isDelta || view.isIndirect || view.extensions.length !== 2) return 'extensions';
  const keyId = view.extensions.flatMap(({ value }) => (value.kind === 'authority-key-id' ? [value.keyId] : []));
  if (keyId[0] !== hexOf(spec.issuerKeyId)) return 'authorityKeyIdentifier';
  if (view.entries.length !== spec.entries.length) return 'entries';
  const at = spec.entries.findIndex((entry, i) => !isEntry(entry, view.entries[i]));
  return at < 0 ? undefined : `entries[${at}]`;
}

function isEntry(spec: CrlEntrySpec, read: CrlEntryView | undefined): boolean {
  if (read === undefined) return false;
  return (
    read.serialNumber === spec.serial &&
    isSecond(read.revokedAt, spec.revokedAt) &&
    (read.reason ?? 'unspecified') === spec.reason &&
    (spec.invalidSince === null ? read.invalidSince === null : isSecond(read.invalidSince, spec.invalidSince))
  );
}

function isSecond(read: string | null, wanted: Date): boolean {
  return read !== null && Math.floor(Date.parse(read) / 1000) === Math.floor(wanted.getTime() / 1000);
}
