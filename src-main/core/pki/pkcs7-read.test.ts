import { expect, test } from 'vitest';
import {
  writeExplicit,
  writeNull,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTlv,
  writeUnsigned,
} from './der/der-writer.ts';
import { readInput } from './input-read.ts';
import { readPkcs7 } from './pkcs7-read.ts';
import { makeCertificate, makeCrl, nothing } from './testing/make-certificate.ts';
import { opensslMissing } from './testing/openssl.ts';
import { opensslFolder } from './testing/openssl-files.ts';

const certificate = makeCertificate();
const crl = makeCrl();

interface Parts {
  readonly type?: string;
  readonly certificates?: Uint8Array;
  readonly crls?: Uint8Array;
  readonly signers?: Uint8Array;
}

function envelope({
  type = '1.2.840.113549.1.7.2',
  certificates = nothing,
  crls = nothing,
  signers = nothing,
}: Parts): Uint8Array {
  const set = (tag: number, members: Uint8Array): Uint8Array =>
    members.length === 0 ? nothing : writeTlv('context', tag, true, members);
  const content = writeSequence(writeOid('1.2.840.113549.1.7.1'));
  const sets = [set(0, certificates), set(1, crls)];
  const signed = writeSequence(
    writeUnsigned(Uint8Array.of(1)),
    writeSetOf(),
    content,
    ...sets,
    writeTlv('universal', 17, true, signers),
  );
  return writeSequence(writeOid(type), writeExplicit(0, signed));
}

test('certificates and lists are found in an envelope as the very bytes they are', () => {
  const der = envelope({ certificates: certificate, crls: crl });
  const read = readPkcs7(der);
  expect(read).toMatchObject({ ok: true, value: { findings: [] } });
  const cut = (ranges: readonly { readonly start: number; readonly end: number }[] = []) =>
    ranges.map(({ start, end }) => der.slice(start, end));
  expect(read.ok && [...cut(read.value.certificates), ...cut(read.value.crls)]).toEqual([certificate, crl]);
});

test.each([
  ['nothing in it', {}, 'PKCS7_EMPTY'],
  ['a signer', { certificates: certificate, signers: writeSequence() }, 'PKCS7_SIGNED'],
  ['an attribute certificate', { certificates: writeTlv('context', 1, true, writeNull()) }, 'PKCS7_OTHER_MEMBER'],
])('an envelope with %s is remarked', (_, parts, code) => {
  const read = readPkcs7(envelope(parts));
  expect(read.ok && read.value.findings.map((finding) => finding.code)).toContain(code);
});

test('content of another type is no envelope of certificates', () => {
  expect(readPkcs7(envelope({ type: '1.2.840.113549.1.7.3' }))).toMatchObject({
    ok: false,
    error: { code: 'PKCS7_SHAPE' },
  });
});

test('bytes behind the envelope make it unreadable', () => {
  const der = envelope({ certificates: certificate });
  const longer = new Uint8Array([...der, 5, 0]);
  expect(readPkcs7(longer)).toEqual({ ok: false, error: { code: 'DER_TRAILING_BYTES', offset: der.length } });
});

test('an empty envelope is an item of its own, a full one gives its members', () => {
  const kinds = (der: Uint8Array): readonly string[] => readInput({ name: 'x', bytes: der }).map(({ kind }) => kind);
  expect(kinds(envelope({}))).toEqual(['pkcs7']);
  expect(kinds(envelope({ certificates: certificate, crls: crl }))).toEqual(['certificate', 'crl']);
});

test('members of a signed envelope say that nobody checked its signature', () => {
  const der = envelope({ certificates: certificate, signers: writeSequence() });
  expect(readInput({ name: 'x', bytes: der })).toMatchObject([{ tolerances: [{ code: 'INPUT_ENVELOPE_SIGNED' }] }]);
});

test.skipIf(opensslMissing)('an envelope by OpenSSL gives its certificate (needs openssl)', () => {
  using folder = opensslFolder();
  folder.write('der', certificate);
  folder.run('x509', '-inform', 'DER', '-in', '@der', '-out', '@pem');
  folder.run('crl2pkcs7', '-nocrl', '-certfile', '@pem', '-out', '@envelope');
  const items = readInput({ name: 'x', bytes: folder.read('envelope') });
  expect(items).toMatchObject([{ kind: 'certificate', der: certificate, wrapper: 'pkcs7', tolerances: [] }]);
});
