import { createHash } from 'node:crypto';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { writeSequence, writeString } from '../../pki/der/der-writer.ts';
import { writeCertificate } from '../../pki/path/testing/certificate-writer.ts';
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  extension,
  keyUsage,
  name,
  subjectAltName,
  subjectKeyId,
} from '../../pki/path/testing/extension-writer.ts';
import { type PathKey, pathKey } from '../../pki/path/testing/path-keys.ts';
import { writePem } from '../../pki/pem.ts';

/** An authority of a test: its key and certificate. */
export interface TestAuthority {
  readonly key: PathKey;
  readonly name: Uint8Array;
  readonly der: Uint8Array;
}

const CLIENT = '1.3.6.1.5.5.7.3.2';
let serial = 1;

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

export function makeRoot(commonName = 'Test root', by?: TestAuthority): TestAuthority {
  const key = pathKey('ec-p256', commonName);
  const subject = name(`CN=${commonName}`);
  const issuer = by ?? { key, name: subject };
  const der = writeCertificate({
    version: 3,
    serial: serial++,
    issuer: issuer.name,
    subject,
    notBefore: day('2026-01-01'),
    notAfter: day('2036-01-01'),
    key,
    signer: issuer.key,
    extensions: [
      basicConstraints(true),
      keyUsage(['keyCertSign', 'cRLSign']),
      subjectKeyId(key.keyId),
      ...(by === undefined ? [] : [authorityKeyId(by.key.keyId)]),
    ],
  });
  return { key, name: subject, der };
}

export interface LeafWish {
  readonly commonName?: string;
  /** Whole subject; made of the common name when absent. */
  readonly subject?: Uint8Array;
  readonly spki?: Uint8Array;
  readonly partyIds?: readonly string[];
  readonly subCpoIds?: readonly string[];
  readonly subEmspIds?: readonly string[];
  readonly group?: string;
  readonly dns?: readonly string[];
  readonly usage?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly isCa?: boolean;
}

/** A client certificate with OCPI's extensions. */
export function issueLeaf(by: TestAuthority, wish: LeafWish = {}): Uint8Array {
  const { commonName = `leaf ${serial}`, partyIds = ['DEGEF'], subCpoIds, subEmspIds, group } = wish;
  const made = pathKey('ec-p256', 'leaf');
  const spki = wish.spki ?? made.spki;
  const ids = (oid: string, list: readonly string[] | undefined): Uint8Array[] =>
    list === undefined ? [] : [extension(oid, false, writeSequence(...list.map((id) => writeString('utf8', id))))];
  return writeCertificate({
    version: 3,
    serial: serial++,
    issuer: by.name,
    subject: wish.subject ?? name(`CN=${commonName}`),
    notBefore: wish.notBefore ?? day('2026-06-01'),
    notAfter: wish.notAfter ?? day('2027-06-01'),
    key: { ...made, spki },
    signer: by.key,
    extensions: [
      ...(wish.isCa === true ? [basicConstraints(true)] : []),
      keyUsage(['digitalSignature']),
      extendedKeyUsage([wish.usage ?? CLIENT]),
      subjectKeyId(new Uint8Array(createHash('sha1').update(spki).digest())),
      authorityKeyId(by.key.keyId),
      ...(wish.dns === undefined ? [] : [subjectAltName(wish.dns.map((value) => ({ kind: 'dns', value })))]),
      ...ids(defaultOidProfile.partyIds, partyIds),
      ...ids(defaultOidProfile.subCpoIds, subCpoIds),
      ...ids(defaultOidProfile.subEmspIds, subEmspIds),
      ...(group === undefined ? [] : [extension(defaultOidProfile.keyGroupId, false, writeString('utf8', group))]),
    ],
  });
}

export function sha256Of(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/** A file as it is dropped. */
export function source(content: Uint8Array | string, fileName = 'dropped.pem') {
  return { name: fileName, content: typeof content === 'string' ? new Uint8Array(Buffer.from(content)) : content };
}

export function pemOf(...ders: readonly Uint8Array[]): string {
  return ders.map((der) => writePem('CERTIFICATE', der)).join('');
}
