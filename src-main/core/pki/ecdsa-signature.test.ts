import fc from 'fast-check';
import { sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromHex } from '../../../shared/util/hex.ts';
import { ecdsaFromDer, ecdsaToDer } from './ecdsa-signature.ts';
import { testKey } from './testing/make-csr.ts';

test.each([32, 48, 66])('r ‖ s of %i octets each comes back from DER as it was', (size) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2 * size, maxLength: 2 * size }), fc.nat({ max: size }), (random, zeros) => {
      const rs = random.slice().fill(0, 0, zeros);
      const der = ecdsaToDer(rs);
      expect(der.ok && ecdsaFromDer(der.value, size)).toEqual({ ok: true, value: rs });
    }),
  );
});

test.each(['ec-p256', 'ec-p384', 'ec-p521'] as const)(
  'a %s signature as tokens give it verifies in DER',
  (algorithm) => {
    const key = testKey(algorithm);
    const data = Buffer.from('data');
    const der = ecdsaToDer(new Uint8Array(sign('sha256', data, { key: key.privateKey, dsaEncoding: 'ieee-p1363' })));
    expect(
      der.ok && verify('sha256', data, { key: Buffer.from(key.spki), format: 'der', type: 'spki' }, der.value),
    ).toBe(true);
  },
);

test.each([0, 63])('%i octets are no r ‖ s', (length) => {
  expect(ecdsaToDer(new Uint8Array(length))).toEqual({ ok: false, error: { code: 'ECDSA_SIGNATURE_FORM' } });
});

test.each([
  ['nothing', ''],
  ['one number', '3003020101'],
  ['three numbers', '3009020101020101020101'],
  ['a negative number', '3006020181020101'],
  ['a number in more octets than needed', '300702020001020101'],
  ['a length in BER', '308106020101020101'],
  ['a text', '30060c0101020101'],
  ['a byte too many', '300602010102010100'],
])('%s is no signature value', (_, hex) => {
  expect(ecdsaFromDer(fromHex(hex)!, 32)).toEqual({ ok: false, error: { code: 'ECDSA_SIGNATURE_FORM' } });
});

test('a number longer than the curve is refused', () => {
  const der = ecdsaToDer(new Uint8Array(66).fill(1));
  expect(der.ok && ecdsaFromDer(der.value, 32)).toEqual({ ok: false, error: { code: 'ECDSA_SIGNATURE_FORM' } });
});
