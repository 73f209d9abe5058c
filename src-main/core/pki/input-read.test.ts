import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toBase64, toBase64Url } from '../../../shared/util/base64.ts';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { toHex } from '../../../shared/util/hex.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import type { InputItem } from './input/input-item.ts';
import { toleranceText } from './input/input-item.ts';
import { unreadableText } from './input/unreadable-text.ts';
import { readInput } from './input-read.ts';
import { writePem } from './pem.ts';
import { writeRenewalRequest } from './renewal.ts';
import { readmeStyleCsr, referenceStyleCsr } from './testing/csr-vectors.ts';
import { makeCertificate, makeCrl } from './testing/make-certificate.ts';
import { makeCsr, sampleSpec, testKey } from './testing/make-csr.ts';
import { createDice, mutateBytes } from './testing/mutate.ts';
import { makeZip } from './testing/make-zip.ts';

const csr = makeCsr(sampleSpec, testKey('ec-p256')).der;
const certificate = makeCertificate();
const crl = makeCrl();
const { spki } = testKey('ec-p256');
const csrPem = writePem('CERTIFICATE REQUEST', csr);
const certificatePem = writePem('CERTIFICATE', certificate);

const open = (content: Uint8Array | string): readonly InputItem[] =>
  readInput({ name: 'file', bytes: typeof content === 'string' ? encodeUtf8(content) : content });
const kindsOf = (items: readonly InputItem[]): readonly string[] => items.map(({ kind }) => kind);
const tolerancesOf = (items: readonly InputItem[]): readonly string[] =>
  [...new Set(items.flatMap(({ tolerances }) => tolerances.map(({ code }) => code)))].toSorted();

test.each([
  ['csr', csr, 'CERTIFICATE REQUEST'],
  ['certificate', certificate, 'CERTIFICATE'],
  ['crl', crl, 'X509 CRL'],
  ['public-key', spki, 'PUBLIC KEY'],
])('a %s is found as DER and as PEM, with its very bytes', (kind, der, label) => {
  const expected = [{ kind, der, sourceName: 'file', position: 0, wrapper: null, fault: null, tolerances: [] }];
  expect(open(der)).toMatchObject(expected);
  expect(open(writePem(label, der))).toMatchObject(expected);
});

const wrapped = (text: string): string => text.replaceAll('\n', '\\n');
test.each([
  ['CR LF', csrPem.replaceAll('\n', '\r\n'), ['PEM_CRLF']],
  ['text around', `Dear Sirs,\n\n${csrPem}\nBye\n`, ['PEM_TEXT_AROUND']],
  ['base64 alone', toBase64(csr), ['PEM_NO_ARMOUR']],
  ['base64url', toBase64Url(csr), ['INPUT_BASE64URL']],
  ['hex', toHex(csr), ['INPUT_HEX']],
  ['hex with colons', toHex(csr).replaceAll(/(..)(?!$)/g, '$1:'), ['INPUT_HEX']],
  ['a byte order mark', `\ufeff${csrPem}`, ['INPUT_BYTE_ORDER_MARK']],
  ['escaped line ends', `"${wrapped(csrPem)}`, ['INPUT_ESCAPED_LINES']],
  ['another label', writePem('CERTIFICATE', csr), ['INPUT_LABEL']],
  ['a JSON string', JSON.stringify(csrPem), ['INPUT_JSON_AROUND']],
  ['a member of some JSON', JSON.stringify({ data: [{ pem: csrPem }] }), ['INPUT_JSON_AROUND']],
])('a request is found with %s, and that is told', (_, text, tolerances) => {
  const items = open(text);
  expect(items.map(({ kind, der }) => ({ kind, der }))).toEqual([{ kind: 'csr', der: csr }]);
  expect(tolerancesOf(items)).toEqual(tolerances);
  expect(items.flatMap((item) => item.tolerances.map(toleranceText)).filter((text) => text.includes('?'))).toEqual([]);
});

test('UTF-16 of either order is read', () => {
  const little = concatBytes(Uint8Array.of(0xff, 0xfe), new Uint8Array(Buffer.from(csrPem, 'utf16le')));
  const big = concatBytes(Uint8Array.of(0xfe, 0xff), new Uint8Array(Buffer.from(csrPem, 'utf16le').swap16()));
  expect([little, big].map((bytes) => open(bytes).map(({ der }) => der))).toEqual([[csr], [csr]]);
  expect(tolerancesOf(open(big))).toEqual(['INPUT_UTF16']);
});

test('several blocks of several kinds are all found, each with its place', () => {
  const items = open(csrPem + certificatePem + writePem('X509 CRL', crl));
  expect(kindsOf(items)).toEqual(['csr', 'certificate', 'crl']);
  expect(items[1]?.position).toBe(csrPem.length);
  expect(tolerancesOf(items)).toEqual(['PEM_SEVERAL_BLOCKS']);
});

test('DER values one after the other are all found; anything else behind one makes the file unreadable', () => {
  expect(open(concatBytes(csr, certificate)).map(({ kind, position }) => [kind, position])).toEqual([
    ['csr', 0],
    ['certificate', csr.length],
  ]);
  const [item] = open(concatBytes(csr, Uint8Array.of(5, 0)));
  expect(item).toMatchObject({ kind: 'unreadable', fault: { code: 'DER_TRAILING_BYTES', offset: csr.length } });
});

test('one document per line of base64 is found', () => {
  const items = open(`${toBase64(csr)}\n${toBase64(certificate)}\n`);
  expect(items.map(({ kind, position }) => [kind, position])).toEqual([
    ['csr', 0],
    ['certificate', toBase64(csr).length + 1],
  ]);
});

test('one document per line is found where no line needs padding, and the lines together are base64 as well', () => {
  const key = (): Uint8Array =>
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'der', type: 'spki' });
  const lines = [key(), key()].map((spki) => toBase64(new Uint8Array(spki)));
  expect(lines.map((line) => line.endsWith('='))).toEqual([false, false]);
  expect(open(lines.join('\n')).map(({ kind }) => kind)).toEqual(['public-key', 'public-key']);
});

describe('OCPI messages', () => {
  test('a renewal request gives its CSR with the callback', () => {
    expect(open(writeRenewalRequest(csr, 'cb-1'))).toMatchObject([
      { kind: 'csr', der: csr, wrapper: 'renewal-request', callbackId: 'cb-1', tolerances: [] },
    ]);
  });

  test('its other spelling is told', () => {
    const items = open(JSON.stringify({ csr: csrPem, callback_id: 'cb-2' }));
    expect(items).toMatchObject([{ kind: 'csr', callbackId: 'cb-2', tolerances: [{ code: 'INPUT_JSON_SNAKE_CASE' }] }]);
  });

  test('a renewed certificate gives its chain in order', () => {
    const items = open(JSON.stringify({ certificateChain: certificatePem + certificatePem }));
    expect(items.map(({ kind, wrapper }) => [kind, wrapper])).toEqual([
      ['certificate', 'renewed-certificate'],
      ['certificate', 'renewed-certificate'],
    ]);
  });

  test('in an answer around it the message is found all the same', () => {
    const answer = { status_code: 1000, data: { csr: csrPem, callbackId: 'cb-3' } };
    expect(open(JSON.stringify(answer))).toMatchObject([{ kind: 'csr', callbackId: 'cb-3' }]);
  });

  test('one with nothing in it is an item of its own', () => {
    expect(kindsOf(open(JSON.stringify({ certificateChain: '' })))).toEqual(['renewed-certificate']);
    expect(kindsOf(open(JSON.stringify({ csr: ' ', callbackId: 'x' })))).toEqual(['renewal-request']);
  });
});

describe('private keys', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const sec1 = new Uint8Array(privateKey.export({ format: 'der', type: 'sec1' }));
  const encrypted = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
  const legacy = `-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMTIz\n-----END EC PRIVATE KEY-----\n`;

  test.each([
    ['PKCS#8', pkcs8],
    ['SEC 1', sec1],
    ['broken PKCS#8', concatBytes(pkcs8, Uint8Array.of(10))],
    ['PEM', writePem('PRIVATE KEY', pkcs8)],
    ['PEM with another label', writePem('CERTIFICATE', pkcs8)],
    ['base64', toBase64(sec1)],
    ['encrypted PEM', String(privateKey.export(encrypted))],
    ['old encrypted PEM', legacy],
    ['PEM without an end', writePem('PRIVATE KEY', pkcs8).slice(0, 100)],
    ['PEM with a wrong end', writePem('PRIVATE KEY', pkcs8).replace('END PRIVATE', 'END PUBLIC')],
  ])('as %s are told and not kept', (_, content) => {
    expect(open(content)).toMatchObject([
      { kind: 'unreadable', der: new Uint8Array(0), fault: { code: 'INPUT_PRIVATE_KEY' } },
    ]);
  });

  test('beside a certificate do not hide it', () => {
    expect(kindsOf(open(writePem('PRIVATE KEY', pkcs8) + certificatePem))).toEqual(['unreadable', 'certificate']);
  });
});

test.each([
  ['nothing', '', 'INPUT_EMPTY'],
  ['a letter', 'Dear Sirs', 'INPUT_NOTHING_FOUND'],
  ['JSON of something else', '{"id": 1}', 'INPUT_JSON'],
  ['a compressed file', Uint8Array.of(0x1f, 0x8b, 8, 0), 'INPUT_COMPRESSED'],
  ['DER of something else', Uint8Array.of(0x30, 3, 2, 1, 5), 'INPUT_OTHER_DER'],
  ['BER', Uint8Array.of(0x30, 0x80, 0, 0), 'DER_LENGTH_INDEFINITE'],
  ['a cut request', csr.slice(0, 100), 'DER_TRUNCATED'],
  ['a block without an end', csrPem.slice(0, 200), 'PEM_UNTERMINATED'],
  ['a block with a wrong character', csrPem.replace('MII', 'M?I'), 'PEM_BASE64'],
])('%s is unreadable, with a sentence', (_, content, code) => {
  const [item, ...rest] = open(content);
  expect(rest).toEqual([]);
  expect(item).toMatchObject({ kind: 'unreadable', fault: { code } });
  expect(item?.fault && unreadableText(item.fault)).toMatch(/^[A-Z].*[^{}]\.$/);
});

test('a broken block does not hide the good one behind it, and its text is kept', () => {
  const broken = csrPem.replace('MII', 'M?I');
  const items = open(broken + certificatePem);
  expect(kindsOf(items)).toEqual(['unreadable', 'certificate']);
  expect(Buffer.from(items[0]?.der ?? []).toString()).toBe(broken);
});

test('two broken blocks are two unreadable items', () => {
  const broken = csrPem.replace('MII', 'M?I');
  expect(kindsOf(open(broken + broken))).toEqual(['unreadable', 'unreadable']);
});

test('a begin line in the middle of a line is found to be nothing', () => {
  expect(open('x -----BEGIN CERTIFICATE-----')).toMatchObject([{ fault: { code: 'INPUT_NOTHING_FOUND' } }]);
});

describe('a zip', () => {
  const pem = { name: 'a/one.pem', content: encodeUtf8(csrPem) };

  test('gives what is in its files, under their names', () => {
    const items = open(
      makeZip([pem, { name: 'two.der', content: certificate }, { name: 'folder/', content: new Uint8Array(0) }]),
    );
    expect(items.map(({ kind, sourceName }) => [kind, sourceName])).toEqual([
      ['csr', 'file!a/one.pem'],
      ['certificate', 'file!two.der'],
    ]);
  });

  test('stored files are read too', () => {
    expect(kindsOf(open(makeZip([{ ...pem, method: 0 }])))).toEqual(['csr']);
  });

  test('a name that climbs out stays a text', () => {
    expect(open(makeZip([{ ...pem, name: '../../etc/passwd' }]))[0]?.sourceName).toBe('file!../../etc/passwd');
  });

  test.each([
    ['an encrypted file', { flags: 1 }, 'ZIP_FILE_ENCRYPTED'],
    ['an unknown method', { method: 14 }, 'ZIP_FILE_METHOD'],
    ['a wrong checksum', { crc: 1 }, 'ZIP_FILE_BROKEN'],
    ['a bomb', { content: new Uint8Array(12_000_000) }, 'ZIP_FILE_TOO_LARGE'],
    ['a zip inside', { content: makeZip([pem]) }, 'INPUT_ZIP_NESTED'],
  ])('%s is one unreadable item beside the others', (_, change, code) => {
    const items = open(makeZip([{ ...pem, ...change }, pem]));
    expect(kindsOf(items)).toEqual(['unreadable', 'csr']);
    expect(items[0]?.fault?.code).toBe(code);
  });

  test('cut short it is one unreadable item', () => {
    expect(open(makeZip([pem]).slice(0, -10))).toMatchObject([{ kind: 'unreadable', fault: { code: 'ZIP_FORM' } }]);
  });

  test('ten thousand requests are ten thousand items', () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => ({ name: `${i}.der`, content: csr, method: 0 }));
    expect(new Set(kindsOf(open(makeZip(entries))))).toEqual(new Set(['csr']));
  });
});

test('the two vectors are found as the very requests they are', () => {
  const items = open(referenceStyleCsr.pem + readmeStyleCsr.pem);
  expect(kindsOf(items)).toEqual(['csr', 'csr']);
});

test('three thousand broken files each get an answer and never throw', () => {
  const dice = createDice(11);
  const files = [
    csr,
    encodeUtf8(csrPem + certificatePem),
    encodeUtf8(writeRenewalRequest(csr, 'cb')),
    makeZip([
      { name: 'a', content: encodeUtf8(csrPem) },
      { name: 'b', content: certificate },
    ]),
    encodeUtf8(toHex(csr)),
  ];
  const unanswered: string[] = [];
  for (let i = 0; i < 3000; i++) {
    const bytes = mutateBytes(files[dice(files.length)] ?? csr, dice);
    const items = open(bytes);
    const hasSentences = items.every(({ kind, fault }) => (kind === 'unreadable') === (fault !== null));
    if (items.length === 0 || !hasSentences) unanswered.push(toHex(bytes));
  }
  expect(unanswered).toEqual([]);
});
