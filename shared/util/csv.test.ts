import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardCell, readCsv, unguardCell, writeCsv } from './csv.ts';

const limits = { rows: 100, columns: 10, cell: 1000 };

test.each([
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['\ufeffa\r\n1\r\n', [['a'], ['1']]],
  ['"a,b","c""d"\r\n', [['a,b', 'c"d']]],
  ['"line\r\nbreak",x', [['line\r\nbreak', 'x']]],
  [
    'a;b\r\n1,5;2',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  ['"a;b",c\r\n', [['a;b', 'c']]],
  [
    'a,b\r\n\r\n1,2\r\n\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n,\r\n',
    [
      ['a', 'b'],
      ['', ''],
    ],
  ],
  ['', []],
])('%j is read', (text, rows) => {
  expect(readCsv(text, limits)).toEqual({ ok: true, value: rows });
});

test.each([
  ['a,"b\r\n1,2', 'CSV_QUOTE', 1],
  ['a,b\r\n1,2"3\r\n', 'CSV_QUOTE', 2],
  ['a,b\r\n"1"2,3\r\n', 'CSV_QUOTE', 2],
  ['a,b\r\n1\r\n', 'CSV_UNEVEN', 2],
  ['a,b\r\n1,2,3\r\n', 'CSV_UNEVEN', 2],
  ['a,b,c,d,e,f,g,h,i,j,k', 'CSV_TOO_LARGE', 1],
  [`a\r\n${'x'.repeat(1001)}`, 'CSV_TOO_LARGE', 2],
  ['a\r\n'.repeat(101), 'CSV_TOO_LARGE', 101],
])('%j is refused: %s in row %i', (text, code, row) => {
  expect(readCsv(text, limits)).toEqual({ ok: false, error: { code, row } });
});

const cell = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.stringMatching(/^[=+\-@'",;\r\n\t a]{0,6}$/),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 5 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
        ),
      (rows) => {
        // The mark at the start of a file is no part of its first cell.
        fc.pre(!(rows[0]?.[0] ?? '').startsWith('\ufeff'));
        expect(readCsv(writeCsv(rows), limits)).toEqual({ ok: true, value: rows });
      },
    ),
    { numRuns: 200 },
  );
});

test('a guarded cell begins with nothing that a spreadsheet computes, and is undone whole', () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguardCell(guardCell(text))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('a phone number from another program stays what it is', () => {
  expect(unguardCell('+49 30 1234')).toBe('+49 30 1234');
  expect(unguardCell("'s-Hertogenbosch")).toBe("'s-Hertogenbosch");
});
