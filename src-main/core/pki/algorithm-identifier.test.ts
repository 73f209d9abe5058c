import { expect, test } from 'vitest';
import type { HashName, SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { fromHex, toHex } from '../../../shared/util/hex.ts';
import {
  readSignatureAlgorithm,
  type ReadSignatureAlgorithm,
  writeSignatureAlgorithm,
} from './algorithm-identifier.ts';
import { readDer } from './der/der-reader.ts';

function read(hex: string): ReadSignatureAlgorithm | undefined {
  const node = readDer(fromHex(hex.replaceAll(' ', ''))!);
  return node.ok ? readSignatureAlgorithm(node.value) : undefined;
}

const hashes: readonly HashName[] = ['sha256', 'sha384', 'sha512'];
const algorithms: readonly SignatureAlgorithm[] = [
  { kind: 'ed25519' },
  ...hashes.flatMap((hash) => (['ecdsa', 'rsa-pkcs1', 'rsa-pss'] as const).map((kind) => ({ kind, hash }))),
];

test.each(algorithms)('%o reads back as it was written', (algorithm) => {
  expect(read(toHex(writeSignatureAlgorithm(algorithm)))).toMatchObject({ ...algorithm, wellFormed: true });
});

test('RSASSA-PSS names hash, MGF1 with the same hash, and a salt as long as the hash', () => {
  expect(read(toHex(writeSignatureAlgorithm({ kind: 'rsa-pss', hash: 'sha384' })))).toMatchObject({
    mgfHash: 'sha384',
    saltLength: 48,
  });
});

const pss = '06092a864886f70d01010a';
test.each([
  [
    'absent parts, which mean SHA-1',
    `300d ${pss} 3000`,
    { hash: 'sha1', mgfHash: 'sha1', saltLength: 20, wellFormed: true },
  ],
  ['a salt of its own', `3012 ${pss} 3005 a203 020110`, { saltLength: 16, wellFormed: true }],
  ['no parameters at all', `300b ${pss}`, { wellFormed: false }],
  ['a negative salt', `3012 ${pss} 3005 a203 0201f0`, { wellFormed: false }],
  ['parts in the wrong order', `3017 ${pss} 300a a303 020101 a203 020110`, { wellFormed: false }],
  ['another trailer', `3012 ${pss} 3005 a303 020102`, { wellFormed: false }],
  ['a part that does not exist', `3012 ${pss} 3005 a403 020102`, { wellFormed: false }],
])('RSASSA-PSS with %s', (_, hex, expected) => {
  expect(read(hex)).toMatchObject(expected);
});

test.each(['0500', '3000', '3002 0500'])('%s is no AlgorithmIdentifier', (hex) => {
  expect(read(hex)).toBeUndefined();
});
