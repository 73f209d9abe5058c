import { verifySignedBy } from '../verify-signed.ts';
import { mutated, type Original, readSigned } from './fuzz-signed.ts';
import { createDice } from './mutate.ts';
import { openssl } from './openssl.ts';

const PARSE: Readonly<Record<Original['kind'], readonly string[]>> = {
  csr: ['req', '-inform', 'DER', '-noout'],
  certificate: ['x509', '-inform', 'DER', '-noout'],
  crl: ['crl', '-inform', 'DER', '-noout'],
};

/**
 * Mutations that OpenSSL refuses although we read them without an error, or whose request's signature it refuses
 * although we call it valid; in hex.
 */
export function disagreementsWithOpenssl(
  samples: readonly Original[],
  rounds: number,
  seed: number,
): readonly string[] {
  const dice = createDice(seed);
  const disagreed: string[] = [];
  for (let i = 0; i < rounds; i++) {
    const sample = samples[dice(samples.length)];
    if (sample === undefined) break;
    const bytes = mutated(sample.der, dice);
    const answer = readSigned(sample, bytes);
    if (!answer.ok || answer.value.findings.some(({ severity }) => severity === 'error')) continue;
    const isValid = verifySignedBy(answer.value, bytes, sample.issuerSpki).verdict === 'valid';
    const refusesBytes = openssl(PARSE[sample.kind], bytes).status !== 0;
    // An algorithm or key that it does not know fails here too: that is no valid signature for us either.
    const refusesSignature = sample.kind === 'csr' && isValid && !verifiesByOpenssl(bytes);
    if (refusesBytes || refusesSignature) disagreed.push(`${sample.kind} ${Buffer.from(bytes).toString('hex')}`);
  }
  return disagreed;
}

/** Depending on its version OpenSSL tells a wrong signature by its words alone. */
function verifiesByOpenssl(bytes: Uint8Array): boolean {
  const { status, output } = openssl([...PARSE.csr, '-verify'], bytes);
  return status === 0 && !output.includes('verify failure');
}
