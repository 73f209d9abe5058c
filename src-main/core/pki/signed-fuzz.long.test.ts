import { expect, test } from 'vitest';
import { disagreementsWithOpenssl } from './testing/compare-openssl.ts';
import { fuzzSigned } from './testing/fuzz-signed.ts';
import { opensslMissing } from './testing/openssl.ts';
import { signedSamples } from './testing/signed-samples.ts';

const isShort = process.env['LONG'] !== '1';

test.skipIf(isShort).each([1, 2, 3])(
  'thirty thousand broken requests, certificates and lists each get an answer, seed %i (set LONG=1)',
  (seed) => {
    expect(fuzzSigned(signedSamples(), 30_000, seed).broken).toEqual([]);
  },
  600_000,
);

test.skipIf(isShort || opensslMissing)(
  'whatever OpenSSL refuses for its DER or its signature, so do we (set LONG=1, needs openssl)',
  () => {
    expect(disagreementsWithOpenssl(signedSamples(), 3000, 43)).toEqual([]);
  },
  600_000,
);
