import { concatBytes } from '../../../../../shared/util/bytes.ts';
import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import { TAG } from '../../der/der-node.ts';
import {
  writeBitString,
  writeContextSetOf,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTlv,
  writeUnsigned,
} from '../../der/der-writer.ts';
import { makeCertificate } from '../make-certificate.ts';
import { testKey } from '../make-csr.ts';
import type { HostileCase } from './context.ts';
import {
  altNames,
  attribute,
  craftCsr,
  dnsName,
  extension,
  extensionRequest,
  oids,
  rdn,
  subjectOf,
  usualExtensions,
  utf8,
} from './craft.ts';

const raw = (...octets: readonly number[]): Uint8Array => Uint8Array.from(octets);
const unreadable = (trick: string, der: () => Uint8Array): HostileCase => ({ trick, refusedBy: 'unreadable', der });
const encoding = (trick: string, der: () => Uint8Array): HostileCase => ({ trick, refusedBy: 'ENCODING', der });
const lone = (node: Uint8Array): Uint8Array => craftCsr({ more: [attribute(oids.keySerialNumber, node)] });

/** BER, bytes around the request, and shapes that are no request. */
const unreadables: readonly HostileCase[] = [
  unreadable('no byte at all', () => raw()),
  unreadable('one zero byte', () => raw(0)),
  unreadable('a byte behind the request', () => concatBytes(craftCsr(), raw(0))),
  unreadable('a second request behind the first', () => concatBytes(craftCsr(), craftCsr())),
  unreadable('a byte before the request', () => concatBytes(raw(0x30), craftCsr())),
  unreadable('the last byte cut off', () => craftCsr().slice(0, -1)),
  unreadable('half of the request', () => craftCsr().slice(0, 200)),
  unreadable('an indefinite length around everything', () =>
    concatBytes(raw(0x30, 0x80), craftCsr().subarray(4), raw(0, 0)),
  ),
  unreadable('a length with a leading zero octet', () => {
    const der = craftCsr();
    return concatBytes(raw(0x30, 0x83, 0), der.subarray(2));
  }),
  unreadable('a long form for a short length', () => lone(raw(0x0c, 0x81, 1, 0x61))),
  unreadable('an indefinite length inside', () => lone(concatBytes(raw(0x24, 0x80), utf8('a'), raw(0, 0)))),
  unreadable('a string in constructed form', () => lone(writeTlv('universal', 12, true, utf8('key')))),
  unreadable('an octet string in pieces', () => lone(writeTlv('universal', 4, true, writeOctetString(raw(1))))),
  unreadable('a high tag number written long', () => lone(raw(0x1f, 0x0c, 1, 0x61))),
  unreadable('the reserved tag 0', () => lone(raw(0, 1, 0x61))),
  unreadable('a true that is one', () =>
    craftCsr({ extensions: [writeSequence(writeOid('2.5.29.15'), raw(1, 1, 1), writeOctetString(raw(3, 2, 7, 128)))] }),
  ),
  unreadable('a version padded with a zero', () => craftCsr({ version: raw(2, 2, 0, 0) })),
  unreadable('a version without a byte', () => craftCsr({ version: raw(2, 0) })),
  unreadable('a NULL with content', () => lone(raw(5, 1, 0))),
  unreadable('an OID that begins with 80', () =>
    craftCsr({ more: [writeSequence(raw(6, 3, 0x2a, 0x80, 1), writeSetOf(utf8('a')))] }),
  ),
  unreadable('an OID that does not end', () =>
    craftCsr({ more: [writeSequence(raw(6, 2, 0x2a, 0x83), writeSetOf(utf8('a')))] }),
  ),
  unreadable('an OID without a byte', () => craftCsr({ more: [writeSequence(raw(6, 0), writeSetOf(utf8('a')))] })),
  unreadable('an OID of a hundred octets', () =>
    craftCsr({
      more: [writeSequence(writeTlv('universal', 6, false, new Uint8Array(100).fill(1)), writeSetOf(utf8('a')))],
    }),
  ),
  unreadable('unused bits of a bit string that are set', () => lone(raw(3, 2, 4, 0xff))),
  unreadable('eight unused bits', () => lone(raw(3, 2, 8, 0))),
  unreadable('lists nested forty deep', () => {
    let nested = utf8('a');
    for (let i = 0; i < 40; i++) nested = writeSequence(nested);
    return lone(nested);
  }),
  unreadable('a certificate in the place of a request', () => makeCertificate()),
  unreadable('PEM where DER belongs', () => encodeUtf8('-----BEGIN CERTIFICATE REQUEST-----')),
  unreadable('a signature as OCTET STRING', () =>
    rebuilt((info, algorithm) => writeSequence(info, algorithm, writeOctetString(raw(1, 2)))),
  ),
  unreadable('no signature', () => rebuilt((info, algorithm) => writeSequence(info, algorithm))),
  unreadable('a fourth part', () =>
    rebuilt((info, algorithm) => writeSequence(info, algorithm, writeBitString(raw(1)), writeNull())),
  ),
  unreadable('a signature with unused bits', () =>
    rebuilt((info, algorithm) => writeSequence(info, algorithm, raw(3, 2, 1, 0))),
  ),
  unreadable('an algorithm without OID', () =>
    rebuilt((info) => writeSequence(info, writeSequence(writeNull()), writeBitString(raw(1)))),
  ),
  unreadable('a SET around everything', () => writeTlv('universal', TAG.set, true, craftCsr().subarray(4))),
  unreadable('the version as text', () => craftCsr({ version: utf8('0') })),
  unreadable('the subject as SET', () => craftCsr({ subject: writeSetOf(rdn('CN', 'cpo.example.org')) })),
  unreadable('an empty RDN', () => craftCsr({ subject: subjectOf(writeSetOf()) })),
  unreadable('an RDN with three parts', () =>
    craftCsr({ subject: subjectOf(writeSetOf(writeSequence(writeOid('2.5.4.3'), utf8('a'), utf8('b')))) }),
  ),
  unreadable('a key with three parts', () =>
    craftCsr({ spki: writeSequence(writeSequence(writeOid('1.3.101.112')), writeBitString(raw(1)), writeNull()) }),
  ),
  unreadable('a key without algorithm', () => craftCsr({ spki: writeSequence(writeBitString(raw(1))) })),
  unreadable('attributes under the tag 1', () => craftCsr({ attributes: writeContextSetOf(1) })),
  unreadable('an attribute that is a text', () => craftCsr({ more: [utf8('attribute')] })),
  unreadable('an attribute with three parts', () =>
    craftCsr({ more: [writeSequence(writeOid('1.2.3'), writeSetOf(utf8('a')), writeNull())] }),
  ),
  unreadable('an attribute whose values are no SET', () =>
    craftCsr({ more: [writeSequence(writeOid('1.2.3'), writeSequence(utf8('a')))] }),
  ),
];

function rebuilt(make: (info: Uint8Array, algorithm: Uint8Array) => Uint8Array): Uint8Array {
  const info = writeSequence(
    writeUnsigned(raw(0)),
    subjectOf(rdn('CN', 'cpo.example.org')),
    testKey('ec-p256').spki,
    writeContextSetOf(0, extensionRequest(...usualExtensions)),
  );
  return make(info, writeSequence(writeOid('1.2.840.10045.4.3.2')));
}

/** Readable, and still not as the standards want it. */
const deviating: readonly HostileCase[] = [
  encoding('version 1', () => craftCsr({ version: writeUnsigned(raw(1)) })),
  encoding('a version of nine octets', () => craftCsr({ version: writeUnsigned(new Uint8Array(9).fill(0x7f)) })),
  encoding('a version below zero', () => craftCsr({ version: raw(2, 1, 0xff) })),
  encoding('attributes out of order', () => {
    const sorted = [attribute(oids.partyIds, writeSequence(utf8('DEGEF'))), extensionRequest(...usualExtensions)];
    const [first, second] = sorted;
    return craftCsr({ attributes: writeTlv('context', 0, true, second ?? raw(), first ?? raw()) });
  }),
  encoding('ids of a SET out of order', () =>
    craftCsr({
      claims: {
        partyIds: writeSequence(
          writeOid(oids.partyIds),
          writeTlv('universal', TAG.set, true, utf8('DEGEF'), utf8('DEGE2')),
        ),
      },
    }),
  ),
  encoding('ids half as SEQUENCE and half as single values', () =>
    craftCsr({ claims: { partyIds: attribute(oids.partyIds, writeSequence(utf8('DEGEF')), utf8('DEGE2')) } }),
  ),
  encoding('two lists of ids in one attribute', () =>
    craftCsr({
      claims: { partyIds: attribute(oids.partyIds, writeSequence(utf8('DEGEF')), writeSequence(utf8('DEGE2'))) },
    }),
  ),
  encoding('an attribute without a value', () => craftCsr({ more: [attribute(oids.keySerialNumber)] })),
  encoding('a list of extensions that is a text', () =>
    craftCsr({
      attributes: writeContextSetOf(0, attribute('1.2.840.113549.1.9.14', utf8('extensions'))),
    }),
  ),
  encoding('an extension without a value', () =>
    craftCsr({
      attributes: writeContextSetOf(
        0,
        attribute('1.2.840.113549.1.9.14', writeSequence(writeSequence(writeOid('2.5.29.15')))),
      ),
    }),
  ),
  encoding('a key usage without a bit', () => craftCsr({ extensions: [extension('2.5.29.15', raw(3, 1, 0))] })),
  encoding('an extended key usage without an OID', () =>
    craftCsr({ extensions: [extension('2.5.29.37', raw(0x30, 0))] }),
  ),
  encoding('names without a name', () => craftCsr({ extensions: [altNames()] })),
  encoding('a path length without an authority', () =>
    craftCsr({ extensions: [...usualExtensions, extension('2.5.29.19', writeSequence(writeUnsigned(raw(0))))] }),
  ),
  encoding('a country of three letters', () =>
    craftCsr({ subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('C', 'DEU')) }),
  ),
  encoding('an organisation of 65 characters', () =>
    craftCsr({ subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'x'.repeat(65))) }),
  ),
  encoding('a serial number of the key without a value, beside a name', () =>
    craftCsr({ more: [attribute(oids.keySerialNumber)], extensions: [altNames(dnsName('cpo.example.org'))] }),
  ),
];

export const hostileBytes: readonly HostileCase[] = [...unreadables, ...deviating];
