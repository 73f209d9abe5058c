import { expect, test } from 'vitest';
import { fuzzSigned, mutated, type Original, readSigned } from './testing/fuzz-signed.ts';
import { createDice } from './testing/mutate.ts';
import { openssl, opensslMissing } from './testing/openssl.ts';
import { signedSamples } from './testing/signed-samples.ts';

const isShort = process.env['LONG'] !== '1';

test.skipIf(isShort).each([1, 2, 3])(
  'thirty thousand broken requests, certificates and lists each get an answer, seed %i (set LONG=1)',
  (seed) => {
    expect(fuzzSigned(signedSamples(), 30_000, seed).broken).toEqual([]);
  },
  600_000,
);

const PARSE: Readonly<Record<Original['kind'], readonly string[]>> = {
  csr: ['req', '-inform', 'DER', '-noout'],
  certificate: ['x509', '-inform', 'DER', '-noout'],
  crl: ['crl', '-inform', 'DER', '-noout'],
};

test.skipIf(isShort || opensslMissing)(
  'whatever OpenSSL cannot parse, we refuse or mark as an error (set LONG=1, needs openssl)',
  () => {
    const dice = createDice(43);
    const samples = signedSamples();
    const disagreed: string[] = [];
    for (let i = 0; i < 3000; i++) {
      const sample = samples[dice(samples.length)];
      if (sample === undefined) break;
      const bytes = mutated(sample.der, dice);
      const answer = readSigned(sample, bytes);
      if (!answer.ok || answer.value.findings.some(({ severity }) => severity === 'error')) continue;
      if (openssl(PARSE[sample.kind], bytes).status !== 0)
        disagreed.push(`${sample.kind} ${Buffer.from(bytes).toString('hex')}`);
    }
    expect(disagreed).toEqual([]);
  },
  600_000,
);
