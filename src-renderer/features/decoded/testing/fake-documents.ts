import type { CertificateLinks, CertificateRow } from '../../../../shared/contract/certificates.ts';
import type { InspectionRow } from '../../../../shared/contract/inspection.ts';
import type { CertificateFacts, DecodedItem, OcpiFacts, PathVerdict } from '../../../../shared/contract/pki-facts.ts';

/** Invented documents for tests: the shapes are real, the bytes count up. */
const DER = Uint8Array.from({ length: 64 }, (_, at) => at);
export const HOSTILE = 'invoice\u202Egpj.exe<img src=x onerror=alert(1)>';

export const OCPI: OcpiFacts = {
  keyGroupId: 'cpo1-emsp1-key',
  keySerialNumber: null,
  notBefore: null,
  notAfter: null,
  partyIds: ['DEGEF'],
  subCpoIds: ['DE*GEF'],
  subEmspIds: ['DE-GDF'],
  encoding: 'sequence',
};

export const certificateFacts = (change: Partial<CertificateFacts> = {}): CertificateFacts => ({
  subject: 'CN=cpo1.example.org,C=DE',
  issuer: 'CN=Rheinhub Client CA 2',
  serialNumber: '4f9c21d0e0f8c269',
  validity: { notBefore: '2026-11-25T00:00:00Z', notAfter: '2026-12-25T00:00:00Z' },
  isCa: false,
  publicKey: { algorithm: 'EC P-256', parameters: 'P-256', spkiSha256: '5016'.repeat(16) },
  signature: { algorithm: 'ECDSA with SHA-256', valid: null },
  ocpi: OCPI,
  services: [],
  extensions: [
    { oid: '2.5.29.15', name: 'keyUsage', critical: true, value: 'digitalSignature', known: true },
    { oid: '1.3.9.9', name: null, critical: false, value: '0c0141', known: false },
  ],
  findings: [
    {
      code: 'SERIAL_SHORT',
      severity: 'info',
      message: 'The serial number has 4 octets; it may have been guessable.',
      field: 'serialNumber',
      offset: 4,
      end: 10,
      values: { octets: 4 },
    },
  ],
  sha256: '6afe'.repeat(16),
  sha1: '7ae1'.repeat(10),
  ...change,
});

export const certificateItem = (change: Partial<CertificateFacts> = {}): DecodedItem => ({
  kind: 'certificate',
  der: DER,
  fields: [
    { id: 'tbs', depth: 0, name: 'TBSCertificate', value: '', start: 0, end: 64, known: true },
    { id: 'serialNumber', depth: 1, name: 'serialNumber', value: '4f9c', start: 4, end: 10, known: true },
    { id: 'subject', depth: 1, name: 'subject', value: 'CN=cpo1', start: 10, end: 30, known: true },
  ],
  certificate: certificateFacts(change),
  findings: [],
});

/** Bytes that cannot be read, from a place on. */
export const unreadableItem: DecodedItem = {
  kind: 'unreadable',
  der: DER.slice(0, 16),
  fields: [],
  findings: [
    {
      code: 'DER_TRUNCATED',
      severity: 'error',
      message: 'The bytes end at byte 12, before the value does.',
      field: '',
      offset: 12,
      end: null,
    },
  ],
};

export const certificateRow = (id: string, change: Partial<CertificateRow> = {}): CertificateRow => ({
  certificateId: id,
  sha256: '6afe'.repeat(16),
  source: 'own',
  commonName: 'cpo1.example.org',
  subject: 'CN=cpo1.example.org,C=DE',
  issuer: 'CN=Rheinhub Client CA 2',
  serialNumber: '4f9c21d0e0f8c269',
  notBefore: '2026-11-25T00:00:00Z',
  notAfter: '2026-12-25T00:00:00Z',
  time: 'valid',
  algorithm: 'EC P-256',
  spkiSha256: '5016'.repeat(16),
  isCa: false,
  keyGroupId: 'cpo1-emsp1-key',
  partyIds: ['DEGEF'],
  subCpoIds: ['DE*GEF'],
  subEmspIds: ['DE-GDF'],
  services: [],
  addedAt: '2026-11-22T13:00:00Z',
  ...change,
});

export const LINKS: CertificateLinks = {
  generation: { generationId: 'gen-8', groupRef: 'ref-cpo1', groupId: 'cpo1-emsp1-key', number: 8 },
  csrId: 'csr-8',
};

export const inspectionRow = (itemId: number, change: Partial<InspectionRow> = {}): InspectionRow => ({
  itemId,
  kind: 'certificate',
  source: 'chain.pem',
  title: 'CN=cpo1.example.org,C=DE',
  sha256: '6afe'.repeat(16),
  keyGroupId: 'cpo1-emsp1-key',
  partyIds: ['DEGEF'],
  subCpoIds: [],
  subEmspIds: [],
  errors: 0,
  warnings: 1,
  duplicates: 0,
  ...change,
});

/** A path of leaf and anchor; `bad` is what the leaf fails. */
export const pathVerdict = (bad?: PathVerdict['checks'][number]): PathVerdict => ({
  verdict: bad === undefined ? 'valid' : 'invalid',
  at: '2026-11-22T13:42:07Z',
  purpose: 'tls-client',
  path: [
    {
      sha256: '6afe'.repeat(16),
      subject: 'CN=cpo1.example.org,C=DE',
      issuer: 'CN=Rheinhub Root CA',
      anchor: null,
      verdict: bad === undefined ? 'valid' : 'invalid',
    },
    {
      sha256: '941c'.repeat(16),
      subject: 'CN=Rheinhub Root CA',
      issuer: 'CN=Rheinhub Root CA',
      anchor: 'by phone',
      verdict: 'valid',
    },
  ],
  checks: [
    { code: 'SIGNATURE_VALID', verdict: 'pass', certificate: 0, message: 'The issuer of this certificate signed it.' },
    ...(bad === undefined ? [] : [bad]),
  ],
});
