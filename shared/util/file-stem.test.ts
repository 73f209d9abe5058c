import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileStem, isReservedFileName } from './file-stem.ts';

test.each(['CON', 'nul', 'Aux.2026', 'com1', 'LPT9', 'prn.pem', 'con .txt', 'COM¹', 'CONIN$'])(
  'a device of Windows is known whatever follows: %s',
  (name) => {
    expect(isReservedFileName(name)).toBe(true);
  },
);

test.each(['console', 'nullable', 'com10', 'lpt', 'a.con'])('a name that only begins so is no device: %s', (name) => {
  expect(isReservedFileName(name)).toBe(false);
});

test.each([
  ['NUL', '_NUL'],
  ['con.example.org', '_con.example.org'],
  ['../../etc/passwd', 'etc-passwd'],
  ['cpo 1 / emsp', 'cpo-1-emsp'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['…', 'certificate'],
  ['', 'certificate'],
])('%j becomes %s', (text, stem) => {
  expect(fileStem(text, 'certificate')).toBe(stem);
});

test('whatever the text is, the name is one on every system', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const stem = fileStem(text, 'key');
      expect(stem).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,64}$/);
      expect(stem).not.toMatch(/[.-]$/);
      expect(isReservedFileName(`${stem}.chain.pem`)).toBe(false);
    }),
    { numRuns: 200 },
  );
});
