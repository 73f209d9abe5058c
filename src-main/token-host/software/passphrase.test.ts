import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveWrapKey, LONGEST_PASSPHRASE, readPassphrase, SHORTEST_PASSPHRASE } from './passphrase.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readPassphrase(utf8(text));

test('one passphrase typed in two ways is one passphrase', () => {
  expect(read('Schlüssel-Fuß')).toEqual(read('Schlu\u0308ssel-Fuß'));
});

test('what was given is wiped', () => {
  const given = utf8('correct horse');
  readPassphrase(given);
  expect(given.every((byte) => byte === 0)).toBe(true);
});

test('what is read is as the normalised text, or not in the bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const wanted = utf8(text.normalize('NFC'));
      const fits = wanted.length >= SHORTEST_PASSPHRASE && wanted.length <= LONGEST_PASSPHRASE;
      expect(read(text)).toEqual(
        fits ? { ok: true, value: wanted } : { ok: false, error: { code: 'PIN_LENGTH', data: {} } },
      );
    }),
  );
});

test.each([
  ['too short', 'seven77'],
  ['empty', ''],
  ['too long', 'x'.repeat(LONGEST_PASSPHRASE + 1)],
  ['far too long', 'ä'.repeat(4 * LONGEST_PASSPHRASE)],
])('%s is refused', (_what, text) => {
  expect(read(text)).toEqual({ ok: false, error: { code: 'PIN_LENGTH', data: {} } });
});

test.each([['x'.repeat(SHORTEST_PASSPHRASE)], ['x'.repeat(LONGEST_PASSPHRASE)]])(
  'the bounds themselves fit',
  (text) => {
    expect(read(text).ok).toBe(true);
  },
);

test('bytes that are no UTF-8 are no passphrase', () => {
  const bytes = Uint8Array.from([...utf8('long enough'), 0xc3]);
  expect(readPassphrase(bytes)).toEqual({ ok: false, error: { code: 'PIN_INVALID', data: {} } });
});

test('the derivation is scrypt with the parameters that files name', async () => {
  // openssl kdf -keylen 32 -kdfopt pass:password1 -kdfopt salt:NaClNaClNaClNaCl -kdfopt n:131072 -kdfopt r:8 -kdfopt p:1 … SCRYPT
  const key = await deriveWrapKey(utf8('password1'), utf8('NaClNaClNaClNaCl'));
  expect(Buffer.from(key).toString('hex')).toBe('4bc6ebba43e3222cc11e7025c15681e221f23ae87064ccbc3aa984804b53f39d');
});
