import { generateKeyPairSync } from 'node:crypto';
import { makeCsr, sampleSpec, type TestKey } from '../../src-main/core/pki/testing/make-csr.ts';

/** So many requests, each with its own key, key group and names; kept in one piece of memory each, as files come. */
export function manyCsrs(kind: 'ec-p256' | 'rsa-3072', count: number): readonly Uint8Array[] {
  // RSA keys take half a second each: a few serve all, which spares nobody the reading of each.
  const keys = Array.from({ length: kind === 'ec-p256' ? count : 8 }, () => keyOf(kind));
  return Array.from({ length: count }, (_, at) => {
    const key = keys[at % keys.length];
    if (key === undefined) throw new Error('no key');
    const cn = `cpo-${at}.example.org`;
    const subject = sampleSpec.subject.map((part) => (part.type === 'CN' ? { ...part, value: cn } : part));
    return makeCsr({ ...sampleSpec, subject, keyGroupId: `group-${at}` }, key).der;
  });
}

function keyOf(algorithm: 'ec-p256' | 'rsa-3072'): TestKey {
  const { publicKey, privateKey } =
    algorithm === 'ec-p256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 });
  return { algorithm, privateKey, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
}
