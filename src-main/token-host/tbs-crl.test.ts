import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTbsCrl } from './tbs-crl';
import {
  aki,
  basicConstraints,
  certificateOf,
  der,
  ECDSA_SHA256,
  extension,
  keyIdOf,
  nameOf,
  ski,
  tbsCertificate,
} from './testing/certificate-fixture';

const spkiOf = () =>
  new Uint8Array(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }));
const own = spkiOf();
const other = spkiOf();
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const text = (value: string) => new TextEncoder().encode(value);
const time = (value: string) => der(value.length > 13 ? 0x18 : 0x17, text(value));
const caOf = (spki: Uint8Array, subject: string, ...more: readonly Uint8Array[]) =>
  certificateOf(
    tbsCertificate({ spki, issuer: subject, subject, extensions: [basicConstraints(true), ...more] }),
    ECDSA_SHA256,
    Uint8Array.of(1),
  );
const ca = caOf(own, 'ca', ski(keyIdOf(own)));

const number = (value = '020107') => extension('551d14', hex(value));
const entry = (serial: string, ...extensions: readonly Uint8Array[]) =>
  der(0x30, hex(serial), time('260105000000Z'), ...(extensions.length === 0 ? [] : [der(0x30, ...extensions)]));

interface Wish {
  readonly version?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly updates?: readonly [string, string];
  readonly entries?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
}
const keyCompromise = extension('551d15', hex('0a0101'));

function crl(wish: Wish = {}): Uint8Array {
  const [from, to] = wish.updates ?? ['260101000000Z', '260108000000Z'];
  return der(
    0x30,
    wish.version ?? hex('020101'),
    wish.algorithm ?? ECDSA_SHA256,
    wish.issuer ?? nameOf('ca'),
    time(from),
    time(to),
    ...(wish.entries === undefined ? [] : [der(0x30, ...wish.entries)]),
    der(0xa0, der(0x30, ...(wish.extensions ?? [aki(keyIdOf(own)), number()]))),
    ...(wish.more ?? []),
  );
}
const check = (tbs: Uint8Array, issuer = ca) => checkTbsCrl(tbs, { spki: own, algorithm: ECDSA_SHA256 }, issuer);

test.each([
  ['without entries', {}],
  ['with entries', { entries: [entry('02010a'), entry('0202012c', keyCompromise)] }],
  ['until after 2049', { updates: ['491231000000Z', '20500101000000Z'] }],
] as const)('a list of this authority is signed, %s', (_how, wish) => {
  expect(check(crl(wish))).toBeUndefined();
});

test.each([
  ['version 1', { version: hex('020100') }, 'version is not 2'],
  ['no version', { version: new Uint8Array() }, 'not a TBSCertList'],
  ['another hash', { algorithm: hex('300a06082a8648ce3d040303') }, 'another signature algorithm is named'],
  ['no issuer', { issuer: hex('3000') }, 'no issuer'],
  ['another issuer', { issuer: nameOf('cb') }, 'the given issuer certificate is not one of the signing key'],
  ['an end before its beginning', { updates: ['260108000000Z', '260101000000Z'] }, 'the updates are not in order'],
  ['an empty list', { entries: [] }, 'an entry is not one'],
  [
    'a serial number twice',
    { entries: [entry('020107'), entry('020107')] },
    'a serial number comes twice or out of order',
  ],
  [
    'a falling serial number',
    { entries: [entry('0202012c'), entry('02010a')] },
    'a serial number comes twice or out of order',
  ],
  ['a negative serial number', { entries: [entry('0201ff')] }, 'an entry is not one'],
  [
    'an entry for another issuer',
    { entries: [entry('02010a', extension('551d1d', hex('3000')))] },
    'an entry is not one',
  ],
  ['no number', { extensions: [aki(keyIdOf(own))] }, 'the CRL number is missing or not positive'],
  ['number 0', { extensions: [aki(keyIdOf(own)), number('020100')] }, 'the CRL number is missing or not positive'],
  [
    'an extension twice',
    { extensions: [aki(keyIdOf(own)), number(), number()] },
    'an extension comes twice or is not DER',
  ],
  [
    'another key identifier',
    { extensions: [aki(keyIdOf(other)), number()] },
    'the authority key identifier is not that of the signing key',
  ],
  ['no key identifier', { extensions: [number()] }, 'the authority key identifier is not that of the signing key'],
  [
    'a delta',
    { extensions: [aki(keyIdOf(own)), number(), extension('551d1b', hex('020106'), hex('0101ff'))] },
    'an extension that a whole list of ours does not have',
  ],
  ['something behind it', { more: [hex('0500')] }, 'not a TBSCertList'],
] as const)('%s is refused', (_what, wish, why) => {
  expect(check(crl(wish))).toBe(why);
});

test('the certificate has to be of the signing key', () => {
  expect(check(crl(), caOf(other, 'ca'))).toBe('the given issuer certificate is not one of the signing key');
});

test('an older authority with a key identifier of its own kind signs by it', () => {
  const id = hex('0102030405');
  expect(check(crl({ extensions: [aki(id), number()] }), caOf(own, 'ca', ski(id)))).toBeUndefined();
  expect(check(crl(), caOf(own, 'ca', ski(id)))).toMatch(/authority key identifier/);
});

test('a certificate is no list', () => {
  expect(check(tbsCertificate({ spki: other, extensions: [aki(keyIdOf(own))] }))).toBe('not a TBSCertList');
});

const whole = crl({ entries: [entry('02010a', keyCompromise), entry('0202012c')] });

test('every shorter and longer list is refused', () => {
  for (let length = 0; length < whole.length; length++) expect(check(whole.slice(0, length))).toBeDefined();
  expect(check(Uint8Array.of(...whole, 0))).toBeDefined();
});

test('no change of an octet breaks the walk, and one of the frame is refused', () => {
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = whole.map((octet, i) => (i === at ? octet ^ change : octet));
      const fault = check(changed);
      const isFrame = at < 17;
      expect(isFrame && fault === undefined).toBe(false);
    }),
  );
});
