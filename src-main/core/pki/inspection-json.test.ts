import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { readCertificate } from './certificate-read.ts';
import { readCsr } from './csr-read.ts';
import { verifyCsrSignature } from './csr-verify.ts';
import { certificateJson, csrJson, type CsrJson } from './inspection-json.ts';
import { readPem } from './pem.ts';
import { readmeStyleCsr, referenceStyleCsr } from './testing/csr-vectors.ts';
import { makeCertificate } from './testing/make-certificate.ts';

function jsonOf(pem: string): CsrJson {
  const text = readPem(pem);
  const der = text.ok ? text.value.blocks[0]?.der : undefined;
  const csr = der && readCsr(der, defaultOidProfile);
  if (!der || csr?.ok !== true) throw new Error('the vector does not read');
  return csrJson(csr.value, verifyCsrSignature(der, csr.value));
}

test.each([
  ['reference style', referenceStyleCsr, 'set', ['DEGE2', 'DEGEF'], ['DE*GE2', 'DE*GEF']],
  ['README style', readmeStyleCsr, 'sequence', ['DEGEF', 'DEGE2'], ['DE*GEF', 'DE*GE2']],
])(
  'the request in %s has exactly the members that scripts rely on',
  (_, { pem, sha256 }, encoding, partyIds, subCpoIds) => {
    const json = jsonOf(pem);
    expect(Object.keys(json).toSorted()).toEqual([
      'extensions',
      'findings',
      'ocpi',
      'publicKey',
      'sha256',
      'signature',
      'subject',
      'unknownAttributes',
    ]);
    expect(json).toMatchObject({
      sha256,
      publicKey: { algorithm: 'EC', parameters: 'P-256' },
      signature: { algorithm: 'ecdsa-with-SHA256', valid: true },
      ocpi: {
        keyGroupId: 'cpo1-emsp1-key',
        keySerialNumber: '01941f29-7c00-7000-8000-000000000001',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2026-01-15T00:00:00.000Z',
        partyIds,
        subCpoIds,
        subEmspIds: ['DE-GDF'],
        encoding,
      },
      unknownAttributes: [],
    });
  },
);

test('findings have a sentence and the byte they are about', () => {
  expect(jsonOf(referenceStyleCsr.pem).findings).toContainEqual({
    code: 'SAN_DOUBLE_WRAPPED',
    severity: 'warning',
    message: 'The alternative names are wrapped in an OCTET STRING too many; strict readers refuse or ignore them.',
    offset: expect.any(Number) as number,
  });
});

test('a signature that nobody could check is neither good nor bad', () => {
  const read = readCertificate(makeCertificate(), defaultOidProfile);
  const validOf = (verdict: Parameters<typeof certificateJson>[1]) =>
    read.ok ? certificateJson(read.value, verdict).signature?.valid : undefined;
  expect([
    validOf(null),
    validOf({ verdict: 'unsupported', reason: 'key' }),
    validOf({ verdict: 'invalid' }),
    validOf({ verdict: 'valid' }),
  ]).toEqual([null, null, false, true]);
});
