import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type KeyAlgorithm,
  keyAlgorithms,
  type RsaPadding,
  signatureAlgorithmFor,
} from '../../../shared/domain/key-algorithm.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { assembleCsr, buildCertificationRequestInfo } from './csr-build.ts';
import { type CsrView, readCertificationRequestInfo } from './csr-read.ts';
import type { CsrSpec } from './csr-spec.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { writePem } from './pem.ts';
import { makeCsr, sampleSpec, signWith, testKey } from './testing/make-csr.ts';
import { openssl, opensslMissing } from './testing/openssl.ts';

const key = testKey('ec-p256');
const build = (spec: CsrSpec) => buildCertificationRequestInfo(spec, key.spki, defaultOidProfile);
function viewOf(spec: CsrSpec, algorithm: KeyAlgorithm = 'ec-p256'): CsrView {
  const built = buildCertificationRequestInfo(spec, testKey(algorithm).spki, defaultOidProfile);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value.view;
}
const usagesOf = (view: CsrView) =>
  view.extensions.flatMap(({ value }) =>
    value.kind === 'key-usage'
      ? value.usages
      : value.kind === 'extended-key-usage'
        ? value.usages.map(({ name, oid }) => name ?? oid)
        : [],
  );

const combinations = keyAlgorithms.flatMap((algorithm) =>
  (['sequence', 'set'] as const).flatMap((encoding) =>
    (algorithm.startsWith('rsa') ? (['pkcs1', 'pss'] as const) : (['pkcs1'] as const)).map(
      (padding): [KeyAlgorithm, 'sequence' | 'set', RsaPadding] => [algorithm, encoding, padding],
    ),
  ),
);

describe.skipIf(opensslMissing)(`OpenSSL (${opensslMissing || 'present'})`, () => {
  test.each(combinations)('verifies a request with %s, ids as %s, RSA padding %s', (algorithm, encoding, padding) => {
    const { der } = makeCsr({ ...sampleSpec, encoding }, testKey(algorithm), padding);
    const answer = openssl(['req', '-verify', '-noout'], encodeUtf8(writePem('CERTIFICATE REQUEST', der)));
    expect(answer).toEqual({ status: 0, output: expect.stringContaining('verify OK') });
  });

  test('shows the names and usages that were asked for', () => {
    const { der } = makeCsr(sampleSpec, key);
    const { output } = openssl(['req', '-inform', 'DER', '-noout', '-text'], der);
    expect(output).toContain(
      'DNS:cpo.example.org, IP Address:192.0.2.10, IP Address:2001:DB8:0:0:0:0:0:1, URI:https://cpo.example.org/ocpi/, email:ops@cpo.example.org',
    );
    expect(output).toContain('TLS Web Client Authentication');
  });

  test('refuses a request whose signature was changed', () => {
    const { der } = makeCsr(sampleSpec, key);
    const broken = der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1);
    expect(openssl(['req', '-inform', 'DER', '-verify', '-noout'], broken).output).not.toContain('verify OK');
  });
});

test.each(combinations)(
  'an independent library reads a request with %s, ids as %s, RSA padding %s',
  (algorithm, encoding, padding) => {
    const { der } = makeCsr({ ...sampleSpec, encoding }, testKey(algorithm), padding);
    const read = AsnConvert.parse(der, CertificationRequest);
    const types = [...read.certificationRequestInfo.attributes].map(({ type }) => type);
    expect(types.toSorted()).toEqual(
      [
        '1.2.3.4.5.6.7.6.1',
        '1.2.3.4.5.6.7.7.1',
        '1.2.3.4.5.6.7.7.2',
        '1.2.3.4.5.6.7.8.1',
        '1.2.3.4.5.6.7.8.2',
        '1.2.3.4.5.6.7.8.3',
        '1.2.840.113549.1.9.14',
        '2.5.4.5',
      ].toSorted(),
    );
  },
);

test('an independent library writes the same bytes again from what it read', () => {
  const { der } = makeCsr(sampleSpec, key);
  expect(new Uint8Array(AsnConvert.serialize(AsnConvert.parse(der, CertificationRequest)))).toEqual(der);
});

const id = fc.stringMatching(/^[A-Z0-9]{3}$/);
const ids = (prefix: string) =>
  fc.uniqueArray(id, { maxLength: 8 }).map((list) => list.map((party) => `DE${prefix}${party}`));
const second = fc.integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(9900, 0, 1) / 1000 });
const text = fc.stringMatching(/^[A-Za-z0-9äöüß&.,+=<>;"\\# ]{1,30}$/);
const spec: fc.Arbitrary<CsrSpec> = fc
  .record({
    purpose: fc.constantFrom('tls-client', 'tls-server', 'object-signing', 'identity'),
    cn: text,
    o: fc.option(text),
    keyGroupId: fc.oneof(fc.constant(''), fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/)),
    keySerial: fc.oneof(fc.constant(''), fc.uuid({ version: 7 })),
    start: fc.option(second),
    length: fc.option(fc.integer({ min: 1, max: 1e9 })),
    partyIds: ids(''),
    subCpoIds: ids('*'),
    subEmspIds: ids('-'),
    encoding: fc.constantFrom('sequence', 'set'),
    hosts: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,10}\.example$/), { maxLength: 4 }),
    addresses: fc.uniqueArray(fc.ipV4(), { maxLength: 2 }),
  })
  .map(({ cn, o, start, length, partyIds, subCpoIds, subEmspIds, hosts, addresses, ...rest }) => ({
    ...rest,
    subject: [{ type: 'CN', value: cn }, ...(o === null ? [] : [{ type: 'O', value: o } as const])],
    san: [
      ...hosts.map((value) => ({ kind: 'dns', value }) as const),
      ...addresses.map((value) => ({ kind: 'ip', value }) as const),
    ],
    notBefore: start === null ? undefined : new Date(start * 1000),
    notAfter: length === null ? undefined : new Date(((start ?? 0) + length) * 1000),
    ids: { partyIds, subCpoIds, subEmspIds },
  }));

test('whatever a sound spec asks for is what the strict reader finds, without a single error', () => {
  fc.assert(
    fc.property(spec, (wanted) => {
      const view = viewOf(wanted);
      const listOf = (member: 'partyIds' | 'subCpoIds' | 'subEmspIds') =>
        (view.ocpi[member]?.ids ?? []).map(({ text: value }) => value);
      const order = (list: readonly string[]) => (wanted.encoding === 'set' ? list.toSorted() : list);
      expect(view.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(view.ocpi.keyGroupId?.text ?? '').toBe(wanted.keyGroupId);
      expect(view.ocpi.keySerialNumber?.text ?? '').toBe(wanted.keySerial);
      expect(view.ocpi.notBefore?.at ?? undefined).toBe(wanted.notBefore?.toISOString());
      expect(view.ocpi.notAfter?.at ?? undefined).toBe(wanted.notAfter?.toISOString());
      for (const member of ['partyIds', 'subCpoIds', 'subEmspIds'] as const)
        expect(order(listOf(member))).toEqual(order(wanted.ids[member]));
      expect(view.subject.rdns.flat().map((part) => part.text?.text)).toEqual(wanted.subject.map(({ value }) => value));
    }),
  );
});

test('an independent library serialises any request of ours to the same bytes', () => {
  fc.assert(
    fc.property(spec, (wanted) => {
      const built = build(wanted);
      if (!built.ok) throw new Error(built.error.code);
      const again = AsnConvert.serialize(AsnConvert.parse(built.value.der, CertificationRequestInfo));
      expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(built.value.der).toString('hex'));
    }),
  );
});

test('the preview is the reader’s view of exactly the bytes to be signed', () => {
  const built = build(sampleSpec);
  expect(built.ok && readCertificationRequestInfo(built.value.der, defaultOidProfile)).toEqual({
    ok: true,
    value: built.ok && built.value.view,
  });
});

test.each([
  ['tls-client', 'ec-p256', ['digitalSignature', 'clientAuth']],
  ['tls-server', 'ec-p256', ['digitalSignature', 'serverAuth']],
  ['tls-client', 'rsa-3072', ['digitalSignature', 'keyEncipherment', 'clientAuth']],
  ['object-signing', 'ed25519', ['digitalSignature', 'nonRepudiation']],
  ['identity', 'rsa-3072', ['digitalSignature']],
] as const)('a %s key of %s asks for %s', (purpose, algorithm, usages) => {
  expect(usagesOf(viewOf({ ...sampleSpec, purpose }, algorithm))).toEqual(usages);
});

test('a profile may name usages for object signing and identity', () => {
  const profile = { ...defaultOidProfile, objectSigningUsage: '1.2.3.4.5.6.7.9.1' };
  const built = buildCertificationRequestInfo({ ...sampleSpec, purpose: 'object-signing' }, key.spki, profile);
  expect(built.ok && usagesOf(built.value.view)).toEqual(['digitalSignature', 'nonRepudiation', '1.2.3.4.5.6.7.9.1']);
});

test('empty claims leave no attribute behind', () => {
  const bare: CsrSpec = {
    ...sampleSpec,
    san: [],
    keyGroupId: '',
    keySerial: '',
    notBefore: undefined,
    notAfter: undefined,
    ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
  };
  expect(viewOf(bare).attributes.map(({ oid }) => oid)).toEqual(['1.2.840.113549.1.9.14']);
});

test('a validity from 2050 on is written as GeneralizedTime', () => {
  const view = viewOf({
    ...sampleSpec,
    notBefore: new Date('2049-12-31T23:59:59Z'),
    notAfter: new Date('2050-01-01T00:00:00Z'),
  });
  expect([view.ocpi.notBefore?.form, view.ocpi.notAfter?.form]).toEqual(['utc-time', 'generalized-time']);
});

test('the subject is written in the order of OCPI, whatever order it is given in', () => {
  const view = viewOf({ ...sampleSpec, subject: sampleSpec.subject.toReversed() });
  expect(view.subject.rdns.flat().map(({ name }) => name)).toEqual(['CN', 'O', 'C', 'L', 'emailAddress']);
});

test.each([
  ['a subject without a common name', { subject: [{ type: 'O', value: 'x' }] }, 'NAME_NO_COMMON_NAME'],
  ['an id of a wrong form', { ids: { ...sampleSpec.ids, partyIds: ['DEGEFX'] } }, 'PARTY_ID_FORM'],
  ['an id given twice', { ids: { ...sampleSpec.ids, partyIds: ['DEGEF', 'degef'] } }, 'PARTY_ID_DUPLICATE'],
  ['a Cyrillic letter in an id', { ids: { ...sampleSpec.ids, partyIds: ['D\u0415GEF'] } }, 'PARTY_ID_FOREIGN_LETTER'],
  ['a key group id with a blank', { keyGroupId: 'a b' }, 'KEY_GROUP_ID_FORM'],
  ['a key serial with a hidden character', { keySerial: 'a\u202eb' }, 'KEY_SERIAL_FORM'],
  ['an empty window', { notAfter: new Date('2026-01-01T00:00:00Z') }, 'VALIDITY_EMPTY'],
  ['a year beyond 9999', { notAfter: new Date('+010000-01-01T00:00:00Z') }, 'VALIDITY_OUT_OF_RANGE'],
  ['a name that is no host', { san: [{ kind: 'dns', value: 'a b' }] }, 'SAN_DNS_FORM'],
] as const)('%s is refused', (_, change, code) => {
  const built = build({ ...sampleSpec, ...change });
  expect(built).toMatchObject({ ok: false, error: { code: 'CSR_SPEC_REFUSED' } });
  expect(
    !built.ok && built.error.code === 'CSR_SPEC_REFUSED' && built.error.findings.map((finding) => finding.code),
  ).toContain(code);
});

test('a sub-EMSP id with the reference’s wrong separator is built, with a warning only', () => {
  const view = viewOf({ ...sampleSpec, ids: { ...sampleSpec.ids, subEmspIds: ['DE*GDF'] } });
  expect(view.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning PARTY_ID_SEPARATOR']);
});

test.each([
  ['no bytes', new Uint8Array(0)],
  ['a point off its curve', key.spki.with(key.spki.length - 1, (key.spki.at(-1) ?? 0) ^ 1)],
  ['trailing bytes', Uint8Array.of(...key.spki, 0)],
])('a public key with %s is refused', (_, spki) => {
  expect(buildCertificationRequestInfo(sampleSpec, spki, defaultOidProfile)).toEqual({
    ok: false,
    error: { code: 'CSR_KEY_REFUSED' },
  });
});

test('a signature by another key is never assembled to a request', () => {
  const info = build(sampleSpec);
  const algorithm = signatureAlgorithmFor('ec-p256');
  const other = signWith(testKey('ec-p384'), algorithm, info.ok ? info.value.der : new Uint8Array(0));
  expect(info.ok && assembleCsr(info.value.der, algorithm, other, defaultOidProfile)).toEqual({
    ok: false,
    error: { code: 'CSR_SIGNATURE_WRONG' },
  });
});
