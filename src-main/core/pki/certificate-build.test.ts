import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { type KeyAlgorithm, keyAlgorithms, signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import { equalBytes } from '../../../shared/util/bytes.ts';
import { assembleCertificate, buildTbsCertificate, keyIdentifierOf, serialOf } from './certificate-build.ts';
import { parseCidr, writeDistinguishedName } from './certificate-build-names.ts';
import { readCertificate } from './certificate-read.ts';
import type { AuthorityProfile, CertificateSpec, LeafProfile } from './certificate-spec.ts';
import { writePem } from './pem.ts';
import { signWith, type TestKey, testKey } from './testing/make-csr.ts';
import { openssl, opensslMissing } from './testing/openssl.ts';

const oids = defaultOidProfile;
const rootName = writeDistinguishedName([
  { type: 'CN', value: 'Roaming Root' },
  { type: 'C', value: 'DE' },
]);
const leafName = writeDistinguishedName([
  { type: 'CN', value: 'cpo.example.org' },
  { type: 'O', value: 'Grün & Söhne' },
]);
const leafProfile: LeafProfile = {
  kind: 'leaf',
  purpose: 'tls-client',
  san: [
    { kind: 'dns', value: 'cpo.example.org' },
    { kind: 'ip', value: '192.0.2.10' },
  ],
  keyGroupId: 'cpo1-emsp1-key',
  ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
  services: [],
};
const rootProfile: AuthorityProfile = { kind: 'authority', pathLength: null, kinds: null, permitted: [], excluded: [] };

function specOf(issuer: TestKey, subject: TestKey, more: Partial<CertificateSpec> = {}): CertificateSpec {
  return {
    serialNumber: serialOf(new Uint8Array(16).fill(0x9a)),
    signatureAlgorithm: signatureAlgorithmFor(issuer.algorithm),
    issuer: rootName,
    issuerKeyId: keyIdentifierOf(issuer.spki),
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2026-02-01T00:00:00Z'),
    subject: leafName,
    spki: subject.spki,
    crlUrl: '',
    profile: leafProfile,
    ...more,
  };
}

function made(issuer: TestKey, spec: CertificateSpec): Uint8Array {
  const built = buildTbsCertificate(spec, oids);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const signature = signWith(issuer, spec.signatureAlgorithm, built.value.der);
  const whole = assembleCertificate(built.value.der, spec.signatureAlgorithm, signature, issuer.spki, oids);
  if (!whole.ok) throw new Error(JSON.stringify(whole.error));
  return whole.value.der;
}
const rootOf = (key: TestKey, more: Partial<CertificateSpec> = {}): Uint8Array =>
  made(
    key,
    specOf(key, key, { subject: rootName, profile: rootProfile, notAfter: new Date('2060-01-01T00:00:00Z'), ...more }),
  );

const issuers: readonly (readonly [KeyAlgorithm, 'pkcs1' | 'pss'])[] = [
  ...keyAlgorithms.map((algorithm) => [algorithm, 'pkcs1'] as const),
  ['rsa-3072', 'pss'],
];

function folder(): { readonly path: (name: string, der: Uint8Array) => string; [Symbol.dispose](): void } {
  const where = mkdtempSync(join(tmpdir(), 'ocpi-certificates-'));
  return {
    path: (name, der) => {
      writeFileSync(join(where, name), writePem('CERTIFICATE', der));
      return join(where, name);
    },
    [Symbol.dispose]: () => rmSync(where, { recursive: true, force: true }),
  };
}
const run = (program: string, args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(program, args, { timeout: 30_000 });
  return `${stdout.toString('utf8')}${stderr.toString('utf8')}`;
};
/** GnuTLS's reader; a package of its own that few machines have. */
const gnutls = 'certtool';
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

describe.skipIf(opensslMissing)(`OpenSSL (${opensslMissing || 'present'})`, () => {
  test.each(issuers)('accepts a chain under %s (%s) in its strict mode', (algorithm, padding) => {
    using files = folder();
    const key = testKey(algorithm);
    const signatureAlgorithm = signatureAlgorithmFor(algorithm, padding);
    const root = files.path('root.pem', rootOf(key, { signatureAlgorithm }));
    const leaf = files.path(
      'leaf.pem',
      made(key, specOf(key, testKey('ec-p256'), { signatureAlgorithm, crlUrl: 'http://crl.example.org/ca.crl' })),
    );
    const args = ['verify', '-x509_strict', '-attime', '1768000000', '-purpose', 'sslclient', '-trusted', root, leaf];
    expect(run('openssl', args)).toBe(`${leaf}: OK\n`);
  });

  test('accepts name constraints, path length and usages of an authority below a root', () => {
    using files = folder();
    const [root, issuing] = [testKey('ec-p384'), testKey('ec-p256')];
    const name = writeDistinguishedName([{ type: 'CN', value: 'Roaming Issuing' }]);
    const profile: AuthorityProfile = {
      kind: 'authority',
      pathLength: 0,
      kinds: ['tls-client', 'tls-server'],
      permitted: [
        { kind: 'dns', value: 'example.org' },
        { kind: 'ip', value: '192.0.2.0/24' },
      ],
      excluded: [{ kind: 'dns', value: 'bad.example.org' }],
    };
    const rootFile = files.path('root.pem', rootOf(root));
    const middle = files.path('middle.pem', made(root, specOf(root, issuing, { subject: name, profile })));
    const underIt = { issuer: name, issuerKeyId: keyIdentifierOf(issuing.spki) };
    const good = files.path('good.pem', made(issuing, specOf(issuing, testKey('ed25519'), underIt)));
    const bad = files.path(
      'bad.pem',
      made(
        issuing,
        specOf(issuing, testKey('ed25519'), {
          ...underIt,
          profile: { ...leafProfile, san: [{ kind: 'dns', value: 'x.bad.example.org' }] },
        }),
      ),
    );
    const args = ['verify', '-x509_strict', '-attime', '1768000000', '-trusted', rootFile, '-untrusted', middle];
    expect(run('openssl', [...args, good])).toBe(`${good}: OK\n`);
    expect(run('openssl', [...args, bad])).toContain('excluded subtree violation');
  });

  test('reads every field and finds no end of content before the end', () => {
    const key = testKey('ec-p256');
    const der = made(key, specOf(key, key, { crlUrl: 'http://crl.example.org/ca.crl' }));
    const { status, output } = openssl(['x509', '-inform', 'DER', '-noout', '-text'], der);
    expect(status).toBe(0);
    for (const line of ['CA:FALSE', 'TLS Web Client Authentication', 'URI:http://crl.example.org/ca.crl'])
      expect(output).toContain(line);
    expect(openssl(['asn1parse', '-inform', 'DER'], der).output).not.toContain('Error');
  });
});

describe.skipIf(!has('certutil') || !has('vfychain'))('NSS (needs certutil and vfychain)', () => {
  test.each([['ec-p256'], ['rsa-3072']] as const)('accepts a chain under %s', (algorithm) => {
    using files = folder();
    const store = mkdtempSync(join(tmpdir(), 'ocpi-nss-'));
    try {
      const key = testKey(algorithm);
      run('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']);
      const root = files.path('root.pem', rootOf(key));
      run('certutil', ['-A', '-d', `sql:${store}`, '-n', 'root', '-t', 'CT,C,C', '-a', '-i', root]);
      // NSS refuses two certificates of one issuer and serial number.
      const serialNumber = serialOf(new Uint8Array(16).fill(0x11));
      const leaf = files.path('leaf.pem', made(key, specOf(key, testKey('ec-p256'), { serialNumber })));
      run('certutil', ['-A', '-d', `sql:${store}`, '-n', 'leaf', '-t', ',,', '-a', '-i', leaf]);
      const answer = run('certutil', ['-V', '-d', `sql:${store}`, '-n', 'leaf', '-u', 'C', '-b', '260110120000Z']);
      expect(answer).toContain('certificate is valid');
    } finally {
      rmSync(store, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!has(gnutls))('GnuTLS (needs certtool)', () => {
  test.each([['ec-p256'], ['rsa-3072'], ['ed25519']] as const)('reads a certificate under %s', (algorithm) => {
    const key = testKey(algorithm);
    const der = made(key, specOf(key, testKey('ec-p256')));
    const { status } = spawnSync(gnutls, ['--certificate-info', '--inder'], { input: der, timeout: 30_000 });
    expect(status).toBe(0);
  });
});

test('certtool, certutil and vfychain that are missing are named', () => {
  const missing = ['openssl', 'certutil', 'vfychain', 'certtool'].filter((program) => !has(program));
  if (missing.length > 0) process.stderr.write(`certificates were not shown to: ${missing.join(', ')}\n`);
});

test('what a certificate says is what was asked for', () => {
  const key = testKey('ec-p256');
  const services = ['cdrs:SENDER', 'sessions:RECEIVER'];
  const built = buildTbsCertificate(specOf(key, key, { profile: { ...leafProfile, services } }), oids);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const { view } = built.value;
  expect(view).toMatchObject({
    version: 2,
    serialNumber: `01${'9a'.repeat(16)}`,
    notBefore: '2026-01-01T00:00:00.000Z',
    isCa: false,
  });
  expect(view.ocpi.partyIds?.ids.map(({ text }) => text)).toEqual(['DEGEF', 'DEGE2']);
  expect(view.ocpi.keyGroupId?.text).toBe('cpo1-emsp1-key');
  expect(view.ocpi.serviceRoles?.map(({ text }) => text)).toEqual(services);
  expect(view.extensions.filter(({ critical }) => critical).map(({ name }) => name)).toEqual([
    'basicConstraints',
    'keyUsage',
  ]);
  expect(view.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each([
  ['tls-client', 'ec-p256', ['digitalSignature'], ['clientAuth']],
  ['tls-server', 'rsa-3072', ['digitalSignature', 'keyEncipherment'], ['serverAuth']],
  ['object-signing', 'ed25519', ['digitalSignature', 'nonRepudiation'], ['documentSigning']],
  ['identity', 'ec-p384', ['digitalSignature'], ['1.2.3.4.5.6.7.9.2']],
] as const)('usages of %s with %s', (purpose, algorithm, usages, extended) => {
  const issuer = testKey('ec-p256');
  const built = buildTbsCertificate(specOf(issuer, testKey(algorithm), { profile: { ...leafProfile, purpose } }), oids);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const values = built.value.view.extensions.map(({ value }) => value);
  expect(values.flatMap((value) => (value.kind === 'key-usage' ? value.usages : []))).toEqual(usages);
  const named = values.flatMap((value) => (value.kind === 'extended-key-usage' ? value.usages : []));
  expect(named.map(({ name, oid }) => name ?? oid)).toEqual(extended);
});

test('a signature of another key, or over other bytes, makes no certificate', () => {
  const key = testKey('ec-p256');
  const spec = specOf(key, key);
  const built = buildTbsCertificate(spec, oids);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const { der } = built.value;
  const other = testKey('ed25519');
  const signature = signWith(key, spec.signatureAlgorithm, der);
  const changed = der.with(40, (der[40] ?? 0) ^ 1);
  expect(assembleCertificate(der, spec.signatureAlgorithm, signature, other.spki, oids).ok).toBe(false);
  expect(assembleCertificate(changed, spec.signatureAlgorithm, signature, key.spki, oids).ok).toBe(false);
  expect(assembleCertificate(der, { kind: 'ecdsa', hash: 'sha384' }, signature, key.spki, oids).ok).toBe(false);
  expect(assembleCertificate(der, spec.signatureAlgorithm, signature, key.spki, oids).ok).toBe(true);
});

test('a key that is no key is certified by nobody', () => {
  const key = testKey('ec-p256');
  const broken = key.spki.with(key.spki.length - 1, (key.spki.at(-1) ?? 0) ^ 1);
  expect(buildTbsCertificate(specOf(key, key, { spki: broken }), oids)).toMatchObject({
    ok: false,
    error: { code: 'CERTIFICATE_KEY_REFUSED' },
  });
});

test('CIDR is read exactly, and bits beyond the prefix are refused', () => {
  expect(parseCidr('192.0.2.0/24')).toEqual(Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0));
  expect(parseCidr('192.0.2.128/25')?.at(-1)).toBe(128);
  expect(parseCidr('0.0.0.0/0')).toEqual(new Uint8Array(8));
  expect(parseCidr('2001:db8::/33')?.[20]).toBe(0x80);
  for (const text of ['192.0.2.1/24', '192.0.2.0', '192.0.2.0/33', '192.0.2.0/24/1', 'x/8']) {
    expect(parseCidr(text)).toBeUndefined();
  }
});

const second = fc.integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(9900, 0, 1) / 1000 });
test('whatever is asked for is read back, and the serial number stays positive and within 20 octets', () => {
  const key = testKey('ec-p256');
  const ids = fc.uniqueArray(fc.stringMatching(/^DE[A-Z0-9]{3}$/), { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      second,
      second,
      ids,
      (random, from, length, partyIds) => {
        const notBefore = new Date(from * 1000);
        const notAfter = new Date(Math.min((from + Math.abs(length)) * 1000, Date.UTC(9999, 11, 31)));
        const profile = { ...leafProfile, ids: { partyIds, subCpoIds: [], subEmspIds: [] } };
        const spec = specOf(key, key, { serialNumber: serialOf(random), notBefore, notAfter, profile });
        const built = buildTbsCertificate(spec, oids);
        if (!built.ok) throw new Error(JSON.stringify(built.error));
        expect(built.value.view.serialNumber).toHaveLength(34);
      },
    ),
    { numRuns: 60 },
  );
});

test('names stand in a certificate as they stood in the request', () => {
  const key = testKey('ec-p256');
  const der = made(key, specOf(key, key));
  const read = readCertificate(der, oids);
  if (!read.ok) throw new Error(read.error.code);
  expect(equalBytes(der.subarray(read.value.subject.start, read.value.subject.end), leafName)).toBe(true);
});
