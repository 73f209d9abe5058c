import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { constants } from 'node:crypto';
import {
  type KeyAlgorithm,
  type RsaPadding,
  type SignatureAlgorithm,
  signatureAlgorithmFor,
} from '../../../../shared/domain/key-algorithm.ts';
import { assembleCsr, type BuiltCsr, buildCertificationRequestInfo } from '../csr-build.ts';
import type { CsrSpec } from '../csr-spec.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';

export interface TestKey {
  readonly algorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
}

const keys = new Map<KeyAlgorithm, TestKey>();

/** One key per algorithm and test process: RSA keys take seconds to make. */
export function testKey(algorithm: KeyAlgorithm): TestKey {
  const known = keys.get(algorithm) ?? makeKey(algorithm);
  keys.set(algorithm, known);
  return known;
}

/** A key of its own, for requests that must not share one. */
export function makeKey(algorithm: KeyAlgorithm): TestKey {
  const { publicKey, privateKey } = pairOf(algorithm);
  return { algorithm, privateKey, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
}

function pairOf(algorithm: KeyAlgorithm): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  switch (algorithm) {
    case 'ec-p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ec-p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'ec-p521':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
    case 'rsa-3072':
      return generateKeyPairSync('rsa', { modulusLength: 3072 });
    case 'rsa-4096':
      return generateKeyPairSync('rsa', { modulusLength: 4096 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
  }
}

/** Signs as a token would, ECDSA already in DER. */
export function signWith(key: TestKey, algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  const padding =
    algorithm.kind === 'rsa-pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  return new Uint8Array(
    sign(algorithm.kind === 'ed25519' ? null : algorithm.hash, data, { key: key.privateKey, ...padding }),
  );
}

export const sampleSpec: CsrSpec = {
  purpose: 'tls-client',
  subject: [
    { type: 'CN', value: 'cpo.example.org' },
    { type: 'O', value: 'Beispiel Ladenetz GmbH & Co. KG, Jena' },
    { type: 'C', value: 'DE' },
    { type: 'L', value: 'Jena' },
    { type: 'emailAddress', value: 'ops@cpo.example.org' },
  ],
  san: [
    { kind: 'dns', value: 'cpo.example.org' },
    { kind: 'ip', value: '192.0.2.10' },
    { kind: 'ip', value: '2001:db8::1' },
    { kind: 'uri', value: 'https://cpo.example.org/ocpi/' },
    { kind: 'mail', value: 'ops@cpo.example.org' },
  ],
  keyGroupId: 'cpo1-emsp1-key',
  keySerial: '01941f29-7c00-7000-8000-000000000001',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2026-01-15T00:00:00Z'),
  ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF', 'DE*GE2'], subEmspIds: ['DE-GDF'] },
  encoding: 'sequence',
};

/** A whole request as the console makes it; throws when one step refuses. */
export function makeCsr(spec: CsrSpec, key: TestKey, padding: RsaPadding = 'pkcs1'): BuiltCsr {
  const info = buildCertificationRequestInfo(spec, key.spki, defaultOidProfile);
  if (!info.ok) throw new Error(JSON.stringify(info.error));
  const algorithm = signatureAlgorithmFor(key.algorithm, padding);
  const csr = assembleCsr(info.value.der, algorithm, signWith(key, algorithm, info.value.der), defaultOidProfile);
  if (!csr.ok) throw new Error(JSON.stringify(csr.error));
  return csr.value;
}
