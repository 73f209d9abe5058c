import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../shared/util/utf8';
import { createSealKey, hkdfSha256, seal } from './seal';

const content = { secrets: [{ name: 'pin', value: encodeUtf8('12ä456') }], lastTryAccepted: false };

test('what is sealed to a prompt opens with its key, value by value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.string({ maxLength: 20 }), value: fc.uint8Array({ maxLength: 700 }) }), {
        maxLength: 4,
      }),
      fc.boolean(),
      (secrets, lastTryAccepted) => {
        const key = createSealKey('prompt-1');
        const opened = key.open(seal(key.publicKey, 'prompt-1', { secrets, lastTryAccepted }));
        expect(opened).toEqual({ secrets, lastTryAccepted });
      },
    ),
    { numRuns: 30 },
  );
});

test('an answer for one prompt does not open at another, even with the same key', () => {
  const key = createSealKey('prompt-1');
  expect(key.open(seal(key.publicKey, 'prompt-2', content))).toBeUndefined();
});

test('an answer does not open with the key of another prompt', () => {
  const sealed = seal(createSealKey('prompt-1').publicKey, 'prompt-1', content);
  expect(createSealKey('prompt-1').open(sealed)).toBeUndefined();
});

test('no single changed, missing or added byte is accepted', () => {
  const key = createSealKey('p');
  const sealed = seal(key.publicKey, 'p', content);
  for (let i = 0; i < sealed.length; i += 7) {
    const changed = Uint8Array.from(sealed, (byte, at) => (at === i ? byte ^ 1 : byte));
    expect(key.open(changed)).toBeUndefined();
  }
  expect(key.open(sealed.subarray(0, -1))).toBeUndefined();
  expect(key.open(Uint8Array.of(...sealed, 0))).toBeUndefined();
});

test('junk opens to nothing and throws nothing', () => {
  const key = createSealKey('p');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => key.open(junk) === undefined));
});

test('a key of small order is refused on either side', () => {
  const zero = new Uint8Array(32);
  expect(() => seal(zero, 'p', content)).toThrow();
  expect(createSealKey('p').open(Uint8Array.of(1, ...zero, ...new Uint8Array(600)))).toBeUndefined();
});

test('the sealed form does not tell how long the PIN is, and holds nothing of it', () => {
  const key = createSealKey('p');
  const of = (pin: string) =>
    seal(key.publicKey, 'p', { secrets: [{ name: 'pin', value: encodeUtf8(pin) }], lastTryAccepted: true });
  expect(of('1234').length).toBe(of('a much longer passphrase than that').length);
  expect(Buffer.from(of('canary-8271')).includes('canary')).toBe(false);
});

// RFC 5869 appendix A, test cases 1 to 3.
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
test.each([
  [
    '0b'.repeat(22),
    '000102030405060708090a0b0c',
    'f0f1f2f3f4f5f6f7f8f9',
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  ['0b'.repeat(22), '', '', '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'],
])('HKDF gives the output of RFC 5869', (secret, salt, info, out) => {
  expect(Buffer.from(hkdfSha256(hex(secret), hex(salt), hex(info), 42)).toString('hex')).toBe(out);
});
