import { type KeyAlgorithm, signatureAlgorithmFor } from '../../../../shared/domain/key-algorithm.ts';
import { concatBytes } from '../../../../shared/util/bytes.ts';
import { writeSignatureAlgorithm } from '../algorithm-identifier.ts';
import {
  writeBitString,
  writeExplicit,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTime,
  writeTrue,
  writeUnsigned,
} from '../der/der-writer.ts';
import { signWith, type TestKey, testKey } from './make-csr.ts';

/** Every part in DER, so that a test can put anything anywhere; an empty part is left out. */
export interface TbsParts {
  readonly version: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly issuer: Uint8Array;
  readonly notBefore: Uint8Array;
  readonly notAfter: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly tail: Uint8Array;
}

export const nothing = new Uint8Array(0);

export function nameOf(commonName: string): Uint8Array {
  return writeSequence(writeSetOf(writeSequence(writeOid('2.5.4.3'), writeString('utf8', commonName))));
}

export function extensionOf(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return writeSequence(writeOid(oid), critical ? writeTrue() : nothing, writeOctetString(value));
}

export function extensionsOf(...extensions: readonly Uint8Array[]): Uint8Array {
  return writeExplicit(3, writeSequence(...extensions));
}

const serialNumber = Uint8Array.from({ length: 16 }, (_, i) => i + 1);

/** A leaf of version 3 without anything to remark, signed by `issuerKey`, with the given parts in place of its own. */
export function makeCertificate(change: Partial<TbsParts> = {}, issuerKey: TestKey = testKey('ec-p256')): Uint8Array {
  const algorithm = signatureAlgorithmFor(issuerKey.algorithm, 'pkcs1');
  const written = writeSignatureAlgorithm(algorithm);
  const parts: TbsParts = {
    version: writeExplicit(0, writeUnsigned(Uint8Array.of(2))),
    serialNumber: writeUnsigned(serialNumber),
    algorithm: written,
    issuer: nameOf('Test CA'),
    notBefore: writeTime(new Date('2026-01-01T00:00:00Z')),
    notAfter: writeTime(new Date('2026-01-31T00:00:00Z')),
    subject: nameOf('cpo.example.org'),
    spki: testKey('ec-p256').spki,
    tail: extensionsOf(authorityKeyId),
    ...change,
  };
  const validity = writeSequence(parts.notBefore, parts.notAfter);
  const { version, issuer, subject, spki, tail } = parts;
  const tbs = writeSequence(version, parts.serialNumber, parts.algorithm, issuer, validity, subject, spki, tail);
  return writeSequence(tbs, written, writeBitString(signWith(issuerKey, algorithm, tbs)));
}

/** `[0] keyIdentifier` of four octets. */
export const authorityKeyId = extensionOf('2.5.29.35', Uint8Array.of(0x30, 6, 0x80, 4, 1, 2, 3, 4));

export interface CrlParts {
  readonly version: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Uint8Array;
  readonly nextUpdate: Uint8Array;
  /** The whole list of entries, or nothing. */
  readonly entries: Uint8Array;
  readonly tail: Uint8Array;
}

export function crlEntryOf(serial: Uint8Array, ...extensions: readonly Uint8Array[]): Uint8Array {
  const list = extensions.length === 0 ? nothing : writeSequence(...extensions);
  return writeSequence(writeUnsigned(serial), writeTime(new Date('2026-01-05T00:00:00Z')), list);
}

/** A CRL of version 2 without anything to remark and without entries. */
export function makeCrl(change: Partial<CrlParts> = {}, algorithmName: KeyAlgorithm = 'ec-p256'): Uint8Array {
  const key = testKey(algorithmName);
  const algorithm = signatureAlgorithmFor(algorithmName, 'pkcs1');
  const written = writeSignatureAlgorithm(algorithm);
  const parts: CrlParts = {
    version: writeUnsigned(Uint8Array.of(1)),
    issuer: nameOf('Test CA'),
    thisUpdate: writeTime(new Date('2026-01-01T00:00:00Z')),
    nextUpdate: writeTime(new Date('2026-01-08T00:00:00Z')),
    entries: nothing,
    tail: writeExplicit(0, writeSequence(authorityKeyId, extensionOf('2.5.29.20', writeUnsigned(Uint8Array.of(7))))),
    ...change,
  };
  const updates = concatBytes(parts.thisUpdate, parts.nextUpdate);
  const tbs = writeSequence(parts.version, written, parts.issuer, updates, parts.entries, parts.tail);
  return writeSequence(tbs, written, writeBitString(signWith(key, algorithm, tbs)));
}
