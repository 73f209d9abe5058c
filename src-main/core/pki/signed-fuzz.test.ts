import { expect, test } from 'vitest';
import { disagreementsWithOpenssl } from './testing/compare-openssl.ts';
import { createDice } from './testing/mutate.ts';
import { fuzzSigned, mutated, readSigned } from './testing/fuzz-signed.ts';
import { opensslMissing } from './testing/openssl.ts';
import { signedSamples } from './testing/signed-samples.ts';

const samples = signedSamples();

test('every sample reads without an error', () => {
  const errors = samples.flatMap((sample) => {
    const read = readSigned(sample, sample.der);
    const errors = read.ok ? read.value.findings.filter(({ severity }) => severity === 'error') : [read.error];
    return errors.map(({ code }) => code);
  });
  expect(errors).toEqual([]);
});

test('a thousand broken documents each get an answer, encode to the same bytes, and hold only unchanged', () => {
  const tally = fuzzSigned(samples, 1000, 20260102);
  expect(tally.broken).toEqual([]);
  // Enough of them must get past the reader, or the typed readers were not tried at all.
  expect(tally.read).toBeGreaterThan(200);
});

test('the same seed makes the same mutations', () => {
  const [sample] = samples;
  const once = (): Uint8Array => mutated(sample?.der ?? new Uint8Array(1), createDice(7));
  expect(once()).toEqual(once());
});

test.skipIf(opensslMissing)('whatever OpenSSL refuses for its DER or its signature, so do we (needs openssl)', () => {
  expect(disagreementsWithOpenssl(samples, 120, 44)).toEqual([]);
});
