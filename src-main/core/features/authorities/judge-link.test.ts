import { expect, test } from 'vitest';
import type { KeyPurpose } from '../../../../shared/domain/key-algorithm.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { type CertificateSpec, writeCertificate } from '../../pki/path/testing/certificate-writer.ts';
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  name,
  subjectKeyId,
} from '../../pki/path/testing/extension-writer.ts';
import { type PathKey, pathKey } from '../../pki/path/testing/path-keys.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { judgeLink } from './judge-link.ts';

const SERVER = '1.3.6.1.5.5.7.3.1';
const at = new Date('2026-11-22T00:00:00Z');

interface Wish {
  readonly key?: PathKey;
  readonly by?: { readonly commonName: string; readonly key: PathKey };
  readonly signer?: PathKey;
  readonly isCa?: boolean;
  readonly pathLength?: number;
  readonly usage?: readonly ('keyCertSign' | 'digitalSignature')[];
  readonly extended?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

function authority(commonName: string, wish: Wish = {}): ReadCertificate {
  const key = wish.key ?? pathKey('ec-p256', commonName);
  const by = wish.by ?? { commonName, key };
  const parts: CertificateSpec = {
    version: 3,
    serial: 7,
    issuer: name(`CN=${by.commonName}`),
    subject: name(`CN=${commonName}`),
    notBefore: new Date(`${wish.from ?? '2026-01-01'}T00:00:00Z`),
    notAfter: new Date(`${wish.until ?? '2036-01-01'}T00:00:00Z`),
    key,
    signer: wish.signer ?? by.key,
    extensions: [
      basicConstraints(wish.isCa ?? true, wish.pathLength),
      keyUsage(wish.usage ?? ['keyCertSign']),
      ...(wish.extended === undefined ? [] : [extendedKeyUsage(wish.extended)]),
      subjectKeyId(key.keyId),
      authorityKeyId(by.key.keyId),
    ],
  };
  const der = writeCertificate(parts);
  const read = readCertificate(der, defaultOidProfile, 'verdicts');
  if (!read.ok) throw new Error(read.error.code);
  return { der, view: read.value };
}

const rootKey = pathKey('ec-p256', 'Link root');
const root = authority('Link root', { key: rootKey });
const under = { commonName: 'Link root', key: rootKey };
const issuing = authority('Link issuing', { by: under });

function judge(
  certificate: ReadCertificate,
  candidates: readonly ReadCertificate[] = [],
  kinds: readonly KeyPurpose[] = ['tls-client'],
): string {
  const judged = judgeLink({ certificate, candidates, kinds, at, profile: defaultOidProfile });
  return judged.ok ? judged.value.map(({ view }) => view.subject.text).join(' < ') : judged.error.data.reason;
}

test('a sound root is alone in its chain, a sound issuing authority has its root above it', () => {
  expect(judge(root)).toBe('CN=Link root');
  expect(judge(issuing, [authority('Somebody'), root])).toBe('CN=Link issuing < CN=Link root');
});

test.each([
  ['the certificate of a platform', { isCa: false, usage: ['digitalSignature'] }, 'not-a-ca'],
  ['a key usage without certificates', { usage: ['digitalSignature'] }, 'no-cert-sign'],
  ['an end that has passed', { until: '2026-11-21' }, 'expired'],
  ['a start that is to come', { from: '2026-11-23' }, 'not-yet'],
  ['an RSA key of 1024 bits', { key: pathKey('rsa-1024', 'weak'), signer: pathKey('rsa-1024', 'weak') }, 'weak'],
  ['an extended key usage for servers alone', { extended: [SERVER] }, 'kinds'],
  ['a signature by another key than its own', { signer: pathKey('ec-p256', 'another') }, 'signature'],
] as const)('a root with %s is refused', (_, wish, reason) => {
  expect(judge(authority('Root to link', wish))).toBe(reason);
});

test('an extended key usage that has what is asked for is no obstacle', () => {
  expect(judge(authority('Server root', { extended: [SERVER] }), [], ['tls-server'])).toBe('CN=Server root');
});

test('an issuer that nobody has at hand, and a namesake that did not sign, are no issuer', () => {
  expect(judge(issuing)).toBe('no-issuer');
  const namesake = authority('Link root', { key: pathKey('ec-p256', 'namesake') });
  expect(judge(issuing, [namesake])).toBe('signature');
  expect(judge(issuing, [namesake, root])).toBe('CN=Link issuing < CN=Link root');
});

test.each([
  ['has ended', { until: '2026-11-01' }],
  ['allows no authority below it but itself', { pathLength: 0 }],
] as const)('an authority under one that %s is refused with the rule', (_, wish) => {
  const top = authority('Top', wish);
  const middle = authority('Middle', { by: { commonName: 'Top', key: pathKey('ec-p256', 'Top') } });
  const low = authority('Low', { by: { commonName: 'Middle', key: pathKey('ec-p256', 'Middle') } });
  expect(judge(low, [middle, top])).toBe('chain');
});

test('an authority above that certifies other kinds is refused', () => {
  const top = authority('Server top', { extended: [SERVER] });
  const low = authority('Client low', { by: { commonName: 'Server top', key: pathKey('ec-p256', 'Server top') } });
  expect(judge(low, [top])).toBe('kinds');
});
