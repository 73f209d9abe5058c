import { expect, test } from 'vitest';
import { readPem } from './pem.ts';
import { readmeStyleCsr, referenceStyleCsr } from './testing/csr-vectors.ts';
import { fuzzCsrs } from './testing/fuzz-csrs.ts';
import { makeCsr, sampleSpec, testKey } from './testing/make-csr.ts';

const vectors = [referenceStyleCsr, readmeStyleCsr].flatMap(({ pem }) => {
  const read = readPem(pem);
  return read.ok ? read.value.blocks.map(({ der }) => der) : [];
});
const originals = [
  ...vectors,
  makeCsr(sampleSpec, testKey('ed25519')).der,
  makeCsr({ ...sampleSpec, encoding: 'set' }, testKey('rsa-3072'), 'pss').der,
];

test('six thousand broken requests each get an answer, and none that was changed has a valid signature', () => {
  const tally = fuzzCsrs(originals, 6000, 20260101);
  expect(tally.broken).toEqual([]);
  // Enough of them must get past the reader, or the typed readers were not tried at all.
  expect(tally.read).toBeGreaterThan(1500);
});
