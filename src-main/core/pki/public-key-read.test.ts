import { expect, test } from 'vitest';
import { writeNull } from './der/der-writer.ts';
import { readPublicKey } from './public-key-read.ts';
import { testKey } from './testing/make-csr.ts';

test.each(['ec-p256', 'rsa-3072', 'ed25519'] as const)('a %s key in a file is read with its fields', (algorithm) => {
  const { spki } = testKey(algorithm);
  const read = readPublicKey(spki);
  expect(read).toMatchObject({
    ok: true,
    value: { publicKey: { algorithm, start: 0, end: spki.length }, findings: [] },
  });
  expect(read.ok && read.value.fields.map(({ id }) => id)).toEqual([
    'publicKey',
    'publicKey.algorithm',
    'publicKey.value',
  ]);
});

test('other DER is no key, and other bytes are no DER', () => {
  expect(readPublicKey(writeNull())).toEqual({ ok: false, error: { code: 'PUBLIC_KEY_SHAPE', offset: 0 } });
  expect(readPublicKey(Uint8Array.of(0x30, 5))).toEqual({ ok: false, error: { code: 'DER_TRUNCATED', offset: 2 } });
});
