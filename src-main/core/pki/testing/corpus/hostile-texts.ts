import { writeBitString, writeOid, writeSequence, writeSetOf, writeTlv, writeUnsigned } from '../../der/der-writer.ts';
import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import type { HostileCase } from './context.ts';
import {
  altNames,
  attribute,
  craftCsr,
  type CsrParts,
  dnsName,
  extendedUsage,
  clientAuth,
  extension,
  extensionRequest,
  keyGroup,
  keyUsage,
  mailName,
  oids,
  parties,
  rdn,
  starts,
  subCpos,
  subEmsps,
  subjectOf,
  text,
  uriName,
  usualExtensions,
  utf8,
} from './craft.ts';

const by = (refusedBy: CheckCode, trick: string, change: () => Partial<CsrParts>): HostileCase => ({
  trick,
  refusedBy,
  der: () => craftCsr(change()),
});

const common = rdn('CN', 'cpo.example.org');

/** The same thing twice: one reader sees the first, another the last. */
const doubles: readonly HostileCase[] = [
  by('DUPLICATES', 'party ids twice', () => ({ more: [parties('DEABC')] })),
  by('DUPLICATES', 'sub-CPO ids twice', () => ({ more: [subCpos('DE*ABC')] })),
  by('DUPLICATES', 'sub-EMSP ids twice', () => ({ more: [subEmsps('DE-ABC')] })),
  by('DUPLICATES', 'the key group twice', () => ({ more: [keyGroup('other-key')] })),
  by('DUPLICATES', 'a second start', () => ({ more: [starts('2020-01-01T00:00:00Z')] })),
  by('DUPLICATES', 'two key groups in one attribute', () => ({
    claims: { keyGroupId: attribute(oids.keyGroupId, utf8('cpo1-emsp1-key'), utf8('other-key')) },
  })),
  by('DUPLICATES', 'two serial numbers in one attribute', () => ({
    more: [attribute(oids.keySerialNumber, utf8('1'), utf8('2'))],
  })),
  by('DUPLICATES', 'extensions asked for twice', () => ({
    more: [extensionRequest(altNames(dnsName('evil.example')))],
  })),
  by('DUPLICATES', 'two lists of extensions in one attribute', () => ({
    more: [attribute('1.2.840.113549.1.9.14', writeSequence(keyUsage(0)), writeSequence(keyUsage(5)))],
  })),
  by('DUPLICATES', 'two key usages', () => ({ extensions: [...usualExtensions, keyUsage(5)] })),
  by('DUPLICATES', 'two lists of names', () => ({
    extensions: [...usualExtensions, altNames(dnsName('evil.example'))],
  })),
  by('DUPLICATES', 'two extended key usages', () => ({ extensions: [...usualExtensions, extendedUsage(clientAuth)] })),
  by('DUPLICATES', 'two common names', () => ({ subject: subjectOf(common, rdn('CN', 'evil.example')) })),
  by('DUPLICATES', 'two organisations', () => ({
    subject: subjectOf(common, rdn('O', 'Example CPO'), rdn('O', 'Other')),
  })),
  by('DUPLICATES', 'two countries', () => ({ subject: subjectOf(common, rdn('C', 'DE'), rdn('C', 'NL')) })),
  by('DUPLICATES', 'two mail addresses', () => ({
    subject: subjectOf(common, rdn('emailAddress', 'a@cpo.example.org'), rdn('emailAddress', 'b@cpo.example.org')),
  })),
  by('DUPLICATES', 'two common names in one RDN', () => ({
    subject: subjectOf(
      writeSetOf(
        writeSequence(writeOid('2.5.4.3'), utf8('cpo.example.org')),
        writeSequence(writeOid('2.5.4.3'), utf8('evil.example')),
      ),
    ),
  })),
  by('DUPLICATES', 'common name and organisation in one RDN', () => ({
    subject: subjectOf(
      writeSetOf(
        writeSequence(writeOid('2.5.4.3'), utf8('cpo.example.org')),
        writeSequence(writeOid('2.5.4.10'), utf8('Example CPO')),
      ),
    ),
  })),
];

const broken = (tag: number, ...octets: readonly number[]): Uint8Array =>
  writeTlv('universal', tag, false, Uint8Array.from(octets));

/** Texts in types, or with bytes, that readers take differently. */
const stringTypes: readonly HostileCase[] = [
  by('SUBJECT_FORM', 'a common name as BIT STRING', () => ({
    subject: subjectOf(rdn('CN', writeBitString(utf8('a')))),
  })),
  by('STRING_TYPES', 'a common name as INTEGER', () => ({
    subject: subjectOf(rdn('CN', writeUnsigned(Uint8Array.of(7)))),
  })),
  by('STRING_TYPES', 'a common name as SEQUENCE', () => ({ subject: subjectOf(rdn('CN', writeSequence(utf8('a')))) })),
  by('STRING_TYPES', 'a common name as VisibleString', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org', 'visible')),
  })),
  by('STRING_TYPES', 'an organisation as OCTET STRING', () => ({
    subject: subjectOf(common, rdn('O', writeTlv('universal', 4, false, utf8('a')))),
  })),
  by('STRING_TYPES', 'a common name that is no UTF-8', () => ({
    subject: subjectOf(rdn('CN', broken(12, 0x61, 0xff, 0x62))),
  })),
  by('STRING_TYPES', 'an overlong zero in UTF-8', () => ({
    subject: subjectOf(rdn('CN', broken(12, 0x61, 0xc0, 0x80))),
  })),
  by('STRING_TYPES', 'a surrogate in UTF-8', () => ({
    subject: subjectOf(common, rdn('O', broken(12, 0xed, 0xa0, 0x80))),
  })),
  by('STRING_TYPES', 'an ampersand in PrintableString', () => ({
    subject: subjectOf(common, rdn('O', 'Example & CPO', 'printable')),
  })),
  by('STRING_TYPES', 'an umlaut in IA5String', () => ({
    subject: subjectOf(common, rdn('emailAddress', broken(22, 0x6f, 0xfc, 0x40, 0x61))),
  })),
  by('STRING_TYPES', 'letters in NumericString', () => ({
    subject: subjectOf(common, rdn('postalCode', 'A7749', 'numeric')),
  })),
  by('STRING_TYPES', 'half a character in BMPString', () => ({
    subject: subjectOf(common, rdn('O', broken(30, 0, 0x61, 0))),
  })),
  by('STRING_TYPES', 'a surrogate in BMPString', () => ({
    subject: subjectOf(common, rdn('O', broken(30, 0xd8, 0x3d, 0xde, 0))),
  })),
  by('STRING_TYPES', 'a number beyond Unicode in UniversalString', () => ({
    subject: subjectOf(common, rdn('O', broken(28, 0, 0x7f, 0, 0))),
  })),
  by('STRING_TYPES', 'an id that is no UTF-8', () => ({
    claims: { partyIds: attribute(oids.partyIds, writeSequence(broken(12, 0x44, 0x45, 0xff, 0x45, 0x46))) },
  })),
  by('STRING_TYPES', 'a key group that is no UTF-8', () => ({
    claims: { keyGroupId: attribute(oids.keyGroupId, broken(12, 0xfe)) },
  })),
  by('STRING_TYPES', 'a key group as INTEGER', () => ({
    claims: { keyGroupId: attribute(oids.keyGroupId, writeUnsigned(Uint8Array.of(1))) },
  })),
  by('STRING_TYPES', 'a start as text', () => ({
    claims: { notBefore: attribute(oids.notBefore, utf8('260101000000Z')) },
  })),
  by('STRING_TYPES', 'ids as SET in a SET', () => ({
    claims: { partyIds: attribute(oids.partyIds, writeSetOf(utf8('DEGEF'))) },
  })),
  by('STRING_TYPES', 'ids as OCTET STRING', () => ({
    claims: { partyIds: attribute(oids.partyIds, writeTlv('universal', 4, false, utf8('DEGEF'))) },
  })),
  by('STRING_TYPES', 'lists of lists of ids', () => ({
    claims: { partyIds: attribute(oids.partyIds, writeSequence(writeSequence(utf8('DEGEF')))) },
  })),
  by('STRING_TYPES', 'a host name with an umlaut', () => ({
    extensions: [altNames(writeTlv('context', 2, false, Uint8Array.of(0x66, 0xfc, 0x72, 0x2e, 0x64, 0x65)))],
  })),
];

const hidden = (name: string, character: string): readonly HostileCase[] => [
  by('TEXT_CHARACTERS', `${name} in the common name`, () => ({
    subject: subjectOf(rdn('CN', `cpo${character}.example.org`)),
  })),
  by('TEXT_CHARACTERS', `${name} in the key group`, () => ({
    claims: { keyGroupId: keyGroup(`cpo1${character}-key`) },
  })),
];

/** Characters that hide or reorder what a voter reads. */
const characters: readonly HostileCase[] = [
  ...hidden('a right-to-left override', '\u202e'),
  ...hidden('a zero-width space', '\u200b'),
  ...hidden('a zero', '\u0000'),
  ...hidden('a line break', '\n'),
  ...hidden('a soft hyphen', '\u00ad'),
  ...hidden('a tag character', '\u{e0041}'),
  ...hidden('a non-breaking space', '\u00a0'),
  ...hidden('a private character', '\ue000'),
  by('TEXT_CHARACTERS', 'an isolate around the organisation', () => ({
    subject: subjectOf(common, rdn('O', '\u2067Example CPO\u2069')),
  })),
  by('TEXT_CHARACTERS', 'a delete in a party id', () => ({ claims: { partyIds: parties('DEG\u007fF') } })),
  by('TEXT_CHARACTERS', 'a zero in a host name', () => ({
    extensions: [altNames(dnsName('cpo.example.org\u0000.evil.example'))],
  })),
  by('TEXT_CHARACTERS', 'a line break in a mail address', () => ({
    extensions: [altNames(mailName('ops@cpo.example.org\r\nBcc: a@evil.example'))],
  })),
  by('TEXT_CHARACTERS', 'an escape sequence in the serial number of the key', () => ({
    more: [attribute(oids.keySerialNumber, utf8('\u001b[2J1'))],
  })),
  by('TEXT_CHARACTERS', 'a bell in the description', () => ({
    subject: subjectOf(common, rdn('description', 'a\u0007')),
  })),
  by('TEXT_CHARACTERS', 'a zero in a BMPString', () => ({ subject: subjectOf(common, rdn('O', 'a\u0000b', 'bmp')) })),
];

const many = (count: number, make: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** More than anybody can look at. */
const sizes: readonly HostileCase[] = [
  by('SIZE', 'two hundred and one party ids', () => ({
    claims: { partyIds: parties(...many(201, (i) => `DE${i.toString(36).padStart(3, '0')}`)) },
  })),
  by('SIZE', 'five thousand sub-CPO ids', () => ({
    claims: { subCpoIds: subCpos(...many(5000, (i) => `DE*${i.toString(36).padStart(3, '0')}`)) },
  })),
  by('SIZE', 'a hundred and one names', () => ({
    extensions: [altNames(...many(101, (i) => `h${i}.cpo.example.org`).map(dnsName))],
  })),
  by('SIZE', 'a key group of sixty thousand characters', () => ({
    claims: { keyGroupId: keyGroup('k'.repeat(60_000)) },
  })),
  by('SIZE', 'a URI of ten thousand characters', () => ({
    extensions: [altNames(uriName(`https://cpo.example.org/ocpi/${'a'.repeat(10_000)}`))],
  })),
  by('SIZE', 'a subject of forty units', () => ({
    subject: subjectOf(common, ...many(40, (i) => `${'unit'.repeat(8)}${i}`).map((unit) => rdn('OU', unit))),
  })),
  by('SIZE', 'a description of thousand characters', () => ({
    subject: subjectOf(common, rdn('description', 'd'.repeat(1000))),
  })),
  by('SIZE', 'fifty attributes', () => ({
    more: many(50, (i) => `1.2.3.${i}`).map((oid) => attribute(oid, utf8('a'))),
  })),
  by('SIZE', 'fifty extensions', () => ({
    extensions: many(50, (i) => `1.2.3.${i}`).map((oid) => extension(oid, utf8('a'))),
  })),
  by('SIZE', 'an unknown attribute of twenty thousand octets', () => ({
    more: [attribute('1.2.3.4', text('ia5', 'a'.repeat(20_000)))],
  })),
];

export const hostileTexts: readonly HostileCase[] = [...doubles, ...stringTypes, ...characters, ...sizes];
