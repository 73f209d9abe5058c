import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyAlgorithms } from '../../shared/domain/key-algorithm';
import { readWhole } from './der-elements';
import { elementsOf } from './certificate-parts';
import { signatureIdentifier } from './signature-identifiers';
import { checkTbsCertificate } from './tbs-certificate';
import {
  aki,
  basicConstraints,
  certificateOf,
  der,
  ECDSA_SHA256,
  extension,
  keyIdOf,
  ski,
  tbsCertificate,
  type TbsWish,
} from './testing/certificate-fixture';
import { temporaryFolder } from './testing/host-under-test';
import { csrInfo } from './testing/csr-fixture';

const spkiOf = (namedCurve: string) =>
  new Uint8Array(generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' }));
const own = spkiOf('P-256');
const other = spkiOf('P-256');
const signer = { spki: own, algorithm: ECDSA_SHA256 };

const leaf = (more: Partial<TbsWish> = {}) =>
  tbsCertificate({ spki: other, extensions: [aki(keyIdOf(own)), ski(keyIdOf(other))], ...more });
const root = (more: Partial<TbsWish> = {}) =>
  tbsCertificate({
    spki: own,
    issuer: 'ca',
    subject: 'ca',
    extensions: [basicConstraints(true), ski(keyIdOf(own))],
    ...more,
  });
const check = (tbs: Uint8Array, issuer?: Uint8Array) => checkTbsCertificate(tbs, signer, issuer);

test('a leaf of this authority is signed', () => {
  expect(check(leaf())).toBeUndefined();
});

test.each([
  ['without an authority key identifier', []],
  ['with its own', [aki(keyIdOf(own))]],
])('its own root is signed, %s', (_how, extensions) => {
  expect(check(root({ extensions: [basicConstraints(true), ...extensions] }))).toBeUndefined();
});

test('a self-issued certificate for another key, as a rollover wants it, is signed', () => {
  expect(check(leaf({ issuer: 'ca', subject: 'ca' }))).toBeUndefined();
});

test('a self-signed one that names another authority key is refused', () => {
  expect(check(root({ extensions: [aki(keyIdOf(other))] }))).toMatch(/authority key identifier/);
});

test.each([
  ['none', []],
  ['that of another key', [aki(keyIdOf(other))]],
  ['an issuer by name and serial only', [extension('551d23', der(0x30, der(0x82, Uint8Array.of(1))))]],
])('another key is not certified with an authority key identifier of: %s', (_what, extensions) => {
  expect(check(leaf({ extensions: [...extensions, ski(keyIdOf(other))] }))).toMatch(/authority key identifier/);
});

test('another key under our own name is not certified without our key identifier', () => {
  expect(check(leaf({ issuer: 'ca', subject: 'ca', extensions: [basicConstraints(true)] }))).toMatch(
    /authority key identifier/,
  );
});

test('the signing key is not certified under another name', () => {
  expect(check(root({ issuer: 'parent', extensions: [aki(keyIdOf(own))] }))).toMatch(/another name/);
});

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

test.each([
  ['020100', false],
  ['0201ff', false],
  ['02020001', false],
  ['020180', false],
  ['0200', false],
  [`0215${'7f'.repeat(21)}`, false],
  ['02020080', true],
  [`0214${'7f'.repeat(20)}`, true],
])('the serial number %s is taken: %s', (serial, taken) => {
  expect(check(leaf({ serial: hex(serial) }))).toBe(
    taken ? undefined : 'the serial number is not positive or too long',
  );
});

test.each([
  ['version 1, left out', { version: new Uint8Array() }, 'not a TBSCertificate'],
  ['version 2', { version: hex('a003020101') }, 'version is not 3'],
  ['SHA-1', { algorithm: hex('300906072a8648ce3d0401') }, 'another signature algorithm is named'],
  ['another curve’s hash', { algorithm: hex('300a06082a8648ce3d040303') }, 'another signature algorithm is named'],
  ['an end before the beginning', { validity: ['270101000000Z', '260101000000Z'] }, 'the validity is not in order'],
  [
    'a year before 2050 as GeneralizedTime',
    { validity: ['260101000000Z', '20490101000000Z'] },
    'the validity is not in order',
  ],
  ['a time without seconds', { validity: ['2601010000Z', '20560101000000Z'] }, 'the validity is not in order'],
  ['a time with an offset', { validity: ['260101000000Z', '270101000000+0100'] }, 'the validity is not in order'],
  ['a key that is none', { spki: hex('30020500') }, 'not a public key'],
  ['no extensions', { extensions: [] }, 'an extension comes twice or is not DER'],
  ['a part behind the extensions', { more: [hex('0500')] }, 'not a TBSCertificate'],
] as const)('%s is refused', (_what, change, why) => {
  expect(check(leaf(change))).toBe(why);
});

test('an extension that comes twice is refused', () => {
  const id = aki(keyIdOf(own));
  expect(check(leaf({ extensions: [id, id] }))).toBe('an extension comes twice or is not DER');
});

test.each([
  ['an indefinite length', hex('30800000')],
  ['two values', hex('05000500')],
  ['nothing', new Uint8Array()],
])('an extension with %s in it is refused', (_what, value) => {
  expect(check(leaf({ extensions: [aki(keyIdOf(own)), extension('551d13', value)] }))).toMatch(/not DER/);
});

test.each(['010100', '010101'])('a critical flag %s, which is not DER, is refused', (flag) => {
  const odd = extension('551d13', hex('3000'), hex(flag));
  expect(check(leaf({ extensions: [aki(keyIdOf(own)), odd] }))).toMatch(/not DER/);
});

test('bytes behind the certificate are refused', () => {
  expect(check(Uint8Array.of(...leaf(), 0x05, 0x00))).toBe('not DER');
});

test('a request does not pass for a certificate, nor does a whole certificate', () => {
  expect(check(csrInfo(own))).toBe('not a TBSCertificate');
  expect(check(certificateOf(leaf(), ECDSA_SHA256, Uint8Array.of(1)))).toBe('not a TBSCertificate');
});

test('junk is refused and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (junk) => check(junk) !== undefined),
    { numRuns: 200 },
  );
});

test('no changed byte of the frame, the algorithm or the authority key identifier is signed', () => {
  const tbs = Buffer.from(leaf());
  const places = [0, 1, 2, 3, 4, 5, 6];
  for (const part of [ECDSA_SHA256, keyIdOf(own)]) {
    const at = tbs.indexOf(part);
    expect(at).toBeGreaterThan(0);
    for (let i = 0; i < part.length; i++) places.push(at + i);
  }
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Uint8Array.from(tbs, (byte, i) => (i === at ? byte ^ flip : byte));
      return check(changed) !== undefined;
    }),
  );
});

test('every cut is refused', () => {
  const tbs = leaf();
  for (let length = 0; length < tbs.length; length++) expect(check(tbs.subarray(0, length))).toBeDefined();
});

const oldId = hex('aa'.repeat(32));
const oldCa = (wish: Partial<TbsWish> = {}) =>
  certificateOf(root({ extensions: [ski(oldId)], ...wish }), ECDSA_SHA256, hex('00'));

test('an authority with a key identifier of another kind signs by its certificate', () => {
  const tbs = leaf({ extensions: [aki(oldId)] });
  expect(check(tbs)).toMatch(/authority key identifier/);
  expect(check(tbs, oldCa())).toBeUndefined();
});

test('with such a certificate the usual key identifier does not do', () => {
  expect(check(leaf(), oldCa())).toMatch(/authority key identifier/);
});

test('a certificate without a key identifier leaves the usual one', () => {
  expect(check(leaf(), oldCa({ extensions: [basicConstraints(true)] }))).toBeUndefined();
});

test.each([
  ['of another key', { spki: other }],
  ['of another name', { subject: 'somebody' }],
])('an issuer certificate %s is refused', (_what, wish) => {
  expect(check(leaf({ extensions: [aki(oldId)] }), oldCa(wish))).toMatch(/issuer certificate/);
});

test('an issuer certificate that is none is refused', () => {
  expect(check(leaf(), hex('3000'))).toMatch(/issuer certificate/);
});

test('what OpenSSL writes is signed, with many extensions', () => {
  const folder = temporaryFolder('tbs');
  try {
    const at = (name: string) => join(folder.path, name);
    const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const subject = ['-subj', '/C=DE/O=Ä GmbH/CN=ca'];
    openssl('req', '-x509', ...key, ...subject, '-keyout', at('ca.key'), '-out', at('ca.pem'));
    openssl('req', '-new', ...key, '-subj', '/CN=leaf', '-keyout', at('leaf.key'), '-out', at('leaf.csr'));
    writeFileSync(
      at('ext'),
      'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n' +
        'extendedKeyUsage=clientAuth\nsubjectAltName=DNS:a.example,IP:192.0.2.1,URI:https://a.example\ncrlDistributionPoints=URI:http://a.example/crl\n',
    );
    const ca = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('ext')];
    openssl('x509', '-req', '-in', at('leaf.csr'), ...ca, '-out', at('leaf.pem'), '-sha256');
    const tbsOf = (name: string) => {
      const [tbs] = elementsOf(readWhole(openssl('x509', '-in', at(name), '-outform', 'DER')), 0x30)!;
      return tbs!.whole;
    };
    const pem = openssl('x509', '-in', at('ca.pem'), '-pubkey', '-noout');
    const spki = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: pem });
    expect(checkTbsCertificate(tbsOf('ca.pem'), { spki, algorithm: ECDSA_SHA256 })).toBeUndefined();
    expect(checkTbsCertificate(tbsOf('leaf.pem'), { spki, algorithm: ECDSA_SHA256 })).toBeUndefined();
    expect(checkTbsCertificate(tbsOf('leaf.pem'), signer)).toMatch(/authority key identifier/);
  } finally {
    folder.remove();
  }
});

test.each(keyAlgorithms)('the identifier of %s is a whole element', (algorithm) => {
  for (const padding of ['pkcs1', 'pss'] as const) {
    expect(readWhole(signatureIdentifier(algorithm, padding))?.tag).toBe(0x30);
  }
});
