import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import type { SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { writeSignatureAlgorithm } from './algorithm-identifier.ts';
import { writeCertificateExtensions } from './certificate-build-extensions.ts';
import { certificateDifference } from './certificate-build-read-back.ts';
import {
  type CertificateReadFault,
  type CertificateView,
  readCertificate,
  readTbsCertificate,
} from './certificate-read.ts';
import type { CertificateSpec } from './certificate-spec.ts';
import { createDecodeLog } from './decode-log.ts';
import { contentOf } from './der/der-node.ts';
import { readDer } from './der/der-reader.ts';
import { writeBitString, writeExplicit, writeSequence, writeTime, writeUnsigned } from './der/der-writer.ts';
import { sha256Of } from './digests.ts';
import type { OidProfile } from './oid-profile.ts';
import { type PublicKeyView, readSpki } from './spki.ts';

export type TbsBuildFault =
  /** The key is unsound or of a kind whose bytes cannot be judged: nothing is certified that nobody understands. */
  | { readonly code: 'CERTIFICATE_KEY_REFUSED' }
  /** What was written does not read back as what was asked for: our own fault, nothing must be signed. */
  | { readonly code: 'CERTIFICATE_READ_BACK'; readonly member: string };

export type AssembleFault =
  | CertificateReadFault
  /** The signature is not the issuer's over these bytes. */
  | { readonly code: 'CERTIFICATE_SIGNATURE_WRONG' };

export interface BuiltTbs {
  readonly der: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  /** What the strict reader sees in `der`: this is what is shown, judged and approved. */
  readonly view: CertificateView;
}

export interface BuiltCertificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly view: CertificateView;
}

const VERSION_3 = writeExplicit(0, writeUnsigned(Uint8Array.of(2)));

/**
 * Builds the bytes that an issuer signs (TBSCertificate, RFC 5280 §4.1.2): version 3, names and key byte for byte as
 * given, times as UTCTime until 2049, extensions by the profile of the certificate alone. The answer was read back by
 * the strict reader and compared with the spec.
 */
export function buildTbsCertificate(spec: CertificateSpec, oids: OidProfile): Result<BuiltTbs, TbsBuildFault> {
  const key = soundKey(spec.spki);
  if (key === undefined) return fail({ code: 'CERTIFICATE_KEY_REFUSED' });
  const keyId = keyIdentifierOf(spec.spki);
  const der = writeSequence(
    VERSION_3,
    writeUnsigned(spec.serialNumber),
    writeSignatureAlgorithm(spec.signatureAlgorithm),
    spec.issuer,
    writeSequence(writeTime(spec.notBefore), writeTime(spec.notAfter)),
    spec.subject,
    spec.spki,
    writeExplicit(3, writeSequence(...writeCertificateExtensions({ spec, keyId, isRsa: key.kind === 'rsa', oids }))),
  );
  const read = readTbsCertificate(der, oids);
  if (!read.ok) return fail({ code: 'CERTIFICATE_READ_BACK', member: read.error.code });
  const member = certificateDifference({ spec, keyId, isRsa: key.kind === 'rsa', oids }, read.value, der);
  if (member !== undefined) return fail({ code: 'CERTIFICATE_READ_BACK', member });
  return ok({ der, sha256: sha256Of(der), view: read.value });
}

/**
 * Joins signed bytes and signature (DER for ECDSA) to a certificate, reads it back and verifies the signature with the
 * issuer's SubjectPublicKeyInfo: what a verifier would refuse never leaves this function.
 */
export function assembleCertificate(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  issuerSpki: Uint8Array,
  oids: OidProfile,
): Result<BuiltCertificate, AssembleFault> {
  const der = writeSequence(tbs, writeSignatureAlgorithm(algorithm), writeBitString(signature));
  const read = readCertificate(der, oids);
  if (!read.ok) return read;
  const view = read.value;
  const isSame = view.tbs.sha256 === sha256Of(tbs) && !view.findings.some(({ code }) => signatureFaults.has(code));
  if (!isSame || !isSignedBy(tbs, algorithm, signature, issuerSpki))
    return fail({ code: 'CERTIFICATE_SIGNATURE_WRONG' });
  return ok({ der, sha256: view.sha256, view });
}

/** A signature that verifies here and is refused by strict readers is no good either. */
const signatureFaults: ReadonlySet<string> = new Set(['SIGNATURE_ALGORITHM_DIFFERS', 'SIGNATURE_MALFORMED']);

function isSignedBy(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  issuerSpki: Uint8Array,
): boolean {
  const padding =
    algorithm.kind === 'rsa-pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  // Node throws for keys that it cannot import and signatures of another kind: no verdict is no good verdict.
  try {
    const key = createPublicKey({ key: Buffer.from(issuerSpki), format: 'der', type: 'spki' });
    return verify(algorithm.kind === 'ed25519' ? null : algorithm.hash, tbs, { key, ...padding }, signature);
  } catch {
    return false;
  }
}

/** subjectKeyIdentifier: SHA-1 of the BIT STRING's octets (RFC 5280 §4.2.1.2 (1)); a name for a key, no protection. */
export function keyIdentifierOf(spki: Uint8Array): Uint8Array {
  const read = readDer(spki);
  const bits = read.ok ? read.value.children[1] : undefined;
  if (bits === undefined) throw new RangeError('no SubjectPublicKeyInfo');
  return new Uint8Array(createHash('sha1').update(contentOf(bits).subarray(1)).digest());
}

/** A serial number of 17 octets out of 16 random ones. The fixed first octet keeps it positive, whole and never short. */
export function serialOf(random: Uint8Array): Uint8Array {
  if (random.length < 16) throw new RangeError('a serial number needs 128 random bits');
  return Uint8Array.of(0x01, ...random.subarray(0, 16));
}

function soundKey(spki: Uint8Array): PublicKeyView | undefined {
  const read = readDer(spki);
  const log = createDecodeLog('verdicts');
  const key = read.ok ? readSpki(read.value, log, 'publicKey') : undefined;
  return log.findings.some(({ severity }) => severity === 'error') || key?.kind === 'unknown' ? undefined : key;
}
