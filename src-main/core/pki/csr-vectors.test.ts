import { describe, expect, test } from 'vitest';
import { toHex } from '../../../shared/util/hex.ts';
import { buildCertificationRequestInfo } from './csr-build.ts';
import { type CsrView, readCsr } from './csr-read.ts';
import type { CsrSpec } from './csr-spec.ts';
import { verifyCsrSignature } from './csr-verify.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { readPem } from './pem.ts';
import { attributeVectors, readmeStyleCsr, referenceStyleCsr } from './testing/csr-vectors.ts';
import { sampleSpec, testKey } from './testing/make-csr.ts';

function read(pem: string): { readonly der: Uint8Array; readonly csr: CsrView } {
  const text = readPem(pem);
  const der = text.ok ? text.value.blocks[0]?.der : undefined;
  const csr = der && readCsr(der, defaultOidProfile);
  if (!der || csr?.ok !== true) throw new Error('the vector does not read');
  return { der, csr: csr.value };
}

/** Hex of the whole attribute with this OID in what the builder writes. */
function builtAttribute(spec: CsrSpec, oid: string): string {
  const built = buildCertificationRequestInfo(spec, testKey('ec-p256').spki, defaultOidProfile);
  if (!built.ok) throw new Error(built.error.code);
  const attribute = built.value.view.attributes.find((known) => known.oid === oid);
  return attribute ? toHex(built.value.der.subarray(attribute.start, attribute.end)) : '';
}

const setSpec: CsrSpec = { ...sampleSpec, encoding: 'set' };
const oid = defaultOidProfile;

test.each([
  ['keyGroupId', sampleSpec, oid.keyGroupId, attributeVectors.keyGroupId],
  ['key serial number', sampleSpec, oid.keySerialNumber, attributeVectors.keySerialNumber],
  ['notBefore', sampleSpec, oid.notBefore, attributeVectors.notBefore],
  ['notAfter', sampleSpec, oid.notAfter, attributeVectors.notAfter],
  ['partyIds as SET', setSpec, oid.partyIds, attributeVectors.partyIdsSet],
  ['partyIds as SEQUENCE', sampleSpec, oid.partyIds, attributeVectors.partyIdsSequence],
  ['subCPOIds as SET', setSpec, oid.subCpoIds, attributeVectors.subCpoIdsSet],
  ['subCPOIds as SEQUENCE', sampleSpec, oid.subCpoIds, attributeVectors.subCpoIdsSequence],
  ['subEMSPIds as SET', setSpec, oid.subEmspIds, attributeVectors.subEmspIdsSet],
  ['subEMSPIds as SEQUENCE', sampleSpec, oid.subEmspIds, attributeVectors.subEmspIdsSequence],
])('%s is written byte for byte as the vector has it', (_, spec, attribute, hex) => {
  expect(builtAttribute(spec, attribute)).toBe(hex);
});

describe.each([
  ['reference style', referenceStyleCsr, 'set', ['DEGE2', 'DEGEF'], ['DE*GE2', 'DE*GEF']],
  ['README style', readmeStyleCsr, 'sequence', ['DEGEF', 'DEGE2'], ['DE*GEF', 'DE*GE2']],
] as const)('the request in %s', (_, vector, encoding, partyIds, subCpoIds) => {
  const { der, csr } = read(vector.pem);
  const textsOf = (list: CsrView['ocpi']['partyIds']): readonly string[] | undefined =>
    list?.ids.map(({ text }) => text);

  test('has the expected digest and a valid proof of possession', () => {
    expect(csr.sha256).toBe(vector.sha256);
    expect(verifyCsrSignature(der, csr)).toEqual({ verdict: 'valid' });
  });

  test('has the expected subject', () => {
    expect(csr.subject.text).toBe(
      'CN=cpo.example.org,O=Example CPO,OU=CPO Services,postalCode=07749,C=DE,L=Jena,telephoneNumber=\\+49 1234 56789012,emailAddress=ops@cpo.example.org,description=test',
    );
  });

  test('has the expected key group and key serial number', () => {
    expect(csr.ocpi.keyGroupId?.text).toBe('cpo1-emsp1-key');
    expect(csr.ocpi.keySerialNumber?.text).toBe('01941f29-7c00-7000-8000-000000000001');
  });

  test('has the expected validity', () => {
    expect(csr.ocpi.notBefore).toMatchObject({
      text: '260101000000Z',
      form: 'utc-time',
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(csr.ocpi.notAfter).toMatchObject({
      text: '260115000000Z',
      form: 'utc-time',
      at: '2026-01-15T00:00:00.000Z',
    });
  });

  test('has the expected ids in the order of its encoding', () => {
    expect(textsOf(csr.ocpi.partyIds)).toEqual(partyIds);
    expect(textsOf(csr.ocpi.subCpoIds)).toEqual(subCpoIds);
    expect(textsOf(csr.ocpi.subEmspIds)).toEqual(['DE-GDF']);
    expect([csr.ocpi.partyIds, csr.ocpi.subCpoIds, csr.ocpi.subEmspIds].map((list) => list?.encoding)).toEqual([
      encoding,
      encoding,
      encoding,
    ]);
  });

  test('asks for the expected extensions', () => {
    expect(csr.extensions.map(({ name, critical, value }) => ({ name, critical, value }))).toEqual([
      {
        name: 'keyUsage',
        critical: true,
        value: { kind: 'key-usage', usages: ['digitalSignature', 'keyEncipherment'] },
      },
      {
        name: 'extKeyUsage',
        critical: true,
        value: { kind: 'extended-key-usage', usages: [{ oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' }] },
      },
      {
        name: 'subjectAltName',
        critical: true,
        value: expect.objectContaining({ kind: 'subject-alt-name', wrapped: encoding === 'set' }),
      },
    ]);
  });

  test('asks for the expected six names', () => {
    const names = csr.extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
    expect(names.map(({ kind, value }) => `${kind}:${value}`)).toEqual([
      'dns:cpo.example.org',
      'ip:192.168.10.10',
      'mail:admin@example.com',
      'mail:tech@example.com',
      'uri:https://example.com/api/',
      'uri:urn:acme:device:1234',
    ]);
  });

  test('has the key facts that OpenSSL tells', () => {
    expect(csr.publicKey).toMatchObject({ kind: 'ec', algorithm: 'ec-p256', curve: 'P-256', bits: 256 });
  });
});

test('the request in reference style is remarked for its SET form and its double wrapped names, nothing else', () => {
  const codes = read(referenceStyleCsr.pem).csr.findings.map(({ code, severity }) => `${severity} ${code}`);
  expect(codes.sort()).toEqual([
    'info ID_LIST_SET_FORM',
    'info ID_LIST_SET_FORM',
    'info ID_LIST_SET_FORM',
    'warning SAN_DOUBLE_WRAPPED',
  ]);
});

test('the request in README style has nothing to remark', () => {
  expect(read(readmeStyleCsr.pem).csr.findings).toEqual([]);
});

test('every field of a request lies within its bytes and has an id of its own', () => {
  const { der, csr } = read(referenceStyleCsr.pem);
  expect(csr.fields.filter(({ start, end }) => start < 0 || end <= start || end > der.length)).toEqual([]);
  expect(new Set(csr.fields.map(({ id }) => id)).size).toBe(csr.fields.length);
});

test('fields come in the order of their bytes', () => {
  const starts = read(referenceStyleCsr.pem).csr.fields.map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});
