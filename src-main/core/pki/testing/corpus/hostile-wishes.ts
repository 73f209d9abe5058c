import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from '../../der/der-writer.ts';
import { nameOf } from '../make-certificate.ts';
import type { HostileCase } from './context.ts';
import {
  altNames,
  attribute,
  clientAuth,
  craftCsr,
  type CsrParts,
  dnsName,
  extendedUsage,
  extension,
  ipName,
  keyUsage,
  mailName,
  rdn,
  serverAuth,
  subjectOf,
  uriName,
  usualExtensions,
  utf8,
} from './craft.ts';

const by = (
  refusedBy: CheckCode,
  trick: string,
  change: () => Partial<CsrParts>,
  around?: HostileCase['around'],
): HostileCase => ({ trick, refusedBy, der: () => craftCsr(change()), around });

const raw = (...octets: readonly number[]): Uint8Array => Uint8Array.from(octets);
const beside = (...extensions: readonly Uint8Array[]): Partial<CsrParts> => ({
  extensions: [...usualExtensions, ...extensions],
});
const instead = (...extensions: readonly Uint8Array[]): Partial<CsrParts> => ({ extensions });
const names = (...list: readonly Uint8Array[]): Partial<CsrParts> => instead(keyUsage(0), altNames(...list));

/** Requests for an authority, each by another door. */
const authority: readonly HostileCase[] = [
  by('CA_REQUESTED', 'the flag of an authority', () => beside(extension('2.5.29.19', writeSequence(writeTrue())))),
  by('CA_REQUESTED', 'the flag of an authority, critical', () =>
    beside(extension('2.5.29.19', writeSequence(writeTrue()), true)),
  ),
  by('CA_REQUESTED', 'the flag of an authority with path length zero', () =>
    beside(extension('2.5.29.19', writeSequence(writeTrue(), writeUnsigned(raw(0))))),
  ),
  by('CA_REQUESTED', 'an authority by key usage', () => instead(keyUsage(0, 5))),
  by('CA_REQUESTED', 'an authority for revocation lists', () => instead(keyUsage(6))),
  by('CA_REQUESTED', 'every bit of key usage', () => instead(keyUsage(0, 1, 2, 3, 4, 5, 6, 7, 8))),
  by('CA_REQUESTED', 'name constraints', () =>
    beside(extension('2.5.29.30', writeSequence(writeExplicit(0, writeSequence(dnsName('example.org')))), true)),
  ),
  by('CA_REQUESTED', 'policy constraints', () =>
    beside(extension('2.5.29.36', writeSequence(writeImplicit(0, raw(0))), true)),
  ),
  by('CA_REQUESTED', 'mapped policies', () =>
    beside(extension('2.5.29.33', writeSequence(writeSequence(writeOid('1.2.3'), writeOid('1.2.4'))))),
  ),
  by('CA_REQUESTED', 'a limit on any policy', () => beside(extension('2.5.29.54', writeUnsigned(raw(0))))),
];

const usage = (...oids: readonly string[]): Partial<CsrParts> => instead(keyUsage(0), extendedUsage(...oids));

/** Usages that the purpose does not need. */
const usages: readonly HostileCase[] = [
  by('USAGE_REQUESTED', 'a server beside the client', () => usage(clientAuth, serverAuth)),
  by('USAGE_REQUESTED', 'a server in the place of the client', () => usage(serverAuth)),
  by('USAGE_REQUESTED', 'any usage', () => usage('2.5.29.37.0')),
  by('USAGE_REQUESTED', 'any usage behind the right one', () => usage(clientAuth, '2.5.29.37.0')),
  by('USAGE_REQUESTED', 'code signing', () => usage(clientAuth, '1.3.6.1.5.5.7.3.3')),
  by('USAGE_REQUESTED', 'answers about revocation', () => usage('1.3.6.1.5.5.7.3.9')),
  by('USAGE_REQUESTED', 'time stamps', () => usage('1.3.6.1.5.5.7.3.8')),
  by('USAGE_REQUESTED', 'mail', () => usage('1.3.6.1.5.5.7.3.4')),
  by('USAGE_REQUESTED', 'a smartcard logon', () => usage(clientAuth, '1.3.6.1.4.1.311.20.2.2')),
  by('USAGE_REQUESTED', 'a usage that nobody knows', () => usage('1.2.3.4')),
  by('USAGE_REQUESTED', 'the usage of signed objects', () => usage('1.3.6.1.5.5.7.3.36')),
  by('USAGE_REQUESTED', 'signatures that cannot be denied', () => instead(keyUsage(0, 1))),
  by('USAGE_REQUESTED', 'encryption of data', () => instead(keyUsage(0, 3))),
  by('USAGE_REQUESTED', 'a bit of key usage that does not exist', () => instead(keyUsage(0, 12))),
  by(
    'USAGE_REQUESTED',
    'client and server while nobody has chosen',
    () => usage(clientAuth, serverAuth),
    (input) => ({
      ...input,
      purpose: null,
    }),
  ),
];

/** Kinds of names that no certificate here has. */
const kinds: readonly HostileCase[] = [
  by('NAME_KINDS', 'a distinguished name among the names', () => names(writeExplicit(4, nameOf('DEABC')))),
  by('NAME_KINDS', 'a user principal name', () =>
    names(
      writeTlv('context', 0, true, writeOid('1.3.6.1.4.1.311.20.2.3'), writeExplicit(0, utf8('admin@evil.example'))),
    ),
  ),
  by('NAME_KINDS', 'an other name of an unknown kind', () =>
    names(writeTlv('context', 0, true, writeOid('1.2.3'), writeExplicit(0, writeNull()))),
  ),
  by('NAME_KINDS', 'an X.400 address', () => names(writeTlv('context', 3, true, utf8('a')))),
  by('NAME_KINDS', 'an EDI party', () => names(writeTlv('context', 5, true, writeExplicit(1, utf8('DEABC'))))),
  by(
    'NAME_KINDS',
    'an address where the policy has hosts alone',
    () => names(dnsName('cpo.example.org'), ipName(192, 0, 2, 10)),
    (input) => ({ ...input, policy: { ...input.policy, names: { ...input.policy.names, kinds: ['dns'] } } }),
  ),
  by('NAME_KINDS', 'a registered id', () => names(writeImplicit(8, raw(0x2a, 3, 4)))),
  by('NAME_KINDS', 'a kind of name that does not exist', () => names(writeImplicit(9, encodeUtf8('a')))),
  by('NAME_KINDS', 'a host name in constructed form', () => names(writeTlv('context', 2, true, utf8('a')))),
];

/** Names that the partner may not have. */
const foreignNames: readonly HostileCase[] = [
  by('NAMES_ALLOWED', 'a foreign host', () => names(dnsName('evil.example'))),
  by('NAMES_ALLOWED', 'a foreign host behind an own one', () =>
    names(dnsName('cpo.example.org'), dnsName('evil.example')),
  ),
  by('NAMES_ALLOWED', 'the own host as part of a foreign one', () => names(dnsName('cpo.example.org.evil.example'))),
  by('NAMES_ALLOWED', 'a host that ends like the own one', () => names(dnsName('evilcpo.example.org'))),
  by('NAMES_ALLOWED', 'the domain above', () => names(dnsName('example.org'))),
  by('NAMES_ALLOWED', 'localhost', () => names(dnsName('localhost'))),
  by('NAMES_ALLOWED', 'a star over everything', () => names(dnsName('*'))),
  by('NAMES_ALLOWED', 'a star over a top-level domain', () => names(dnsName('*.org'))),
  by('NAMES_ALLOWED', 'a star over the own hosts', () => names(dnsName('*.cpo.example.org'))),
  by('NAMES_ALLOWED', 'a star inside a label', () => names(dnsName('a*.cpo.example.org'))),
  by('NAMES_ALLOWED', 'a host with a dot behind', () => names(dnsName('cpo.example.org.'))),
  by('NAMES_ALLOWED', 'a host with a blank', () => names(dnsName(' cpo.example.org'))),
  by('NAMES_ALLOWED', 'an empty host', () => names(dnsName(''))),
  by('NAMES_ALLOWED', 'an address as host', () => names(dnsName('192.0.2.10'))),
  by('NAMES_ALLOWED', 'a foreign A-label', () => names(dnsName('xn--cpo-exmple-d7a.example'))),
  by('NAMES_ALLOWED', 'a foreign address', () => names(ipName(198, 51, 100, 7))),
  by('NAMES_ALLOWED', 'an address with a mask', () => names(ipName(192, 0, 2, 0, 255, 255, 255, 0))),
  by('NAMES_ALLOWED', 'an address of three octets', () => names(ipName(192, 0, 2))),
  by('NAMES_ALLOWED', 'the own address in IPv6', () =>
    names(ipName(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 10)),
  ),
  by('NAMES_ALLOWED', 'a foreign mailbox', () => names(mailName('ceo@evil.example'))),
  by('NAMES_ALLOWED', 'a mail address without a mailbox', () => names(mailName('cpo.example.org'))),
  by('NAMES_ALLOWED', 'two mail addresses in one', () => names(mailName('a@evil.example,b@cpo.example.org'))),
  by('NAMES_ALLOWED', 'a foreign URI', () => names(uriName('https://evil.example/ocpi/'))),
  by('NAMES_ALLOWED', 'a URI that walks out of its folder', () =>
    names(uriName('https://cpo.example.org/ocpi/../admin')),
  ),
  by('NAMES_ALLOWED', 'a URI with a user before the host', () =>
    names(uriName('https://cpo.example.org@evil.example/ocpi/')),
  ),
  by('NAMES_ALLOWED', 'a URI that is a script', () => names(uriName('javascript:alert(1)'))),
  by('NAMES_ALLOWED', 'a URI without a scheme', () => names(uriName('cpo.example.org/ocpi/'))),
  by(
    'NAMES_ALLOWED',
    'a server without a name',
    () => instead(keyUsage(0), extendedUsage(serverAuth)),
    (input) => ({
      ...input,
      purpose: 'tls-server',
    }),
  ),
];

/** Names in the subject that clients take for hosts, and names of others. */
const subjects: readonly HostileCase[] = [
  by('SUBJECT_PARTNER', 'a foreign host as common name', () => ({ subject: subjectOf(rdn('CN', 'evil.example')) })),
  by('SUBJECT_PARTNER', 'a star as common name', () => ({ subject: subjectOf(rdn('CN', '*.example.org')) })),
  by('SUBJECT_PARTNER', 'a foreign address as common name', () => ({ subject: subjectOf(rdn('CN', '198.51.100.7')) })),
  by('SUBJECT_PARTNER', 'the own host with a Cyrillic letter', () => ({
    subject: subjectOf(rdn('CN', 'cp\u043e.example.org')),
  })),
  by('SUBJECT_PARTNER', 'the own host with a wide dot', () => ({
    subject: subjectOf(rdn('CN', 'cpo\uff0eexample.org')),
  })),
  by('SUBJECT_PARTNER', 'the name of another partner as organisation', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Neighbour Charging')),
  })),
  by('SUBJECT_PARTNER', 'the name of another partner with other blanks and marks', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'NEIGHBOUR-CHARGING.')),
  })),
  by('SUBJECT_PARTNER', 'the name of another partner with a Greek letter', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Neighb\u03bfur Charging')),
  })),
  by('SUBJECT_PARTNER', 'the name of another partner as unit', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('OU', 'Nachbar Strom AG')),
  })),
  by('SUBJECT_PARTNER', 'the name of another partner as common name', () => ({
    subject: subjectOf(rdn('CN', 'Nachbar Strom AG')),
  })),
  by('SUBJECT_PARTNER', 'a foreign mail address in the subject', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('emailAddress', 'ceo@evil.example')),
  })),
  by('SUBJECT_FORM', 'no subject', () => ({ subject: subjectOf() })),
  by('SUBJECT_FORM', 'a subject without a common name', () => ({ subject: subjectOf(rdn('O', 'Example CPO')) })),
  by('SUBJECT_FORM', 'a common name of blanks', () => ({ subject: subjectOf(rdn('CN', '   ')) })),
  by('SUBJECT_FORM', 'a title', () => ({ subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('2.5.4.12', 'CEO')) })),
  by('SUBJECT_FORM', 'a part that nobody knows', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('1.2.3.4', 'a')),
  })),
  by('SUBJECT_FORM', 'a domain component', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('0.9.2342.19200300.100.1.25', 'example', 'ia5')),
  })),
  by(
    'SUBJECT_OF_AUTHORITY',
    'the name of the authority',
    () => ({ subject: nameOf('Example Client CA') }),
    (input) => ({
      ...input,
      history: { ...input.history, subjectIsAuthority: true },
    }),
  ),
];

/** What nobody here understands, or what has no place in a request. */
const unknown: readonly HostileCase[] = [
  by('EXTENSIONS_KNOWN', 'an extension that nobody knows', () => beside(extension('1.2.3.4', utf8('a')))),
  by('EXTENSIONS_KNOWN', 'an unknown extension, critical', () => beside(extension('1.2.3.4', utf8('a'), true))),
  by('EXTENSIONS_KNOWN', 'an unknown extension that is no DER', () => beside(extension('1.2.3.4', raw(0xff, 0xff)))),
  by('EXTENSIONS_KNOWN', 'a key usage that is a text', () => instead(extension('2.5.29.15', utf8('a')))),
  by('EXTENSIONS_KNOWN', 'names that are no list', () => instead(extension('2.5.29.17', utf8('cpo.example.org')))),
  by('EXTENSIONS_KNOWN', 'names wrapped twice too often', () =>
    instead(extension('2.5.29.17', writeOctetString(writeOctetString(writeSequence(dnsName('cpo.example.org')))))),
  ),
  by('EXTENSIONS_KNOWN', 'bytes behind the names', () =>
    instead(extension('2.5.29.17', Uint8Array.from([...writeSequence(dnsName('cpo.example.org')), 0]))),
  ),
  by('EXTENSIONS_KNOWN', 'the flag of an authority as text', () => beside(extension('2.5.29.19', utf8('TRUE')))),
  by('EXTENSIONS_KNOWN', 'an own place of revocation lists', () =>
    beside(
      extension(
        '2.5.29.31',
        writeSequence(
          writeSequence(writeExplicit(0, writeTlv('context', 0, true, uriName('http://evil.example/crl')))),
        ),
      ),
    ),
  ),
  by('EXTENSIONS_KNOWN', 'an own answerer about revocation', () =>
    beside(
      extension(
        '1.3.6.1.5.5.7.1.1',
        writeSequence(writeSequence(writeOid('1.3.6.1.5.5.7.48.1'), uriName('http://evil.example/'))),
      ),
    ),
  ),
  by('EXTENSIONS_KNOWN', 'never to be asked about revocation', () =>
    beside(extension('1.3.6.1.5.5.7.48.1.5', writeNull())),
  ),
  by('EXTENSIONS_KNOWN', 'an own certificate policy', () =>
    beside(extension('2.5.29.32', writeSequence(writeSequence(writeOid('2.23.140.1.2.2'))))),
  ),
  by('EXTENSIONS_KNOWN', 'the key identifier of another issuer', () =>
    beside(extension('2.5.29.35', writeSequence(writeImplicit(0, raw(1, 2, 3))))),
  ),
  by('EXTENSIONS_KNOWN', 'other names of the issuer', () =>
    beside(extension('2.5.29.18', writeSequence(dnsName('ca.example')))),
  ),
  by('EXTENSIONS_KNOWN', 'directory attributes', () =>
    beside(extension('2.5.29.9', writeSequence(attribute('2.5.4.72', utf8('admin'))))),
  ),
  by('EXTENSIONS_KNOWN', 'the poison of certificate transparency', () =>
    beside(extension('1.3.6.1.4.1.11129.2.4.3', writeNull(), true)),
  ),
  by('ATTRIBUTES_KNOWN', 'an attribute that nobody knows', () => ({ more: [attribute('1.2.3.4', utf8('a'))] })),
  by('ATTRIBUTES_KNOWN', 'an attribute beside those of OCPI', () => ({
    more: [attribute('1.2.3.4.5.6.7.8.4', writeSequence(utf8('DEABC')))],
  })),
  by('ATTRIBUTES_KNOWN', 'a password', () => ({ more: [attribute('1.2.840.113549.1.9.7', utf8('secret'))] })),
  by('ATTRIBUTES_KNOWN', 'extensions asked for in the way of Microsoft', () => ({
    more: [attribute('1.3.6.1.4.1.311.2.1.14', writeSequence(keyUsage(5)))],
  })),
  by('ATTRIBUTES_KNOWN', 'an attribute with a request inside', () => ({
    more: [attribute('1.2.3.4', craftCsr())],
  })),
  by('ATTRIBUTES_KNOWN', 'the names as attribute', () => ({
    more: [attribute('2.5.29.17', writeSequence(dnsName('evil.example')))],
  })),
];

export const hostileWishes: readonly HostileCase[] = [
  ...authority,
  ...usages,
  ...kinds,
  ...foreignNames,
  ...subjects,
  ...unknown,
];
