import { hash } from 'node:crypto';
import { equalBytes } from '../../../shared/util/bytes.ts';
import type { CertificateWish } from '../backend.ts';
import { readCertificateParts } from '../certificate-parts.ts';
import { readTogether } from './attributes.ts';
import { CKA, CKC_X_509, CKO, type Cryptoki, type Handle } from './cryptoki.ts';
import { quietly, TokenTrouble } from './faults.ts';
import { findObjects } from './key-reader.ts';

/** What other programs pair and look up by; the certificate itself comes first. */
const READ_BACK = [CKA.value, CKA.id, CKA.subject, CKA.issuer, CKA.serialNumber] as const;

interface Beside {
  readonly object: Handle;
  readonly value: Buffer | undefined;
}

function certificatesBeside(library: Cryptoki, session: Handle, keyId: Buffer): readonly Beside[] {
  const beside = [
    { type: CKA.class, value: CKO.certificate },
    { type: CKA.id, value: keyId },
  ];
  return findObjects(library, session, beside).map((object) => {
    const [value] = readTogether(library, session, object, [CKA.value]) ?? [];
    return { object, value };
  });
}

/** Whether these bytes are a certificate of this public key: only such a one is ours to take away. */
function isOfKey(value: Buffer | undefined, spki: Uint8Array): boolean {
  const parts = value === undefined ? undefined : readCertificateParts(value);
  return parts !== undefined && equalBytes(parts.spki, spki);
}

/** What lies beside a key before its certificate is written: whether it is there already, and what it is to replace. */
export interface CertificatesThere {
  readonly isThere: boolean;
  readonly replaced: readonly Handle[];
}

/**
 * Looks at what lies beside a key. Throws CERTIFICATE_CLASH when that is another certificate, or when one of several is,
 * unless it is the one of this key that the wish replaces.
 */
export function certificatesThere(
  library: Cryptoki,
  session: Handle,
  keyId: Buffer,
  { certificate, parts, replaces }: CertificateWish,
): CertificatesThere {
  const found = certificatesBeside(library, session, keyId);
  const others = found.filter(({ value }) => value?.equals(certificate) !== true);
  for (const { value } of others) {
    const sha256 = value === undefined ? undefined : hash('sha256', value, 'hex');
    if (sha256 !== undefined && sha256 === replaces && isOfKey(value, parts.spki)) continue;
    throw new TokenTrouble('CERTIFICATE_CLASH', sha256 ?? 'unreadable');
  }
  return { isThere: others.length < found.length, replaced: others.map(({ object }) => object) };
}

/**
 * Takes away the certificates of a key that is gone: same CKA_ID, same public key. They are public and in nobody's way, so
 * what the token does not let go stays and fails nothing.
 */
export function destroyCertificates(library: Cryptoki, session: Handle, keyId: Buffer, spki: Uint8Array): void {
  quietly(() => {
    for (const { object, value } of certificatesBeside(library, session, keyId)) {
      if (isOfKey(value, spki)) quietly(() => library.C_DestroyObject(session, object));
    }
  });
}

/**
 * Stores an X.509 certificate (C_CreateObject, PKCS#11 v2.40 §4.6.3) under the CKA_ID of its key, by which and by whose
 * subject other programs pair the two. Public, so that it is found before a login. What does not read back as it was
 * written is destroyed again.
 */
export function createCertificate(
  library: Cryptoki,
  session: Handle,
  key: { readonly keyId: Buffer; readonly label: string },
  { certificate, parts }: CertificateWish,
): undefined {
  const written = [
    { type: CKA.value, value: Buffer.from(certificate) },
    { type: CKA.id, value: key.keyId },
    { type: CKA.subject, value: Buffer.from(parts.subject) },
    { type: CKA.issuer, value: Buffer.from(parts.issuer) },
    { type: CKA.serialNumber, value: Buffer.from(parts.serial) },
  ];
  const object = library.C_CreateObject(session, [
    { type: CKA.class, value: CKO.certificate },
    { type: CKA.token, value: true },
    { type: CKA.private, value: false },
    { type: CKA.certificateType, value: CKC_X_509 },
    { type: CKA.label, value: key.label },
    ...written,
  ]);
  const read = readTogether(library, session, object, READ_BACK);
  if (read !== undefined && written.every(({ value }, at) => read[at]?.equals(value) === true)) return;
  quietly(() => library.C_DestroyObject(session, object));
  throw new TokenTrouble('DRIVER_FAILED', 'the certificate did not read back as it was written');
}
