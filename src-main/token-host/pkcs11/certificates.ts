import { hash } from 'node:crypto';
import type { CertificateWish, CertificateWritten } from '../backend.ts';
import { readTogether } from './attributes.ts';
import { CKA, CKC_X_509, CKO, type Cryptoki, type Handle } from './cryptoki.ts';
import { quietly, TokenTrouble } from './faults.ts';
import { findObjects } from './key-reader.ts';

/** What other programs pair and look up by; the certificate itself comes first. */
const READ_BACK = [CKA.value, CKA.id, CKA.subject, CKA.issuer, CKA.serialNumber] as const;

/**
 * The certificate that lies beside a key, if there is one. Throws CERTIFICATE_CLASH when it is another one, or when one of
 * several is.
 */
export function certificateThere(
  library: Cryptoki,
  session: Handle,
  keyId: Buffer,
  { certificate }: CertificateWish,
): boolean {
  const beside = [
    { type: CKA.class, value: CKO.certificate },
    { type: CKA.id, value: keyId },
  ];
  const found = findObjects(library, session, beside).map((object) => {
    const [value] = readTogether(library, session, object, [CKA.value]) ?? [];
    return value;
  });
  for (const value of found) {
    if (value?.equals(certificate) === true) continue;
    throw new TokenTrouble('CERTIFICATE_CLASH', value === undefined ? 'unreadable' : hash('sha256', value, 'hex'));
  }
  return found.length > 0;
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
): CertificateWritten {
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
  if (read !== undefined && written.every(({ value }, at) => read[at]?.equals(value) === true)) return 'written';
  quietly(() => library.C_DestroyObject(session, object));
  throw new TokenTrouble('DRIVER_FAILED', 'the certificate did not read back as it was written');
}
