import { keyAlgorithms, type KeyPurpose } from '../../../../../shared/domain/key-algorithm.ts';
import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import {
  writeContextSetOf,
  writeOctetString,
  writeOid,
  writeSequence,
  writeTlv,
  writeTrue,
} from '../../der/der-writer.ts';
import { readPem } from '../../pem.ts';
import { readmeStyleCsr, referenceStyleCsr } from '../csr-vectors.ts';
import { makeCsr, sampleSpec, testKey } from '../make-csr.ts';
import { type HonestCase, partner } from './context.ts';
import {
  altNames,
  attribute,
  clientAuth,
  craftCsr,
  type CsrParts,
  dnsName,
  extendedUsage,
  extension,
  extensionRequest,
  keyGroup,
  keyUsage,
  oids,
  parties,
  rdn,
  serverAuth,
  starts,
  type StringTag,
  subjectOf,
  text,
  usualExtensions,
  utf8,
} from './craft.ts';

const honest = (story: string, change: () => Partial<CsrParts>, around?: HonestCase['around']): HonestCase => ({
  story,
  der: () => craftCsr(change()),
  around,
});

const vector = (pem: string) => (): Uint8Array => {
  const read = readPem(pem);
  const der = read.ok ? read.value.blocks[0]?.der : undefined;
  if (der === undefined) throw new Error('no PEM');
  return der;
};

const asPurpose =
  (purpose: KeyPurpose): HonestCase['around'] =>
  (input) => ({ ...input, purpose, issuer: input.issuer && { ...input.issuer, kinds: [purpose] } });

/** As the console makes them. */
const ours: readonly HonestCase[] = [
  ...keyAlgorithms.flatMap((algorithm): HonestCase[] =>
    (['sequence', 'set'] as const).map((encoding) => ({
      story: `the console’s own with ${algorithm}, ids as ${encoding}`,
      der: () => makeCsr({ ...sampleSpec, encoding }, testKey(algorithm)).der,
    })),
  ),
  ...(['rsa-3072', 'rsa-4096'] as const).map((algorithm): HonestCase => ({
    story: `the console’s own with ${algorithm}, signed as PSS`,
    der: () => makeCsr(sampleSpec, testKey(algorithm), 'pss').der,
  })),
  ...(['tls-server', 'object-signing', 'identity'] as const).map((purpose): HonestCase => ({
    story: `the console’s own for ${purpose}`,
    der: () => makeCsr({ ...sampleSpec, purpose }, testKey('ec-p256')).der,
    around: asPurpose(purpose),
  })),
  {
    story: 'the console’s own without names, times and serial number',
    der: () =>
      makeCsr({ ...sampleSpec, san: [], notBefore: undefined, notAfter: undefined, keySerial: '' }, testKey('ec-p256'))
        .der,
  },
];

const withoutReferenceNames: HonestCase['around'] = (input) => ({
  ...input,
  partner: { ...partner, allowedNames: ['dns:cpo.example.org', 'mail:cpo.example.org'] },
  strike: {
    ...input.strike,
    names: [
      { kind: 'ip', value: '192.168.10.10' },
      { kind: 'mail', value: 'admin@example.com' },
      { kind: 'mail', value: 'tech@example.com' },
      { kind: 'uri', value: 'https://example.com/api/' },
      { kind: 'uri', value: 'urn:acme:device:1234' },
    ],
  },
});

const setOf = (oid: string, ...ids: readonly string[]): Uint8Array => attribute(oid, ...ids.map(utf8));
const wrapped = extension('2.5.29.17', writeOctetString(writeSequence(dnsName('cpo.example.org'))), true);

/** As the reference implementation and its documentation have them. */
const reference: readonly HonestCase[] = [
  { story: 'the reference implementation’s', der: vector(referenceStyleCsr.pem) },
  { story: 'the one of its documentation', der: vector(readmeStyleCsr.pem) },
  {
    story: 'the reference implementation’s, its invented names taken out',
    der: vector(referenceStyleCsr.pem),
    around: withoutReferenceNames,
  },
  honest('a sub-EMSP id with the star of its tests', () => ({
    claims: { subEmspIds: setOf(oids.subEmspIds, 'DE*GDF') },
  })),
  honest('all ids as SET', () => ({
    claims: {
      partyIds: setOf(oids.partyIds, 'DEGEF', 'DEGE2'),
      subCpoIds: setOf(oids.subCpoIds, 'DE*GEF', 'DE*GE2'),
      subEmspIds: setOf(oids.subEmspIds, 'DE-GDF'),
    },
  })),
  honest('ids half as SET and half as SEQUENCE, each list by itself', () => ({
    claims: { partyIds: setOf(oids.partyIds, 'DEGEF') },
  })),
  honest('names in an OCTET STRING too many', () => ({ extensions: [keyUsage(0, 2), wrapped] })),
  honest('an elliptic key with key encipherment', () => ({
    extensions: [keyUsage(0, 2), extendedUsage(clientAuth), altNames(dnsName('cpo.example.org'))],
  })),
  honest(
    'a server’s request, which has no extended usage',
    () => ({ extensions: [keyUsage(0, 2), altNames(dnsName('cpo.example.org'))] }),
    asPurpose('tls-server'),
  ),
  honest(
    'a server’s request with its usage',
    () => ({ extensions: [keyUsage(0), extendedUsage(serverAuth), altNames(dnsName('cpo.example.org'))] }),
    asPurpose('tls-server'),
  ),
  honest('P-384 signed with SHA-256 as the reference does', () => ({ signer: 'ec-p384' })),
  honest('a start that is off by the offset of a host', () => ({
    claims: { notBefore: starts('2025-12-30T22:00:00Z') },
  })),
];

const inForm = (form: StringTag) => (id: string) => text(form, id);

/** As other tool kits write. */
const otherKits: readonly HonestCase[] = [
  ...(['printable', 'ia5', 'teletex', 'visible', 'bmp', 'universal'] as const).map((form) =>
    honest(`party ids as ${form} string`, () => ({
      claims: { partyIds: attribute(oids.partyIds, writeSequence(...['DEGEF', 'DEGE2'].map(inForm(form)))) },
    })),
  ),
  ...(['printable', 'ia5', 'teletex', 'bmp', 'universal'] as const).map((form) =>
    honest(`the organisation as ${form} string`, () => ({
      subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Example CPO', form)),
    })),
  ),
  honest('a country as UTF8String', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('C', 'DE', 'utf8')),
  })),
  honest('a key group as PrintableString', () => ({
    claims: { keyGroupId: attribute(oids.keyGroupId, text('printable', 'cpo1-emsp1-key')) },
  })),
  honest('times as GeneralizedTime', () => ({
    claims: {
      notBefore: attribute(oids.notBefore, writeTlv('universal', 24, false, encodeUtf8('20260101000000Z'))),
      notAfter: attribute(oids.notAfter, writeTlv('universal', 24, false, encodeUtf8('20260115000000Z'))),
    },
  })),
  honest('a critical flag that is spelled out as false', () => ({
    extensions: [
      writeSequence(
        writeOid('2.5.29.37'),
        writeTlv('universal', 1, false, Uint8Array.of(0)),
        writeOctetString(writeSequence(writeOid(clientAuth))),
      ),
      keyUsage(0),
    ],
  })),
  honest('the word that it is no authority', () => ({
    extensions: [...usualExtensions, extension('2.5.29.19', writeSequence(), true)],
  })),
  honest('the word that it is no authority, spelled out', () => ({
    extensions: [
      ...usualExtensions,
      extension('2.5.29.19', writeSequence(writeTlv('universal', 1, false, Uint8Array.of(0)))),
    ],
  })),
  honest('a key identifier', () => ({
    extensions: [...usualExtensions, extension('2.5.29.14', writeOctetString(new Uint8Array(20).fill(3)))],
  })),
  honest('critical names', () => ({
    extensions: [
      keyUsage(0),
      writeSequence(writeOid('2.5.29.17'), writeTrue(), writeOctetString(writeSequence(dnsName('cpo.example.org')))),
    ],
  })),
  honest('key usage with zeros behind', () => ({
    extensions: [extension('2.5.29.15', Uint8Array.of(3, 2, 0, 0x80), true)],
  })),
  honest('key agreement', () => ({ extensions: [keyUsage(0, 4), extendedUsage(clientAuth)] })),
  honest('a request without a requested extension', () => ({
    attributes: writeContextSetOf(0, keyGroup('cpo1-emsp1-key'), parties('DEGEF')),
  })),
  honest('an empty list of extensions', () => ({
    attributes: writeContextSetOf(0, extensionRequest(), parties('DEGEF')),
  })),
  honest('a request without attributes', () => ({ attributes: writeContextSetOf(0) })),
  honest('a request without even the list of attributes', () => ({ attributes: new Uint8Array(0) })),
  honest('a serial number of the key as PrintableString', () => ({
    more: [attribute(oids.keySerialNumber, text('printable', '1234'))],
  })),
];

export const honestKits: readonly HonestCase[] = [...ours, ...reference, ...otherKits];
