import { existsSync, readFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSignatureRight } from './check-signature.ts';
import { readMeterKey } from './meter-key.ts';
import { ecCurves } from './weierstrass-curves.ts';

const vectors = join(import.meta.dirname, '../../../../../shared/vectors/ecdsa/ocmf-curves.json');

/** OpenSSL names of the curves, for keys made here. */
const OPENSSL: Readonly<Record<string, string>> = { secp192r1: 'prime192v1', secp256r1: 'prime256v1' };

describe.each(ecCurves.map((curve) => [curve.name, curve] as const))('%s', (name, { ecdsa }) => {
  const namedCurve = OPENSSL[name] ?? name;
  const pair = generateKeyPairSync('ec', { namedCurve });
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  const data = Buffer.from('what the meter measured');

  test.each(['der', 'raw'] as const)('verifies what OpenSSL signs as %s, and nothing else', (form) => {
    const key = readMeterKey(spki);
    if (!key.ok) throw new Error(key.error.reason);
    expect(key.value.curve).toBe(name);
    const dsaEncoding = form === 'der' ? 'der' : 'ieee-p1363';
    const signature = sign('sha256', data, { key: pair.privateKey, dsaEncoding });
    for (const one of [key.value, { ...key.value, native: undefined }]) {
      expect(isSignatureRight(one, { hash: 'sha256', form }, data, signature)).toBe(true);
      expect(isSignatureRight(one, { hash: 'sha256', form }, Buffer.from('else'), signature)).toBe(false);
      expect(isSignatureRight(one, { hash: 'sha256', form }, data, signature.subarray(1))).toBe(false);
    }
  });

  test('reads the key in each way it is written', () => {
    const whole = readMeterKey(spki);
    if (!whole.ok) throw new Error(whole.error.reason);
    const compressed = ecdsa.Point.fromBytes(whole.value.bytes).toBytes(true);
    const pem = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' });
    const ways = [
      spki.toString('hex').toUpperCase(),
      spki.toString('hex').replace(/(....)/g, '$1 '),
      spki.toString('base64'),
      spki.toString('base64url'),
      pem,
      Buffer.from(whole.value.bytes).toString('hex'),
      Buffer.from(whole.value.bytes.subarray(1)).toString('hex'),
      Buffer.from(compressed).toString('base64'),
    ];
    for (const way of ways)
      expect(readMeterKey(way, name)).toMatchObject({ ok: true, value: { sha256: whole.value.sha256 } });
  });

  test('refuses a point beside the curve', () => {
    const whole = readMeterKey(spki);
    if (!whole.ok) throw new Error(whole.error.reason);
    const last = whole.value.bytes.length - 1;
    const beside = whole.value.bytes.with(last, (whole.value.bytes[last] ?? 0) ^ 1);
    expect(readMeterKey(beside, name)).toMatchObject({ ok: false, error: { reason: 'point' } });
  });
});

test.each(['', 'hello world', '30', 'AAAA', '3059301306072a8648ce3d0201', '04'.repeat(40_000)])(
  '%s is no key',
  (text) => {
    expect(readMeterKey(text).ok).toBe(false);
  },
);

const Vectors = z.object({
  vectors: z.array(
    z.object({ name: z.string(), signature: z.string(), data: z.string(), spki: z.string(), expected: z.boolean() }),
  ),
});

describe.skipIf(!existsSync(vectors))('vectors of OCMF curves (skipped without ../shared)', () => {
  const rows = existsSync(vectors) ? Vectors.parse(JSON.parse(readFileSync(vectors, 'utf8'))).vectors : [];
  test.each(rows)('$name', ({ signature, data, spki, expected }) => {
    const key = readMeterKey(spki);
    const right =
      key.ok &&
      isSignatureRight(key.value, { hash: 'sha256', form: 'der' }, Buffer.from(data), Buffer.from(signature, 'hex'));
    expect(right).toBe(expected);
  });
});
