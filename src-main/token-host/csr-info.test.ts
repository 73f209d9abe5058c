import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCsrInfo } from './csr-info';
import { csrInfo } from './testing/csr-fixture';

const spkiOf = (namedCurve: string) =>
  new Uint8Array(generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' }));
const own = spkiOf('P-256');

test('a request for the key itself is one', () => {
  expect(checkCsrInfo(csrInfo(own), own)).toBeUndefined();
});

test('what OpenSSL makes is one, attributes included', () => {
  const pem = execFileSync(
    'openssl',
    [
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-384',
      '-nodes',
      '-keyout',
      '/dev/null',
      '-subj',
      '/C=DE/O=Ä GmbH/CN=x',
      '-addext',
      'subjectAltName=DNS:a.example',
      '-outform',
      'DER',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const parsed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: pem }).toString();
  const length = Number(/^\s*\d+:d=1\s+hl=(\d+)\s+l=\s*(\d+) cons: SEQUENCE/m.exec(parsed)![2]);
  const header = Number(/^\s*(\d+):d=1\s+hl=(\d+)/m.exec(parsed)![1]);
  const hl = Number(/^\s*\d+:d=1\s+hl=(\d+)/m.exec(parsed)![1]);
  const info = pem.subarray(header, header + hl + length);
  const key = execFileSync('openssl', ['req', '-inform', 'DER', '-pubkey', '-noout'], { input: pem });
  const spki = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: key });
  expect(checkCsrInfo(info, spki)).toBeUndefined();
});

test('a request for another key is refused', () => {
  expect(checkCsrInfo(csrInfo(spkiOf('P-256')), own)).toBe('the public key is another one');
});

test('another version is refused', () => {
  expect(checkCsrInfo(csrInfo(own, { version: 1 }), own)).toBe('version is not 0');
});

test('bytes behind the request are refused', () => {
  expect(checkCsrInfo(Uint8Array.of(...csrInfo(own), 0x05, 0x00), own)).toBe('bytes after the end');
});

test('a fifth part is refused', () => {
  expect(checkCsrInfo(csrInfo(own, { extra: Uint8Array.of(0x05, 0x00) }), own)).toBe('not a CertificationRequestInfo');
});

test('a to-be-signed certificate does not pass for a request', () => {
  const certificate = Uint8Array.of(0x30, 5, 0xa0, 3, 0x02, 1, 2);
  expect(checkCsrInfo(certificate, own)).toBe('not a CertificationRequestInfo');
});

test('no changed byte of the key, the version or the frame is signed', () => {
  const info = csrInfo(own);
  fc.assert(
    fc.property(fc.nat(info.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Uint8Array.from(info, (byte, i) => (i === at ? byte ^ flip : byte));
      // What may change is the subject's text and its tags' letters: the decoder of core judges those.
      const subject = Buffer.from(info).indexOf(Buffer.from([0x30, 12, 0x31]));
      const inSubject = at > subject && at < subject + 14;
      return inSubject || checkCsrInfo(changed, own) !== undefined;
    }),
  );
});

test.each([
  ['an indefinite length', [0x30, 0x80, 0, 0]],
  ['a length that is not the shortest', [0x30, 0x81, 0x01, 0x00]],
  ['a length with a leading zero', [0x30, 0x82, 0x00, 0x80]],
  ['a length beyond the end', [0x30, 0x05, 0x02]],
  ['a tag of many bytes', [0x3f, 0x1f, 0x00]],
  ['nothing but a tag', [0x30]],
])('%s is not DER', (_what, bytes) => {
  expect(checkCsrInfo(Uint8Array.from(bytes), own)).toBe('not DER');
});

test('nothing at all is refused, junk never throws', () => {
  expect(checkCsrInfo(new Uint8Array(), own)).toBe('not a CertificationRequestInfo');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => checkCsrInfo(junk, own) !== undefined));
});

test('very deep nesting is refused', () => {
  let attributes: number[] = [];
  for (let i = 0; i < 40; i++) attributes = [0xa0, attributes.length, ...attributes];
  const info = csrInfo(own);
  const inner = [...info.subarray(info[1]! > 0x80 ? 3 : 2, -2), ...attributes];
  const deep = Uint8Array.from([0x30, 0x81, inner.length, ...inner]);
  expect(checkCsrInfo(deep, own)).toBe('not DER');
});
