import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPem, writePem } from './pem.ts';

const der = Uint8Array.from({ length: 100 }, (_, i) => i);
const pem = writePem('CERTIFICATE REQUEST', der);
const base64 = Buffer.from(der).toString('base64');
const dersOf = (text: string): readonly Uint8Array[] | undefined => {
  const read = readPem(text);
  return read.ok ? read.value.blocks.map((block) => block.der) : undefined;
};
const toleratedIn = (text: string): readonly string[] | undefined => {
  const read = readPem(text);
  return read.ok ? read.value.tolerated : undefined;
};

test('what is written reads back, with nothing to overlook', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      const read = readPem(writePem('CERTIFICATE', bytes));
      expect(read).toMatchObject({
        ok: true,
        value: { faults: [], tolerated: [], blocks: [{ label: 'CERTIFICATE', der: bytes }] },
      });
    }),
  );
});

test.each([
  ['text before and after', `Subject: hello\n\n${pem}\nregards\n`, ['PEM_TEXT_AROUND']],
  ['Windows line ends', pem.replaceAll('\n', '\r\n'), ['PEM_CRLF']],
  ['several blocks', pem + pem, ['PEM_SEVERAL_BLOCKS']],
  [
    'lines of 76 characters',
    `-----BEGIN X-----\n${base64.match(/.{1,76}/g)!.join('\n')}\n-----END X-----\n`,
    ['PEM_LINE_LENGTH'],
  ],
  ['one long line', `-----BEGIN X-----\n${base64}\n-----END X-----`, ['PEM_LINE_LENGTH']],
  ['an indented body', pem.replace('\n', '\n  '), ['PEM_BLANKS']],
  ['an empty line inside', pem.replace('\n', '\n\n'), ['PEM_BLANKS']],
  ['no armour', base64, ['PEM_NO_ARMOUR']],
  ['no armour, in lines', `${base64.slice(0, 76)}\r\n${base64.slice(76)}\r\n`, ['PEM_NO_ARMOUR']],
])('%s is read and told', (_, text, tolerated) => {
  expect(dersOf(text)?.[0]).toEqual(der);
  expect(toleratedIn(text)).toEqual(tolerated);
});

test.each([
  ['an empty text', '', 'PEM_NOT_FOUND'],
  ['plain words', 'hello, world', 'PEM_NOT_FOUND'],
  ['a block without an end', pem.slice(0, -20), 'PEM_UNTERMINATED'],
  ['an end with another label', pem.replace('END CERTIFICATE', 'END X509'), 'PEM_LABEL_MISMATCH'],
  ['headers of an encrypted key', pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n'), 'PEM_HEADERS'],
  ['a star inside', pem.replace('AAEC', 'AA*C'), 'PEM_BASE64'],
  ['a character missing', pem.replace('AAEC', 'AAE'), 'PEM_BASE64'],
  ['nothing inside', '-----BEGIN X-----\n-----END X-----\n', 'PEM_EMPTY'],
])('%s is refused', (_, text, code) => {
  expect(readPem(text)).toMatchObject({ ok: false, error: { code } });
});

test('a broken block does not hide a good one, and is told with its place', () => {
  const read = readPem(`${pem.replace('AAEC', 'AA*C')}${pem}`);
  expect(read.ok && [read.value.blocks.length, read.value.faults]).toEqual([1, [{ code: 'PEM_BASE64', offset: 0 }]]);
});

test('a block that begins inside another one ends the first as unterminated', () => {
  const read = readPem(`-----BEGIN X-----\nAAAA\n${pem}`);
  expect(read.ok && [read.value.blocks[0]?.label, read.value.faults]).toEqual([
    'CERTIFICATE REQUEST',
    [{ code: 'PEM_UNTERMINATED', offset: 0 }],
  ]);
});

test('any text gets an answer', () => {
  const piece = fc.constantFrom(
    '-----BEGIN X-----',
    '-----END X-----',
    '-----BEGIN ',
    '-----',
    '\n',
    '\r\n',
    'AAAA',
    '=',
    ':',
    ' ',
    'ä',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const read = readPem(pieces.join(''));
      return read.ok ? read.value.blocks.every((block) => block.der.length > 0) : read.error.offset >= 0;
    }),
    { numRuns: 2000 },
  );
});
