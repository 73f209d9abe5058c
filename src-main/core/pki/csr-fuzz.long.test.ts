import { expect, test } from 'vitest';
import { readCsr } from './csr-read.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { readPem } from './pem.ts';
import { readmeStyleCsr, referenceStyleCsr } from './testing/csr-vectors.ts';
import { fuzzCsrs } from './testing/fuzz-csrs.ts';
import { makeCsr, sampleSpec, testKey } from './testing/make-csr.ts';
import { createDice, mutateBytes, mutateStructure } from './testing/mutate.ts';
import { openssl, opensslMissing } from './testing/openssl.ts';

const isShort = process.env['LONG'] !== '1';

function originals(): readonly Uint8Array[] {
  const vectors = [referenceStyleCsr, readmeStyleCsr].flatMap(({ pem }) => {
    const read = readPem(pem);
    return read.ok ? read.value.blocks.map(({ der }) => der) : [];
  });
  return [...vectors, makeCsr(sampleSpec, testKey('ed25519')).der, makeCsr(sampleSpec, testKey('rsa-3072'), 'pss').der];
}

test.skipIf(isShort).each([1, 2, 3, 4])(
  'fifty thousand broken requests each get an answer, seed %i (set LONG=1)',
  (seed) => {
    expect(fuzzCsrs(originals(), 50_000, seed).broken).toEqual([]);
  },
  600_000,
);

test.skipIf(isShort || opensslMissing)(
  'whatever OpenSSL cannot parse, we refuse or mark as an error (set LONG=1, needs openssl)',
  () => {
    const dice = createDice(42);
    const list = originals();
    const disagreed: string[] = [];
    for (let i = 0; i < 4000; i++) {
      const original = list[dice(list.length)] ?? new Uint8Array(0);
      const bytes = dice(2) === 0 ? mutateBytes(original, dice) : mutateStructure(original, dice);
      const csr = readCsr(bytes, defaultOidProfile);
      if (!csr.ok || csr.value.findings.some(({ severity }) => severity === 'error')) continue;
      if (openssl(['req', '-inform', 'DER', '-noout'], bytes).status !== 0)
        disagreed.push(Buffer.from(bytes).toString('hex'));
    }
    expect(disagreed).toEqual([]);
  },
  600_000,
);
