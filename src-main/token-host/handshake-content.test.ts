import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handshakeContent } from './handshake-content.ts';

/** A handshake message: one octet of type, three of length. */
const message = (type: number, length: number): number[] => [
  type,
  0,
  length >> 8,
  length & 255,
  ...Array.from({ length }, (_unused, i) => i & 255),
];
const tls12 = (...types: readonly number[]): Uint8Array =>
  Uint8Array.from(types.flatMap((type) => message(type, 300 - type)));
const WHOLE = [1, 2, 11, 12, 13, 14, 11, 16];

test('of TLS 1.3 it builds what CertificateVerify signs around the transcript hash (RFC 8446 §4.4.3)', () => {
  const built = handshakeContent('TLSv1.3', new Uint8Array(32).fill(7));
  const text = built.ok ? Buffer.from(built.value).toString('latin1') : '';
  expect(text).toBe(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0${'\x07'.repeat(32)}`);
  expect(handshakeContent('TLSv1.3', new Uint8Array(48)).ok).toBe(true);
});

test.each([0, 20, 31, 33, 64, 100_000])('a transcript hash of %i octets is none', (length) => {
  expect(handshakeContent('TLSv1.3', new Uint8Array(length))).toMatchObject({ error: { code: 'SIGN_INPUT_REFUSED' } });
});

test.each([[WHOLE], [[1, 2, 11, 22, 12, 13, 14, 11, 16]], [[1, 2, 11, 13, 14, 11, 16]]])(
  'of TLS 1.2 it takes the messages %j as they are',
  (types) => {
    const messages = tls12(...types);
    expect(handshakeContent('TLSv1.2', messages)).toEqual({ ok: true, value: messages });
  },
);

test.each([
  ['nothing', []],
  ['no ClientHello', WHOLE.slice(1)],
  ['no CertificateRequest', WHOLE.filter((type) => type !== 13)],
  ['another order', [1, 2, 11, 13, 12, 14, 11, 16]],
  ['messages behind the end', [...WHOLE, 20]],
  ['a server’s CertificateVerify', [1, 2, 8, 11]],
])('of TLS 1.2 it refuses %s', (_what, types) => {
  expect(handshakeContent('TLSv1.2', tls12(...types)).ok).toBe(false);
});

test('what else a key signs never passes for a handshake', () => {
  // DER begins with 0x30, a JWS and a test signature with letters.
  const first = fc.constantFrom(0x30, 0x65, 0x4f, 0x20);
  fc.assert(
    fc.property(first, fc.uint8Array({ maxLength: 400 }), (octet, rest) => {
      expect(handshakeContent('TLSv1.2', Uint8Array.from([octet, ...rest])).ok).toBe(false);
    }),
  );
});

test('a message that is longer or shorter than it says is refused', () => {
  const messages = tls12(...WHOLE);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: messages.length - 1 }), (length) => {
      expect(handshakeContent('TLSv1.2', messages.subarray(0, length)).ok).toBe(false);
    }),
  );
});
