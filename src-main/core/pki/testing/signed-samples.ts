import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNamedBits,
  writeOctetString,
  writeOid,
  writeSequence,
  writeString,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from '../der/der-writer.ts';
import type { Original } from './fuzz-signed.ts';
import {
  authorityKeyId,
  crlEntryOf,
  extensionOf,
  extensionsOf,
  makeCertificate,
  makeCrl,
  nameOf,
} from './make-certificate.ts';
import { makeCsr, sampleSpec, testKey } from './make-csr.ts';

const utf8 = (text: string): Uint8Array => writeString('utf8', text);
const uri = writeImplicit(6, encodeUtf8('http://a.example/ca.crl'));
const point = writeSequence(writeExplicit(0, writeExplicit(0, uri)), writeImplicit(1, Uint8Array.of(1, 6)));
const dns = writeImplicit(2, encodeUtf8('a.example'));

/** An authority's certificate with most extensions, a leaf with the claims, requests and lists, by several keys. */
export function signedSamples(): readonly Original[] {
  const authority = extensionsOf(
    authorityKeyId,
    extensionOf('2.5.29.14', writeOctetString(Uint8Array.of(1, 2, 3, 4))),
    extensionOf('2.5.29.19', writeSequence(writeTrue(), writeUnsigned(Uint8Array.of(1))), true),
    extensionOf('2.5.29.15', writeNamedBits([5, 6]), true),
    extensionOf('2.5.29.30', writeSequence(writeExplicit(0, writeSequence(dns))), true),
    extensionOf('2.5.29.36', writeSequence(writeImplicit(0, Uint8Array.of(3))), true),
    extensionOf('2.5.29.54', writeUnsigned(Uint8Array.of(2)), true),
    extensionOf('2.5.29.32', writeSequence(writeSequence(writeOid('1.2.3.5')))),
    extensionOf('2.5.29.33', writeSequence(writeSequence(writeOid('1.2.3.5'), writeOid('1.2.3.6')))),
    extensionOf('2.5.29.31', writeSequence(point)),
    extensionOf('1.3.6.1.5.5.7.1.1', writeSequence(writeSequence(writeOid('1.3.6.1.5.5.7.48.1'), uri))),
    extensionOf('1.2.3.99', writeSequence(utf8('x'), writeTlv('context', 0, true, utf8('y')))),
  );
  const { partyIds, subCpoIds, keyGroupId, serviceRoles } = defaultOidProfile;
  const leaf = extensionsOf(
    authorityKeyId,
    extensionOf('2.5.29.37', writeSequence(writeOid('1.3.6.1.5.5.7.3.2'))),
    extensionOf('2.5.29.17', writeSequence(dns, uri, writeExplicit(4, nameOf('x')))),
    extensionOf(partyIds, writeSequence(utf8('DEGEF'), utf8('DEGE2'))),
    extensionOf(subCpoIds, writeSequence(utf8('DE*GEF'))),
    extensionOf(keyGroupId, utf8('cpo1-emsp1-key')),
    extensionOf(serviceRoles, writeSequence(utf8('cdrs:SENDER'))),
  );
  const reason = extensionOf('2.5.29.21', writeTlv('universal', 10, false, Uint8Array.of(1)));
  const entries = writeSequence(crlEntryOf(Uint8Array.of(1, 2, 3), reason), crlEntryOf(Uint8Array.of(4)));
  const spkiOf = (algorithm: 'ec-p256' | 'rsa-3072' | 'ed25519'): Uint8Array => testKey(algorithm).spki;
  return [
    { kind: 'certificate', der: makeCertificate({ tail: authority }), issuerSpki: spkiOf('ec-p256') },
    { kind: 'certificate', der: makeCertificate({ tail: leaf }, testKey('ed25519')), issuerSpki: spkiOf('ed25519') },
    { kind: 'certificate', der: makeCertificate({ tail: leaf }, testKey('rsa-3072')), issuerSpki: spkiOf('rsa-3072') },
    { kind: 'crl', der: makeCrl({ entries }), issuerSpki: spkiOf('ec-p256') },
    { kind: 'crl', der: makeCrl({ entries }, 'ed25519'), issuerSpki: spkiOf('ed25519') },
    { kind: 'csr', der: makeCsr(sampleSpec, testKey('ec-p256')).der, issuerSpki: spkiOf('ec-p256') },
    { kind: 'csr', der: makeCsr(sampleSpec, testKey('rsa-3072'), 'pss').der, issuerSpki: spkiOf('rsa-3072') },
  ];
}
