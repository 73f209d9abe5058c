import fc from 'fast-check';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { safeFileName } from './safe-file-name.ts';

test.each([
  ['cpo1-g8.csr', 'cpo1-g8.csr'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\x.pem', 'x.pem'],
  ['.bashrc', 'bashrc'],
  ['a\u202Egpj.exe', 'agpj.exe'],
  ['tab\tand\0nul', 'tabandnul'],
  ['con.pem', '_con.pem'],
  ['NUL .txt', '_NUL .txt'],
  ['com¹.pem', '_com¹.pem'],
  ['DE*GEF:key.pem', 'DEGEFkey.pem'],
  ['trailing. . ', 'trailing'],
  ['', 'file'],
  ['..', 'file'],
  ['Schlüssel für Größe.csr', 'Schlüssel für Größe.csr'],
])('%j becomes %j', (proposed, name) => {
  expect(safeFileName(proposed)).toBe(name);
});
test('a long name keeps its extension', () => {
  const name = safeFileName(`${'x'.repeat(500)}.csr`);
  expect([name.length, name.endsWith('.csr')]).toEqual([120, true]);
});
test('whatever is proposed, the result is one plain name and stays the same when made safe again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (proposed) => {
      const name = safeFileName(proposed);
      expect(name).toBe(basename(name));
      expect(name).not.toMatch(/^\.|[/\\:\0]|^$/);
      expect(safeFileName(name)).toBe(name);
    }),
  );
});
